// More than the collector can take.

internal import Foundation
internal import Measuring

/// Sends as fast as it goes: losses are counted, and questions still answered.
struct FloodStep {
    let bench: Bench

    /// Runs it.
    func run() throws {
        bench.say("a flood: as fast as the generator goes")
        try bench.withCollector { collector in
            let calm = try bench.load(on: collector, rate: 5000, seconds: 3, dialogs: 500)
            let known = calm.callIDs(1, of: try calm.finish()).first ?? ""
            let before = try collector.settledCounters()
            let run = try bench.load(
                on: collector, rate: 0, seconds: bench.plan.floodSeconds, dialogs: 100_000)
            var metrics: [Double] = []
            var traces: [Double] = []
            let report = try run.finish {
                let scrape = collector.web.get("/metrics")
                metrics.append(scrape.seconds)
                let trace = collector.web.trace(known)
                traces.append(trace.seconds)
                if scrape.status != 200 || trace.status != 200 {
                    bench.problem("in the flood: \(scrape.status), \(trace.status)")
                }
            }
            let counters = try collector.settledCounters().since(before)
            bench.note("flood: rate that was sent", report.rate, "/s", .higher)
            bench.note(
                "flood: rate that was recorded", Double(counters.records) / report.seconds, "/s",
                .higher)
            bench.note(
                "flood: lost in the kernel",
                100 * Double(counters.kernelDrops) / Double(max(report.sent, 1)), "%")
            bench.note(
                "flood: dropped for lack of room",
                100 * Double(counters.dropped) / Double(max(report.sent, 1)), "%")
            bench.note("flood: /metrics answers within", Percentiles(metrics).worst, "s", must: 1)
            bench.note("flood: a trace is answered within", Percentiles(traces).worst, "s", must: 1)
            bench.note("flood: memory, peak", collector.cost.residentMebibytesMax, "MiB")
            let missing = counters.unaccounted(sent: report.sent)
            if missing != 0 {
                bench.problem("in the flood: \(missing) of \(report.sent) unaccounted for")
            }
        }
    }
}
