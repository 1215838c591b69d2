// The `http` section: where the API answers, and whom.

/// Where the API, the web page and the metrics are served.
package struct HTTPSettings: Sendable, Equatable {
    /// The listener.
    package var address: ListenAddress
    /// The tokens of which a request must carry one, but for `/healthz` and `/readyz`; none when every
    /// request is answered.
    package var tokens: [Secret]
    /// The key of the pseudonyms in redacted exports; nil when each export has one of its own.
    package var redactKey: Secret?

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        address = try section.value("address").listenAddress()
        tokens = try section.list("tokens").secrets()
        let key = try section.value("redact_key")
        redactKey = key.text.isEmpty ? nil : try key.secret()
    }
}
