// The `loki` section: where records are pushed to.

package import LokiPush

/// The Loki that follows the journal.
package struct LokiSettings: Sendable, Equatable {
    /// Whom the collector says it is.
    package enum Credentials: Sendable, Equatable {
        /// Nobody.
        case none
        /// A name and a password (RFC 7617).
        case basic(user: String, password: Secret)
        /// A token (RFC 6750).
        case bearer(Secret)
    }

    /// `http://host:3100`, without the path of the push; empty when nothing is pushed.
    package var url: String
    /// The tenant of records that belong to none of `tenants`; nil for a Loki without tenants.
    package var tenant: LokiTenant?
    /// The form of the pushes.
    package var encoding: LokiEncoding
    /// Seconds that a record waits, so that the call that it belongs to is known.
    package var settleSeconds: Double
    /// Whom the collector says it is.
    package var credentials: Credentials
    /// A file of certificates (PEM) that the server's must come from; empty for those of the system.
    package var authority: String
    /// A file with the collector's own certificate (PEM), and one with its key; empty for none.
    package var certificate: String
    package var key: String

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        url = try section.value("url").httpURL()
        tenant = try section.value("tenant").optionalLokiTenant()
        let encoding = try section.value("encoding")
        self.encoding = try encoding.choice(LokiEncoding.init(rawValue:))
        settleSeconds = Double(
            try section.value("settle_seconds").wholeNumber(in: ConfigurationLimits.settleSeconds))
        authority = try section.value("ca").plainText()
        certificate = try section.value("certificate").plainText()
        let key = try section.value("key")
        self.key = try key.plainText()
        if certificate.isEmpty != self.key.isEmpty {
            throw key.error("`loki.certificate` and `loki.key` go together; write both or none")
        }
        credentials = try Self.credentials(section)
    }

    private static func credentials(
        _ section: ConfigurationSection
    ) throws(ConfigurationError) -> Credentials {
        let user = try section.value("username")
        let password = try section.value("password")
        let token = try section.value("token")
        if !token.text.isEmpty {
            guard user.text.isEmpty else {
                throw user.error("`loki.username` and `loki.token` are both set; keep one")
            }
            return .bearer(try token.secret())
        }
        guard !user.text.isEmpty else {
            guard password.text.isEmpty else {
                throw password.error("`loki.password` is set without `loki.username`")
            }
            return .none
        }
        // RFC 7617 §2: the name ends at the first colon.
        guard !user.text.contains(":") else {
            throw user.refused("a user's name has no colon (RFC 7617)")
        }
        return .basic(user: try user.plainText(), password: try password.secret())
    }
}
