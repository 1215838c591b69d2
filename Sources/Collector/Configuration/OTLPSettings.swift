// The `otlp` section: where finished calls are sent as traces.

/// The OTLP endpoint that takes traces.
package struct OTLPSettings: Sendable, Equatable {
    /// A header of each request, as for a key that the endpoint asks for.
    package struct Header: Sendable, Equatable {
        /// Its name.
        package var name: String
        /// Its value, which is kept secret.
        package var value: Secret
    }

    /// `http://host:4318`, without the path; empty when nothing is sent.
    package var url: String
    /// Sent with every request.
    package var headers: [Header]
    /// Seconds that a leg that has ended waits for the rest of its call.
    package var settleSeconds: Int

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        url = try section.value("url").httpURL()
        settleSeconds = try section.value("settle_seconds").wholeNumber(
            in: ConfigurationLimits.otlpSettleSeconds)
        headers = []
        var names = DistinctValues()
        for entry in section.sections("headers") {
            let name = try entry.value("name")
            guard Self.isName(name.text) else {
                throw name.refused("write the name of an HTTP header, as in Authorization")
            }
            try names.add(name, as: name.text.lowercased())
            let value = try entry.value("value")
            let secret = try value.secret()
            guard secret.text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) else {
                throw value.error("`\(value.path)` has a character in it that no HTTP header takes")
            }
            headers.append(Header(name: name.text, value: secret))
        }
    }

    /// A token (RFC 9110 §5.6.2) that is not one of those that the request itself needs.
    private static func isName(_ text: String) -> Bool {
        let own = ["content-type", "content-length", "transfer-encoding", "host", "connection"]
        return !own.contains(text.lowercased())
            && (1...ConfigurationLimits.nameBytesMax).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
