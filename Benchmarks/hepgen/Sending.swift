// The loop: make a batch, wait until it is due, send it.

internal import LoadGenerator
internal import Measuring

/// Whatever takes batches of packets.
protocol BatchSender: ~Copyable {
    /// Sends the packets that lie in `slab` from each of `starts` to the next; gives back how many
    /// the system took.
    mutating func send(_ slab: [UInt8], starts: [Int]) throws(SystemCallError) -> Int
    /// Ends the sending; returns when the other side has taken all, where that can be known.
    consuming func finish()
}

/// One run of the generator.
struct Sending {
    private var traffic: Traffic
    private var pace: Pace

    init(_ traffic: Traffic, pace: Pace) {
        self.traffic = traffic
        self.pace = pace
    }

    /// Sends until the time or the count of `command` is over.
    consuming func run<Sender: BatchSender & ~Copyable>(
        _ command: HepgenCommand, to sender: consuming Sender
    ) throws(SystemCallError) -> SendReport {
        let cpuBefore = Clock.cpuSeconds()
        let begun = Clock.monotonicNanoseconds()
        let end = begun + Int(command.seconds * 1e9)
        pace.begin(begun)
        var report = SendReport()
        var slab: [UInt8] = []
        slab.reserveCapacity(pace.batchMax * (traffic.packetBytesMax + 8))
        var starts: [Int] = []
        starts.reserveCapacity(pace.batchMax + 1)
        var made = 0
        while command.count == 0 || made < command.count {
            guard pace.wait(until: end) else { break }
            let size =
                command.count > 0 ? min(pace.batchMax, command.count - made) : pace.batchMax
            slab.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
            let now = Clock.realMicroseconds()
            for _ in 0..<size {
                starts.append(slab.count)
                guard traffic.appendNext(time: now, to: &slab) else { break }
            }
            starts.append(slab.count)
            let taken = try sender.send(slab, starts: starts)
            made += size
            report.sent += taken
            report.refused += size - taken
            report.bytes += slab.count
            pace.made(size)
        }
        report.seconds = Double(Clock.monotonicNanoseconds() - begun) / 1e9
        report.cpuSeconds = Clock.cpuSeconds() - cpuBefore
        report.lateMillisecondsMax = Double(pace.lateNanosecondsMax) / 1e6
        report.skippedMilliseconds = Double(pace.skippedNanoseconds) / 1e6
        report.sessions = traffic.begun
        sender.finish()
        return report
    }
}
