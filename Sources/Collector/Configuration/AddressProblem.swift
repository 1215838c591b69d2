// Why a text is no host and port.

/// What is wrong with an address of the configuration.
enum AddressProblem: Error {
    /// There is no colon.
    case noPort
    /// The port is no number from 1 to 65535.
    case port
    /// An IPv6 address stands without brackets, so that its end and the port cannot be told apart.
    case noBrackets
    /// Neither an IP address nor a host name.
    case notAnAddress

    /// What to do, as the second half of a sentence.
    var advice: String {
        switch self {
        case .noPort: "the port is missing; write host:port, as in 127.0.0.1:9060"
        case .port: "the port must be a number from 1 to 65535"
        case .noBrackets: "put the IPv6 address in brackets, as in [::1]:9060"
        case .notAnAddress: "write host:port, as in 127.0.0.1:9060 or [::1]:9060"
        }
    }
}
