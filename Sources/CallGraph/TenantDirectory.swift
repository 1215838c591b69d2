// Which tenant a domain belongs to.

/// The tenants of the configuration, by domain.
public struct TenantDirectory: Sendable {
    private var numbers: [String: UInt16] = [:]

    /// The names by number; number 0 is no tenant.
    public private(set) var names: [String] = [""]

    /// A directory of no tenants.
    public init() {}

    /// True when there are no tenants, and no domain need be looked up.
    public var isEmpty: Bool { numbers.isEmpty }

    /// Says that a domain is this tenant's; domains are compared without regard to case.
    ///
    /// More tenants than a number of 16 bits tells apart are none's.
    public mutating func add(domain: String, tenant: String) {
        if let known = names.firstIndex(of: tenant) {
            numbers[domain.lowercased()] = UInt16(known)
        } else if names.count <= Int(UInt16.max) {
            numbers[domain.lowercased()] = UInt16(names.count)
            names.append(tenant)
        }
    }

    /// The number of the tenant of a domain; 0 when it is nobody's.
    public func number(ofDomain domain: String) -> UInt16 {
        numbers.isEmpty ? 0 : numbers[domain.lowercased()] ?? 0
    }

    /// The tenant of a domain; nil when it is nobody's.
    public func tenant(ofDomain domain: String) -> String? {
        let number = number(ofDomain: domain)
        return number == 0 ? nil : names[Int(number)]
    }
}
