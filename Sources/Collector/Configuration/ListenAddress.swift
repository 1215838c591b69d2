// A host and a port, as written in the configuration.

internal import CallGraph

/// Where something listens: a socket of our own, or a switch's event socket.
package struct ListenAddress: Sendable, Equatable, CustomStringConvertible {
    /// An IPv4 address, an IPv6 address without brackets, or a host name.
    package let host: String
    /// 1 to 65535.
    package let port: UInt16

    /// An address of these parts, taken as they are.
    package init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Reads `0.0.0.0:9060`, `[::]:9060`, `fs1.example:8021`, or `:9060` for every IPv4 address of this
    /// machine; the error says what to write instead.
    init(parsing text: String) throws(AddressProblem) {
        guard let colon = text.lastIndex(of: ":") else {
            throw text.isEmpty ? .notAnAddress : .noPort
        }
        var host = String(text[..<colon])
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), host.utf8.count > 2 else { throw .notAnAddress }
            host = String(host.dropFirst().dropLast())
            guard Endpoint(parsing: host)?.family == .v6 else { throw .notAnAddress }
        } else if host.contains(":") {
            throw Endpoint(parsing: text) == nil ? .notAnAddress : .noBrackets
        } else if host.isEmpty {
            host = "0.0.0.0"
        } else if Endpoint(parsing: host) == nil {
            guard Self.isHostName(host) else { throw .notAnAddress }
        }
        self.host = host
        port = try Self.port(text[text.index(after: colon)...])
    }

    /// `0.0.0.0:9060`, `[::]:9060`.
    package var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func port(_ digits: Substring) throws(AddressProblem) -> UInt16 {
        let isDecimal = !digits.isEmpty && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isDecimal, let port = UInt16(digits), port > 0 else { throw .port }
        return port
    }

    /// RFC 1123 §2.1, with `_`, which networks of containers have. A name of digits and dots alone would
    /// be a mistyped IPv4 address.
    private static func isHostName(_ text: String) -> Bool {
        guard text.utf8.count <= ConfigurationLimits.hostBytesMax else { return false }
        var hasLetter = false
        for label in text.split(separator: ".", omittingEmptySubsequences: false) {
            guard (1...63).contains(label.utf8.count), label.first != "-" else { return false }
            for byte in label.utf8 {
                switch byte {
                case 0x41...0x5a, 0x61...0x7a, 0x5f: hasLetter = true
                case 0x30...0x39, 0x2d: continue
                default: return false
                }
            }
        }
        return hasLetter
    }
}
