// A long run at the rate that must be held, and everything asked of the journal that it leaves.

internal import Foundation
internal import Measuring

/// Fills a journal, then starts again on it and looks things up.
struct FullJournalStep {
    let bench: Bench

    /// Runs it all; gives the rate if nothing was lost.
    func run() throws -> Double? {
        let collector = try bench.collector()
        defer { collector.remove() }
        let plan = bench.plan
        bench.say(
            "\(Figure.text(Double(plan.fullRate)))/s for \(Figure.text(plan.fullSeconds)) s with "
                + "\(Figure.text(Double(plan.fullDialogs))) live dialogs")
        bench.note("start with an empty journal", try collector.start(), "s")
        let run = try bench.load(
            on: collector, rate: plan.fullRate, seconds: plan.fullSeconds,
            dialogs: plan.fullDialogs)
        var active: [Double] = []
        var ticks = 0
        let report = try run.finish {
            ticks += 1
            guard ticks % 10 == 0, let counters = collector.counters else { return }
            active.append(Double(counters.callsActive))
            if ticks % 60 == 0 {
                bench.say(
                    "  \(Figure.text(Double(counters.records))) records, "
                        + "\(Figure.text(collector.cost.residentMebibytes)) MiB, "
                        + "\(Figure.text(Double(counters.callsActive))) dialogs up, "
                        + "\(counters.kernelDrops + counters.dropped) lost")
            }
        }
        let counters = try collector.settledCounters()
        let isLossFree = judge(
            counters, report, dialogs: Percentiles(Array(active.suffix(max(1, active.count / 2)))))
        bench.note(
            "memory at \(Figure.text(Double(plan.fullRate)))/s with "
                + "\(Figure.text(Double(plan.fullDialogs))) live dialogs, peak",
            collector.cost.residentMebibytesMax, "MiB", must: 700, aim: 400)
        bench.note("time to stop with all written", try collector.stop(), "s")
        bench.note(
            "journal, bytes a message",
            Double(collector.journalBytes) / Double(max(counters.records, 1)), "B", must: 180,
            aim: 130)
        try askAgain(collector, run.callIDs(plan.lookups, of: report), counters.records)
        return isLossFree ? report.rate : nil
    }

    private func judge(_ counters: Counters, _ report: LoadRun.Report, dialogs: Percentiles)
        -> Bool
    {
        bench.note(
            "live dialogs, by the collector's count in the second half", dialogs.median, "", .higher
        )
        bench.note("generator: late at most", report.lateMillisecondsMax, "ms")
        bench.note("generator: time skipped", report.skippedMilliseconds / 1000, "s")
        bench.note("sent in the long run", Double(report.sent), "", .higher)
        bench.note("lost in the kernel in the long run", Double(counters.kernelDrops), "")
        bench.note("dropped in the long run", Double(counters.dropped), "")
        let missing = counters.unaccounted(sent: report.sent)
        if missing != 0 { bench.problem("\(missing) of \(report.sent) unaccounted for") }
        if counters.dialogsDropped > 0 {
            bench.problem("\(counters.dialogsDropped) dialogs not counted for lack of room")
        }
        if dialogs.median < 0.95 * Double(bench.plan.fullDialogs) {
            bench.problem("only \(Int(dialogs.median)) dialogs were up at the same time")
        }
        return counters.isLossFree(sent: report.sent)
            && report.rate >= 0.99 * Double(bench.plan.fullRate)
    }

    /// Start, look-ups and the command on the journal that is there.
    private func askAgain(
        _ collector: CollectorUnderTest, _ callIDs: [String], _ messages: Int
    ) throws {
        let size = Figure.text(Double(messages))
        bench.say("start and look-ups on a journal of \(size) messages")
        JournalFiles.dropFromMemory(in: collector.data)
        bench.note(
            "start with a journal of \(size) messages", try collector.start(), "s", must: 3,
            aim: 0.5)
        JournalFiles.dropFromMemory(in: collector.data)
        guard callIDs.count == bench.plan.lookups else {
            bench.problem("too few calls were sent to look \(bench.plan.lookups) up")
            try collector.stop()
            return
        }
        var times: [Double] = []
        for callID in callIDs {
            let answer = collector.web.trace(callID)
            times.append(answer.seconds * 1000)
            if answer.status != 200 || !answer.contains(callID) {
                bench.problem("\(callID) was sent, and the answer is \(answer.status)")
            }
        }
        let found = Percentiles(times)
        bench.note("look-up by identity, median", found.median, "ms")
        bench.note(
            "look-up by identity among \(size) messages, p99", found.at(99), "ms", must: 100,
            aim: 20)
        bench.note("look-up by identity, worst of \(found.count)", found.worst, "ms")
        bench.note("look-up by identity, the first one", times.first ?? 0, "ms")
        if let callID = callIDs.last {
            try CommandStep(bench: bench).run(collector, callID: callID)
        }
        try collector.stop()
    }
}
