// What the live graph offers to those who make traces.

/// Knows which identities belong together now, by their keys.
public protocol LiveLinks: Sendable {
    /// The keys of everything that is one call with this identity as far as it is live; empty when
    /// nothing is known of it. A hint of what to read, never an answer.
    func relatives(of key: IdentityKey) -> Set<IdentityKey>
}
