// Whether one agent speaks from one address.

internal import CallGraph

/// Notices that packets of one name come from two addresses in turn: two agents with one capture id.
///
/// An agent that moves to another address changes it once. Two that send at the same time change it again
/// and again.
struct SenderWatch: Sendable {
    /// The address of the last packet.
    private(set) var last = Endpoint.unknown
    private var before = Endpoint.unknown
    /// When the changes began that `changes` counts.
    private var start = Int64.min
    private var changes = 0
    /// When there were last so many changes that two must be sending.
    private var sharedAt = Int64.min

    /// Takes the address of a packet.
    @inline(__always)
    mutating func observe(_ sender: Endpoint, received: Int64) {
        if sender != last { change(to: sender, received) }
    }

    /// The two addresses that sent in turn not long before `now`.
    func shared(now: Int64) -> (Endpoint, Endpoint)? {
        guard sharedAt != .min, (now &- sharedAt).magnitude < Limits.sharedIDMicroseconds else {
            return nil
        }
        return (before, last)
    }

    private mutating func change(to sender: Endpoint, _ received: Int64) {
        before = last
        last = sender
        guard before != .unknown else { return }
        if (received &- start).magnitude >= Limits.agentWindowMicroseconds {
            start = received
            changes = 0
        }
        changes += 1
        if changes >= Limits.senderChangesMin { sharedAt = received }
    }
}
