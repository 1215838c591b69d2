// Which legs were sent lately, in which call.

/// Remembers legs for a while: the last of them, in two generations.
struct SentCalls: Sendable {
    private struct Sent {
        var call: CallIdentifier
        var seenUntil: Timestamp
    }

    /// By the key of a leg: with its name it would take five times the memory, and two legs that share a
    /// key are one in 10^13.
    private var recent: [IdentityKey: Sent] = [:]
    private var older: [IdentityKey: Sent] = [:]
    private let hasher = IdentityHasher.random()

    /// Keeps that a leg was sent in this call with whatever came of it until `seenUntil`.
    mutating func remember(_ leg: Identity, of call: CallIdentifier, seenUntil: Timestamp) {
        if recent.count >= Limits.sentLegsMax {
            older = recent
            recent = [:]
        }
        recent[key(leg)] = Sent(call: call, seenUntil: seenUntil)
    }

    /// The call that a leg was sent in last.
    func call(of leg: Identity) -> CallIdentifier? { sent(leg)?.call }

    /// Until when all that came of a leg was sent with it.
    func seenUntil(of leg: Identity) -> Timestamp? { sent(leg)?.seenUntil }

    private func sent(_ leg: Identity) -> Sent? {
        let key = key(leg)
        return recent[key] ?? older[key]
    }

    private func key(_ leg: Identity) -> IdentityKey {
        hasher.key(leg.id, salt: leg.kind == .dialog ? 1 : 2)
    }
}
