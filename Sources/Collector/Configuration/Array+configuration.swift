// Reading the entries of a list, each with its own error.

internal import CallGraph

extension [ConfigurationValue] {
    /// Passwords, keys or tokens.
    func secrets() throws(ConfigurationError) -> [Secret] {
        try map { value throws(ConfigurationError) in try value.secret() }
    }

    /// Networks.
    func networks() throws(ConfigurationError) -> [CIDR] {
        try map { value throws(ConfigurationError) in try value.network() }
    }

    /// Domains, in lower case.
    func domains() throws(ConfigurationError) -> [String] {
        try map { value throws(ConfigurationError) in try value.domain() }
    }
}
