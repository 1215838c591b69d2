// The tenant that a push belongs to.

/// A tenant's name as Loki allows it: ASCII letters, digits and `!-_.*'()`, 1 to 150 bytes, not `.`
/// or `..`.
///
/// It goes into a header (`X-Scope-OrgID`), so nothing else may get in.
public struct LokiTenant: Hashable, Sendable, CustomStringConvertible {
    /// The name.
    public let name: String

    /// The tenant of this name, or nil when Loki would not take it.
    public init?(_ name: String) {
        guard !name.isEmpty, name.utf8.count <= Limits.tenantBytesMax, name != ".", name != ".."
        else { return nil }
        for scalar in name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": continue
            case "!", "-", "_", ".", "*", "'", "(", ")": continue
            default: return nil
            }
        }
        self.name = name
    }

    /// The name.
    public var description: String { name }
}
