// The `http` section: where the API answers, and whom.

/// Where the API, the web page and the metrics are served.
package struct HTTPSettings: Sendable, Equatable {
    /// The listener.
    package var address: ListenAddress
    /// The tokens of which a request must carry one, but for `/healthz` and `/readyz`; none when every
    /// request is answered.
    package var tokens: [Secret]

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        address = try section.value("address").listenAddress()
        tokens = try section.list("tokens").secrets()
    }
}
