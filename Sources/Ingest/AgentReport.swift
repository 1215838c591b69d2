// What is known of one agent at one moment.

package import CallGraph

/// An agent or switch with its counts, for metrics and the doctor.
package struct AgentReport: Sendable {
    private let nodeName: NodeName
    private let counts: AgentCounts
    /// Its number: those up to `Limits.labelledNodesMax` have a label of their own, 0 is `other`.
    package let number: NodeNumber
    /// Packets a second of late; nil while that cannot be told, and of a switch.
    package let packetsPerSecond: Double?
    /// Two addresses that sent under this one name in turn, not long ago.
    package let sharedBy: (Endpoint, Endpoint)?

    init(_ name: NodeName, _ number: NodeNumber, _ counts: AgentCounts, now: Timestamp) {
        nodeName = name
        self.number = number
        self.counts = counts
        packetsPerSecond =
            counts.packets == 0 ? nil : counts.packetsPerSecond(now: now.microseconds)
        // Number 0 is many nodes.
        sharedBy = number == 0 ? nil : counts.sender.shared(now: now.microseconds)
    }

    /// Its name, as in records and labels.
    package var name: String { nodeName.text }
    /// Accepted packets since the start.
    package var packets: Int { counts.packets }
    /// Accepted packets of HEP version 1, 2 or 3.
    package func packets(ofVersion version: Int) -> Int {
        (1...3).contains(version) ? counts.versions[version] : 0
    }
    /// Bytes of HEP of those.
    package var bytes: Int { counts.bytes }
    /// The HEP version of its last packet; nil when it has sent none.
    package var version: Int? { counts.version == 0 ? nil : Int(counts.version) }
    /// The address of its last packet; unknown when it has sent none.
    package var sender: Endpoint { counts.sender.last }
    /// How often there was this fault.
    package func count(of fault: AgentFault) -> Int { counts.count(of: fault) }

    /// Microseconds that its clock is behind the collector's, by the times of its packets; less than 0 when
    /// it is ahead, nil when they have none. See `ClockSkew` for what it can and cannot say.
    package var skewMicroseconds: Int64? { number == 0 ? nil : counts.clock.microseconds }
    /// The same by the times of its events.
    package var eventSkewMicroseconds: Int64? {
        number == 0 ? nil : counts.eventClock.microseconds
    }
}
