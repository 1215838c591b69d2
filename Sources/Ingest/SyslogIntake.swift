// Syslog over TCP: a sender's stream as lines.

internal import CallGraph
internal import Syslog

/// Cuts a sender's stream into messages and feeds them to the lane.
struct SyslogIntake: StreamIntake {
    private var framer = SyslogStreamFramer()
    /// A line that found no room; its message has been passed.
    private var held: SyslogLine?
    private let sender: Endpoint
    private let lane: IngestLane
    private let reader: SyslogReader

    init(sender: Endpoint, lane: IngestLane, reader: SyslogReader) {
        self.sender = sender
        self.lane = lane
        self.reader = reader
    }

    func refusal(isCrowded: Bool, received: Timestamp) -> String? {
        if !reader.admits(sender) {
            lane.refuse(log: .notAllowed, from: sender, received: received)
            return "\(sender.addressText) may not send syslog"
        }
        guard isCrowded else { return nil }
        lane.refuse(log: .connections, from: sender, received: received)
        return "\(Limits.syslogConnectionsMax) of syslog are open already"
    }

    mutating func append(_ bytes: Span<UInt8>) { framer.append(bytes) }

    mutating func pause() -> Bool {
        framer.pause()
        return true
    }

    mutating func end() -> Bool {
        framer.end()
        return true
    }

    mutating func take(received: Timestamp) -> IntakeOutcome {
        if let held {
            guard lane.offer(held) else { return .full }
            self.held = nil
        }
        while true {
            switch framer.next() {
            case .needMore: return .needMore
            case .broken:
                lane.refuse(log: .overflow, from: sender, received: received)
                return .broken("more syslog than can be held")
            case .message(let range, let isCut):
                guard let line = read(range, isCut: isCut, received) else { continue }
                guard lane.offer(line) else {
                    // Not put back: it has been searched, and need not be again every 20 ms.
                    held = line
                    return .full
                }
            }
        }
    }

    /// Reads a message; nil when there is nothing in it.
    private func read(_ range: Range<Int>, isCut: Bool, _ received: Timestamp) -> SyslogLine? {
        let bytes = framer.bytes
        do throws(SyslogError) {
            return try reader.read(
                bytes.span.extracting(range), from: sender, over: .syslogTCP, isCut: isCut,
                received: received)
        } catch {
            lane.refuse(log: .empty, from: sender, received: received)
            return nil
        }
    }
}
