// What it costs to feed a Loki, and what it costs when there is none.

internal import Foundation
internal import PushSink
internal import Measuring

/// The collector with everything on: journal, graph, metrics, summaries of calls, pushes.
struct LokiStep {
    let bench: Bench

    /// How long a Loki that is back may go unnoticed (the longest wait between tries), and more.
    private static let noticeSeconds = 90.0

    func run() throws {
        try cost()
        try outage()
    }

    /// CPU for a million messages, until the last of them is pushed.
    private func cost() throws {
        let rate = bench.plan.costRates.first ?? 60_000
        bench.say("CPU with Loki at \(Figure.text(Double(rate)))/s")
        let sink = LokiSink(port: try FreePort.find())
        sink.start()
        defer { sink.stop() }
        var rounds: [Double] = []
        var generator: [Double] = []
        var pushed = 0.0
        try bench.withCollector(sink.configuration) { collector in
            for _ in 0..<bench.plan.costRounds {
                let before = collector.cost.seconds
                let records = collector.counters?.messages ?? 0
                let run = try bench.load(
                    on: collector, rate: rate, seconds: bench.plan.costSeconds)
                let report = try run.finish()
                let counters = try delivered(collector, within: Self.noticeSeconds)
                let millions = Double(max(counters.messages - records, 1)) / 1e6
                rounds.append((collector.cost.seconds - before) / millions)
                generator.append(report.cpuPerMillion)
                if counters.losses > 0 { bench.problem("\(counters.losses) lost with Loki") }
                pushed = Double(sink.bytes) / Double(max(counters.lokiAccepted, 1))
            }
        }
        let found = Percentiles(rounds)
        bench.note(
            "CPU for a million messages with Loki", found.median, "s", must: 7.5, aim: 5.5)
        bench.note("the least of \(rounds.count) loads with Loki", rounds.min() ?? 0, "s")
        bench.note("the most of \(rounds.count) loads with Loki", rounds.max() ?? 0, "s")
        bench.note(
            "CPU of the generator for a million, with Loki", Percentiles(generator).median, "s")
        bench.note("bytes of a line on the wire to Loki", pushed, "B")
    }

    /// As many messages as come in an hour at 5,000 a second while Loki is away; then it is back.
    private func outage() throws {
        let plan = bench.plan
        let size = Figure.text(Double(plan.outageRate) * plan.outageSeconds)
        bench.say("Loki is away for \(size) messages")
        let sink = LokiSink(port: try FreePort.find())
        defer { sink.stop() }
        try bench.withCollector(sink.configuration) { collector in
            let run = try bench.load(
                on: collector, rate: plan.outageRate, seconds: plan.outageSeconds)
            var times: [Double] = []
            var ticks = 0
            let report = try run.finish {
                ticks += 1
                guard ticks % 10 == 0 else { return }
                let answer = collector.web.get("/metrics")
                times.append(answer.seconds)
                if ticks % 60 == 0 {
                    let mebibytes = Figure.text(collector.cost.residentMebibytes)
                    bench.say("  \(mebibytes) MiB, lag \(Counters(exposition: answer.body).lag) s")
                }
            }
            let counters = try collector.settledCounters()
            let callIDs = run.callIDs(plan.lookups / 5, of: report)
            for callID in callIDs {
                let answer = collector.web.trace(callID)
                times.append(answer.seconds)
                if answer.status != 200 || !answer.contains(callID) {
                    bench.problem("\(callID) was sent, and the answer is \(answer.status)")
                }
            }
            bench.note(
                "lost while Loki is away", Double(report.sent - counters.messages), "", must: 0)
            bench.note(
                "memory while Loki is away, peak", collector.cost.residentMebibytesMax, "MiB",
                must: 700, aim: 400)
            bench.note(
                "answers while Loki is away, p99", Percentiles(times).at(99), "s", must: 1)
            try catchUp(collector, sink)
        }
    }

    private func catchUp(_ collector: CollectorUnderTest, _ sink: LokiSink) throws {
        let before = collector.counters?.lokiAccepted ?? 0
        sink.start()
        let begun = Date()
        while (collector.counters?.lokiAccepted ?? 0) == before {
            guard Date().timeIntervalSince(begun) < Self.noticeSeconds else {
                return bench.problem("Loki is back and nothing comes")
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        bench.note("from Loki's return to the first line", Date().timeIntervalSince(begun), "s")
        let started = Date()
        let counters = try delivered(collector, within: 1200)
        let seconds = Date().timeIntervalSince(started)
        bench.note(
            "lines a second while catching up", Double(counters.lokiAccepted - before) / seconds,
            "/s", must: 50_000, .higher)
        bench.note(
            "memory after catching up, peak", collector.cost.residentMebibytesMax, "MiB",
            must: 700, aim: 400)
    }

    /// Waits until everything that is recorded is with Loki.
    private func delivered(
        _ collector: CollectorUnderTest, within seconds: Double
    ) throws -> Counters {
        let begun = Date()
        var said = Date()
        // The summaries of calls come some seconds behind them.
        var last = (records: -1, since: Date())
        while Date().timeIntervalSince(begun) < seconds {
            guard let now = collector.counters else { throw BenchError("the collector is silent") }
            if now.records != last.records { last = (now.records, Date()) }
            if now.lokiAccepted >= now.records, Date().timeIntervalSince(last.since) > 6 {
                return now
            }
            if Date().timeIntervalSince(said) > 30 {
                said = Date()
                bench.say(
                    "  \(now.lokiAccepted) of \(now.records) lines, "
                        + "\(Figure.text(collector.cost.residentMebibytes)) MiB")
            }
            // Each look is a scrape, which costs the collector two milliseconds.
            Thread.sleep(forTimeInterval: 1)
        }
        throw BenchError("not everything came to Loki in \(Int(seconds)) s")
    }
}
