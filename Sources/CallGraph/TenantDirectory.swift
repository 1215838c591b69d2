// Which tenant a domain belongs to.

/// The tenants of the configuration, by domain.
public struct TenantDirectory: Sendable {
    private var names: [String: String] = [:]

    /// A directory of no tenants.
    public init() {}

    /// Says that a domain is this tenant's; domains are compared without regard to case.
    public mutating func add(domain: String, tenant: String) { names[domain.lowercased()] = tenant }

    /// The tenant of a domain; nil when it is nobody's.
    public func tenant(ofDomain domain: String) -> String? {
        names.isEmpty ? nil : names[domain.lowercased()]
    }
}
