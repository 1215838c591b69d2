// The highest rate at which nothing is lost.

/// Tries rates upwards, then holds the best one for a minute.
struct RampStep {
    let bench: Bench

    /// Finds the rate; `sure` is one that was held before, if any was.
    func run(sure: Double?) throws {
        let plan = bench.plan
        bench.say("the highest rate without loss, generator on the same cores")
        var best = plan.fullRate
        for rate in plan.rampRates {
            guard try isHeld(rate, seconds: plan.probeSeconds) != nil else { break }
            best = rate
        }
        var held: (wanted: Int, sent: Double)?
        // What a short probe held may be too much for a minute: then the next lower rate.
        for rate in ([plan.fullRate] + plan.rampRates).reversed() where rate <= best {
            held = try isHeld(rate, seconds: plan.confirmSeconds).map { (rate, $0) }
            if held != nil { break }
        }
        if held == nil, let sure { held = (plan.fullRate, sure) }
        bench.note(
            "rate without loss for \(Figure.text(plan.confirmSeconds)) s",
            Double(held?.wanted ?? 0), "/s", must: 100_000, aim: 150_000, .higher)
        bench.note("packets that were sent a second at that rate", held?.sent ?? 0, "/s", .higher)
    }

    /// The rate that was sent, if it was the one wanted and nothing of it was lost.
    private func isHeld(_ rate: Int, seconds: Double) throws -> Double? {
        var held: Double?
        try bench.withCollector { collector in
            let report = try bench.load(on: collector, rate: rate, seconds: seconds).finish()
            let counters = try collector.settledCounters()
            let missing = counters.unaccounted(sent: report.sent)
            if missing != 0 { bench.problem("\(missing) of \(report.sent) unaccounted for") }
            let isFast = report.rate >= 0.99 * Double(rate)
            let isLossFree = counters.isLossFree(sent: report.sent)
            bench.say(
                "  \(Figure.text(Double(rate)))/s for \(Figure.text(seconds)) s: "
                    + (isLossFree ? "nothing lost" : "lost \(report.sent - counters.records)")
                    + (isFast ? "" : ", but only \(Figure.text(report.rate))/s were sent"))
            if isFast && isLossFree { held = report.rate }
        }
        return held
    }
}
