// One entry of `tenants`: whose calls the domains of a SIP message make them.

package import LokiPush

/// A tenant and the domains that are its own.
package struct TenantSettings: Sendable, Equatable {
    /// The tenant's name in traces and in search; no two tenants share one.
    package var name: String
    /// Its domains, in lower case; a domain belongs to one tenant only.
    package var domains: [String]
    /// The tenant its records go to in Loki: its own name unless the configuration says another.
    package var lokiTenant: LokiTenant

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        let name = try section.value("name")
        self.name = try name.name()
        domains = try section.list("domains").domains()
        let other = try section.value("loki_tenant").optionalLokiTenant()
        lokiTenant = if let other { other } else { try name.lokiTenant() }
    }
}
