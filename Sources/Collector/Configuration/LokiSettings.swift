// The `loki` section: where records are pushed to.

package import LokiPush

/// The Loki that follows the journal.
package struct LokiSettings: Sendable, Equatable {
    /// `http://host:3100`, without the path of the push; empty when nothing is pushed.
    package var url: String
    /// The tenant of records that belong to none of `tenants`; nil for a Loki without tenants.
    package var tenant: LokiTenant?
    /// The form of the pushes.
    package var encoding: LokiEncoding

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        url = try section.value("url").httpURL()
        tenant = try section.value("tenant").optionalLokiTenant()
        let encoding = try section.value("encoding")
        self.encoding = try encoding.choice(LokiEncoding.init(rawValue:))
    }
}
