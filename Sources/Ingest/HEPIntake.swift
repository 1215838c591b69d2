// HEP over TCP: an agent's stream as packets.

internal import CallGraph
internal import HEP

/// Cuts an agent's stream into packets and feeds them to the lane.
struct HEPIntake: StreamIntake {
    private var framer = HEPStreamFramer()
    private var skippedBytes = 0
    /// What the connection began with, when that was not HEP.
    private var appearance: Appearance?
    private var hasBegun = false
    private let sender: Endpoint
    private let lane: IngestLane
    private let connectionsMax: Int

    init(sender: Endpoint, lane: IngestLane, connectionsMax: Int) {
        self.sender = sender
        self.lane = lane
        self.connectionsMax = connectionsMax
    }

    func refusal(isCrowded: Bool, received: Timestamp) -> String? {
        guard isCrowded else { return nil }
        lane.refuse(.connections, from: sender, received: received)
        return "\(connectionsMax) of agents are open already"
    }

    mutating func append(_ bytes: Span<UInt8>) {
        if !hasBegun {
            hasBegun = true
            if HEPFormat.detect(bytes) == .unknown { appearance = Appearance(bytes) }
        }
        framer.append(bytes)
    }

    mutating func take(received: Timestamp) -> IntakeOutcome {
        while true {
            let step = framer.next()
            countJunk(received)
            switch step {
            case .needMore: return .needMore
            case .broken: return .broken("no HEP in what an agent sends")
            case .packet(let range):
                guard offer(range, received) else { return isFull() }
            case .gzip(let offset):
                let bytes = framer.bytes
                switch Inflater.inflate(bytes.span, offset..<bytes.count) {
                case .whole(_, let consumed):
                    guard offer(offset..<(offset + consumed), received) else { return isFull() }
                    framer.consume(consumed)
                case .incomplete where bytes.count - offset <= HEP.Limits.gzipMemberBytesMax:
                    // Not all of it is here yet.
                    return .needMore
                case .incomplete, .broken:
                    lane.refuse(.inflate, from: sender, received: received)
                    framer.resynchronise()
                }
            }
        }
    }

    private func offer(_ range: Range<Int>, _ received: Timestamp) -> Bool {
        let bytes = framer.bytes
        return lane.offer(
            bytes.span, Datagram(range: range, sender: sender), over: .tcp, received: received)
    }

    /// The packet that the framer has just given waits until it finds room.
    private mutating func isFull() -> IntakeOutcome {
        framer.putBack()
        return .full
    }

    /// Junk is counted once for each stretch, however long.
    private mutating func countJunk(_ received: Timestamp) {
        guard framer.skippedBytes > skippedBytes else { return }
        skippedBytes = framer.skippedBytes
        lane.refuse(.junk, from: sender, looksLike: appearance, received: received)
    }
}
