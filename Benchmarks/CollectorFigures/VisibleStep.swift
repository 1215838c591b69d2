// From packet to answer.

internal import Foundation
internal import Glibc
internal import LoadGenerator
internal import Measuring

/// Sends single calls into a busy collector and asks for each until it is answered.
struct VisibleStep {
    let bench: Bench

    /// The time between two questions.
    private static let pauseSeconds = 0.005
    /// When a call counts as not seen.
    private static let unseenSeconds = 4.0
    /// Calls are begun at least this far apart, so that they meet blocks of every age.
    private static let calledEverySeconds = 0.17

    /// Runs it.
    func run() throws {
        let plan = bench.plan
        bench.say(
            "from packet to answer at \(Figure.text(Double(plan.visibleRate)))/s, "
                + "\(plan.visibleCalls) calls")
        try bench.withCollector { collector in
            // Generous: whoever is too slow is not to find an idle collector.
            let seconds = 3 + Double(plan.visibleCalls) * 2
            let run = try bench.load(on: collector, rate: plan.visibleRate, seconds: seconds)
            Thread.sleep(forTimeInterval: 2)
            let socket = try LoopbackSocket(SOCK_DGRAM, port: collector.hepPort)
            var times: [Double] = []
            var lost = 0
            var number = 0
            var isBusy = true
            while times.count < plan.visibleCalls, isBusy {
                let begun = Date()
                switch try sighting(of: number, collector, socket) {
                case .seen(let seconds): times.append(seconds)
                case .lost: lost += 1
                case .unseen: bench.problem("call \(number) was not dropped and not seen")
                }
                number += 1
                isBusy = run.isRunning
                Thread.sleep(
                    until: begun.addingTimeInterval(
                        Self.calledEverySeconds * (1 + Double(number % 7) / 7)))
            }
            if times.count < plan.visibleCalls {
                bench.problem("only \(times.count) of \(plan.visibleCalls) calls were seen")
            }
            if !isBusy { bench.problem("the load ended before the last call was seen") }
            run.stop()
            let found = Percentiles(times)
            bench.note("packet to answer, median", found.median, "s")
            bench.note("packet to answer, p99", found.at(99), "s", must: 1, aim: 0.5)
            bench.note("packet to answer, worst of \(found.count)", found.worst, "s")
            if lost > 0 {
                bench.note("calls that the kernel dropped and nobody saw", Double(lost), "")
            }
        }
    }

    /// What became of a call.
    private enum Sighting {
        case seen(seconds: Double)
        /// Not seen, and packets were lost meanwhile.
        case lost
        case unseen
    }

    /// Sends a call's first packet and asks until an answer has the call.
    private func sighting(
        of number: Int, _ collector: CollectorUnderTest, _ socket: borrowing LoopbackSocket
    ) throws -> Sighting {
        let weights = TrafficWeights(calls: 1, registrations: 0, options: 0)
        var traffic = Traffic(
            TrafficSettings(
                seed: UInt64(900_000 + number), liveDialogs: 2, weights: weights,
                captureIDFirst: 3900))
        let callID = traffic.names.callID(0, leg: .caller)
        var packet: [UInt8] = []
        _ = traffic.appendNext(time: Clock.realMicroseconds(), to: &packet)
        let dropsBefore = collector.counters?.losses ?? 0
        let begun = Clock.monotonicNanoseconds()
        let sent = unsafe packet.withUnsafeBytes {
            // Reads bytes that are there, during the call.
            unsafe send(socket.descriptor, $0.baseAddress, $0.count, 0)
        }
        guard sent == packet.count else { throw SystemCallError("send a call") }
        while true {
            let answer = collector.web.trace(callID)
            let seconds = Double(Clock.monotonicNanoseconds() - begun) / 1e9
            if answer.status == 200, answer.contains(callID) { return .seen(seconds: seconds) }
            guard seconds < Self.unseenSeconds else { break }
            Thread.sleep(forTimeInterval: Self.pauseSeconds)
        }
        return (collector.counters?.losses ?? 0) > dropsBefore ? .lost : .unseen
    }
}
