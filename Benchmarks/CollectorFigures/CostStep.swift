// What a message costs.

/// CPU of the collector for a million messages: user and system, everything it does counted.
struct CostStep {
    let bench: Bench

    /// Over UDP at several rates and over TCP at one; both generators where the other is there.
    func run() throws {
        var first: Double?
        for rate in bench.plan.costRates {
            let cost = try measure(.udp, rate)
            first = first ?? cost
        }
        _ = try measure(.tcp, bench.plan.streamRate)
        if let first { try compare(with: first) }
    }

    private func measure(_ transport: LoadRun.Transport, _ rate: Int) throws -> Double {
        let name = transport == .udp ? "UDP" : "TCP"
        bench.say("CPU over \(name) at \(Figure.text(Double(rate)))/s")
        var rounds: [Round] = []
        let isFirst = transport == .udp && rate == bench.plan.costRates.first
        let at = "\(name), \(Figure.text(Double(rate)))/s"
        try bench.withCollector { collector in
            var sent = 0
            for _ in 0..<bench.plan.costRounds {
                let before = (
                    cost: collector.cost, records: try collector.settledCounters().records
                )
                let run = try bench.load(
                    on: collector, transport, rate: rate, seconds: bench.plan.costSeconds)
                let report = try run.finish()
                let counters = try collector.settledCounters()
                sent += report.sent
                rounds.append(
                    Round(
                        before: before.cost, after: collector.cost,
                        records: counters.records - before.records, report: report))
                check(counters, sent, at)
            }
        }
        rounds.sort { $0.perMillion < $1.perMillion }
        let middle = rounds[rounds.count / 2]
        bench.note(
            "CPU for a million messages, \(at)", middle.perMillion, "s",
            must: transport == .udp ? 5.5 : nil, aim: transport == .udp ? 4.0 : nil)
        bench.note("the least of \(rounds.count) loads, \(at)", rounds[0].perMillion, "s")
        bench.note(
            "the most of \(rounds.count) loads, \(at)", rounds[rounds.count - 1].perMillion, "s")
        bench.note("of it user, \(at)", middle.userPerMillion, "s")
        bench.note("of it system, \(at)", middle.systemPerMillion, "s")
        bench.note("CPU of the generator for a million, \(at)", middle.report.cpuPerMillion, "s")
        bench.note("rate that was sent, \(at)", middle.report.rate, "/s", .higher)
        if isFirst {
            bench.note(
                "bytes of a HEP packet",
                Double(middle.report.bytes) / Double(max(middle.report.sent, 1)), "B")
        }
        return middle.perMillion
    }

    /// One load of several: a virtual machine's neighbours are heard in some of them and not in others.
    private struct Round {
        let before: ProcessCost
        let after: ProcessCost
        let records: Int
        let report: LoadRun.Report

        var millions: Double { Double(max(records, 1)) / 1e6 }
        var perMillion: Double { (after.seconds - before.seconds) / millions }
        var userPerMillion: Double { (after.userSeconds - before.userSeconds) / millions }
        var systemPerMillion: Double { (after.systemSeconds - before.systemSeconds) / millions }
    }

    /// The same rate from a generator of other hands.
    private func compare(with own: Double) throws {
        guard let generator = try IndependentGenerator.build(bench) else {
            bench.say("check against the independent generator: skipped, it is not there")
            return
        }
        let rate = bench.plan.costRates.first ?? 60_000
        bench.say("CPU over UDP at \(Figure.text(Double(rate)))/s by the independent generator")
        var records = 1
        try bench.withCollector { collector in
            let before = collector.cost
            let report = try generator.run(
                port: collector.hepPort, rate: rate, seconds: bench.plan.costSeconds)
            let counters = try collector.settledCounters()
            records = max(counters.records, 1)
            let seconds = collector.cost.seconds - before.seconds
            let perMillion = seconds * 1e6 / Double(records)
            bench.note("CPU for a million messages, independent generator", perMillion, "s")
            bench.note("ours by independent generator", own / perMillion, "×")
            bench.note(
                "bytes of a HEP packet, independent generator",
                Double(report.bytes) / Double(max(report.sent, 1)), "B")
            check(counters, report.sent, "independent generator")
        } afterwards: { collector in
            bench.note(
                "journal, bytes a message, independent generator",
                Double(collector.journalBytes) / Double(records), "B")
        }
    }

    private func check(_ counters: Counters, _ sent: Int, _ at: String) {
        let missing = counters.unaccounted(sent: sent)
        if missing != 0 { bench.problem("\(missing) of \(sent) unaccounted for (\(at))") }
        if counters.refused > 0 { bench.problem("\(counters.refused) refused (\(at))") }
        if !counters.isLossFree(sent: sent) {
            bench.say("  lost: \(counters.kernelDrops) in the kernel, \(counters.dropped) after")
        }
    }
}
