// What one agent has sent, in numbers.

internal import CallGraph
internal import HEP

/// Counts of one agent since the start. A packet costs a few additions and comparisons.
struct AgentCounts: Sendable {
    /// Accepted packets by version; versions are 1 to 3.
    private(set) var versions = InlineArray<4, Int>(repeating: 0)
    /// Bytes of HEP of those, after what compressed a whole packet was undone.
    private(set) var bytes = 0
    /// The version of the last packet; 0 before the first.
    private(set) var version: UInt8 = 0
    /// Its clock, by the times that its packets were captured at.
    private(set) var clock = ClockSkew()
    /// Its clock, by the times of its events; an agent inside a switch may bear the switch's name.
    private(set) var eventClock = ClockSkew()
    private(set) var sender = SenderWatch()
    private var rate = PacketRate()
    /// By `AgentFault.index`; empty until there is one.
    private var faults: [Int] = []

    /// Accepted packets.
    var packets: Int { versions[1] &+ versions[2] &+ versions[3] }

    /// Takes an accepted packet of so many bytes.
    mutating func count(_ packet: HEPPacket, bytes: Int, from sender: Endpoint, received: Int64) {
        rate.observe(count: packets, received: received)
        versions[Int(packet.version & 3)] &+= 1
        self.bytes &+= bytes
        version = packet.version
        self.sender.observe(sender, received: received)
        if let said = packet.time {
            clock.observe(said: said, received: received)
            if packet.flags.isEmpty { return }
        }
        judge(packet)
    }

    /// Takes a fault.
    mutating func count(_ fault: AgentFault) {
        if faults.isEmpty { faults = Array(repeating: 0, count: AgentFault.allCases.count) }
        faults[fault.index] &+= 1
    }

    /// Takes an event that was said at one time and came at another.
    mutating func hear(eventAt said: Int64, received: Int64) {
        eventClock.observe(said: said, received: received)
    }

    /// How often there was this fault.
    func count(of fault: AgentFault) -> Int { faults.isEmpty ? 0 : faults[fault.index] }

    /// Packets a second of late; nil while that cannot be told.
    func packetsPerSecond(now: Int64) -> Double? { rate.perSecond(count: packets, now: now) }

    /// Counts what is odd about a packet that is accepted all the same.
    private mutating func judge(_ packet: HEPPacket) {
        if packet.time == nil {
            count(packet.flags.contains(.timeUnusable) ? .badTime : .noTime)
        }
        if packet.flags.contains(.truncated) { count(.truncated) }
        if !packet.flags.isDisjoint(with: [.chunkIgnored, .lengthRepaired, .surplus]) {
            count(.malformed)
        }
        // Of log lines and reports it is usual.
        if packet.flags.contains(.addressUnknown), packet.protocolType == ProtocolType.sip {
            count(.noAddress)
        }
    }
}
