// One entry of `switches`: a FreeSWITCH whose events are taken.

/// The event socket of one switch.
package struct SwitchSettings: Sendable, Equatable {
    /// The switch's name in every trace, label and metric; no two switches share one.
    package var name: String
    /// Where its event socket listens; no two switches share one.
    package var address: ListenAddress
    /// The event socket's password.
    package var password: Secret
    /// How much of its log is taken.
    package var logLevel: SwitchLogLevel

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        name = try section.value("name").name()
        let address = try section.value("address")
        self.address = try address.listenAddress()
        if address.text.hasPrefix(":") {
            throw address.refused("write host:port, as in 127.0.0.1:8021")
        }
        password = try section.value("password").secret()
        let logLevel = try section.value("log_level")
        self.logLevel = try logLevel.choice(SwitchLogLevel.init(rawValue:))
    }
}
