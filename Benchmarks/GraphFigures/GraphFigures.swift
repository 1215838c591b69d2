// What the graph of live calls costs: memory, and the time of a walk.

internal import CallGraph
internal import Foundation
internal import SIP

/// Measures, prints, and ends with 1 when a figure is over its threshold.
@main
struct GraphFigures {
    /// Bytes that a million live dialogs with their channels and links may take.
    static let memoryBytesMax = 1_288_490_188
    /// Seconds that the closure of a call of 50 legs may take.
    static let closureSecondsMax = 0.005

    static func main() {
        var isWell = true
        func check(_ name: String, _ value: Double, _ unit: String, most: Double) {
            let isGood = value <= most
            isWell = isWell && isGood
            print(
                "\(name): \(text(value)) \(unit) (at most \(text(most)))\(isGood ? "" : "  TOO MUCH")"
            )
        }

        let closure = closureOfFiftyLegs()
        check(
            "closure of a 50-leg call, median", closure.median * 1000, "ms",
            most: closureSecondsMax * 1000)
        check(
            "closure of a 50-leg call, worst of 1000", closure.worst * 1000, "ms",
            most: closureSecondsMax * 1000)

        let before = residentBytes()
        var live = LiveCalls()
        let start = ContinuousClock.now
        for number in 0..<500_000 { live.begin(call: UInt64(number)) }
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let after = residentBytes()
        print(
            "500,000 calls: \(live.dialogs.count) dialogs, \(live.graph.nodeCount) identities, "
                + "\(live.graph.linkCount) links in \(text(seconds)) s, "
                + "\(text(seconds * 1_000_000 / Double(live.graph.linkCount))) µs a link")
        check(
            "memory of a million live dialogs", Double(after - before) / 1_048_576, "MiB",
            most: Double(memoryBytesMax) / 1_048_576)
        check(
            "memory at the peak, the program included", Double(peakBytes()) / 1_048_576, "MiB",
            most: Double(memoryBytesMax) / 1_048_576)
        // What was measured must be there, and right.
        let found = live.graph.closure(of: LiveCalls.node(.channel, 77, 0)).members.count
        guard live.dialogs.count == 1_000_000, found == 4 else {
            print("the graph is wrong: \(live.dialogs.count) dialogs, a call of \(found)")
            exit(1)
        }
        exit(isWell ? 0 : 1)
    }

    /// A caller, a hunt over 25 legs, each with its dialog.
    private static func closureOfFiftyLegs() -> (median: Double, worst: Double) {
        var live = LiveCalls()
        for call in 1..<10_000 { live.begin(call: UInt64(call)) }
        for leg in 0..<24 { live.addLeg(leg, toCall: 5000) }
        var times: [Double] = []
        for _ in 0..<1000 {
            let start = ContinuousClock.now
            let members = live.graph.closure(of: LiveCalls.node(.channel, 5000, 0)).members.count
            times.append((ContinuousClock.now - start) / .seconds(1))
            if members != 4 + 48 { print("a call of \(members), not 52"); exit(1) }
        }
        times.sort()
        return (times[times.count / 2], times[times.count - 1])
    }

    /// Bytes of this process that are in memory now.
    private static func residentBytes() -> Int { status("VmRSS:") }
    /// The most bytes that were in memory.
    private static func peakBytes() -> Int { status("VmHWM:") }

    private static func status(_ name: String) -> Int {
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = lines.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first.map {
            $0 * 1024
        } ?? 0
    }

    private static func text(_ value: Double) -> String {
        String(format: value < 10 ? "%.3f" : "%.0f", value)
    }
}
