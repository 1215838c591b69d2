// Other names for people, hosts and calls.

internal import CallGraph

/// Gives each name, address and identity a pseudonym: the same one for the same, by the key.
///
/// Pseudonyms look like none: users `user-…`, hosts `host-….invalid` (RFC 2606), IPv4 addresses in 240.0.0.0/4
/// (RFC 1112 §4, never in use), IPv6 in 2001:db8::/32 (RFC 3849).
struct Pseudonyms {
    /// What kind of thing a text names.
    enum Kind: String {
        case user, host, name, tag, branch, secret, value, tenant
        /// A Call-ID or a channel: one is sometimes the other.
        case identity = "id"
    }

    private let key: RedactionKey
    private var given: [String: String] = [:]
    private var taken: Set<String> = []
    private var addresses: [Endpoint: Endpoint] = [:]
    private var takenAddresses: Set<Endpoint> = []
    /// What free text is searched for.
    private var words: [String: String] = [:]

    init(key: RedactionKey) { self.key = key }

    /// The pseudonym of a user or a number.
    mutating func user(_ text: String) -> String {
        // Who says no name has none.
        if text.isEmpty || text.lowercased() == "anonymous" { return text }
        let pseudonym = make(.user, text, digits: 10)
        if text.utf8.count >= Limits.knownUserBytesMin { words[text] = pseudonym }
        return pseudonym
    }

    /// The pseudonym of a domain, or of an address without brackets.
    mutating func host(_ text: String) -> String {
        if text.isEmpty { return text }
        if let address = Endpoint(parsing: text) { return self.address(address).addressText }
        let pseudonym = make(.host, text.lowercased(), digits: 8) + ".invalid"
        words[text] = pseudonym
        words[text.lowercased()] = pseudonym
        return pseudonym
    }

    /// The pseudonym of a Call-ID, a channel's UUID or any other name of a call.
    mutating func identity(_ text: String) -> String {
        if text.isEmpty { return text }
        let pseudonym = make(.identity, text, digits: 24)
        words[text] = pseudonym
        return pseudonym
    }

    /// The pseudonym of anything else of this kind.
    mutating func other(_ kind: Kind, _ text: String) -> String {
        text.isEmpty ? text : words[text] ?? make(kind, text, digits: 10)
    }

    /// 32 hexadecimal digits for the name of a whole call, or for a Session-ID.
    func digits(_ text: String) -> String {
        text.isEmpty ? text : Self.hexadecimal(key.code("call", text), 32)
    }

    /// The same port of another host; unknown ones stay unknown.
    mutating func address(_ endpoint: Endpoint) -> Endpoint {
        guard endpoint.family != .unknown else { return endpoint }
        let host = endpoint.host
        var pseudonym = addresses[host] ?? makeAddress(host)
        addresses[host] = pseudonym
        takenAddresses.insert(pseudonym)
        pseudonym.port = endpoint.port
        return pseudonym
    }

    /// The pseudonym of a word that was named before, as a user, a host or a call.
    func known(_ word: String) -> String? { words[word] }

    private mutating func make(_ kind: Kind, _ text: String, digits: Int) -> String {
        let name = "\(kind.rawValue)\0\(text)"
        if let pseudonym = given[name] { return pseudonym }
        var seed = text
        var pseudonym: String
        repeat {
            pseudonym =
                "\(kind.rawValue)-\(Self.hexadecimal(key.code(kind.rawValue, seed), digits))"
            seed += "\0"
        } while taken.count < Limits.pseudonymsMax && taken.contains(pseudonym)
        if given.count < Limits.pseudonymsMax {
            given[name] = pseudonym
            taken.insert(pseudonym)
        }
        return pseudonym
    }

    private func makeAddress(_ host: Endpoint) -> Endpoint {
        var seed = host.addressText
        while true {
            let code = key.code("address", seed)
            seed += "\0"
            var number: UInt64 = 0
            for byte in code.prefix(8) { number = number << 8 | UInt64(byte) }
            var found: Endpoint
            if host.family == .v4 {
                found = Endpoint(
                    v4: 0xf000_0000 | UInt32(truncatingIfNeeded: number >> 36), port: 0)
            } else {
                var high: UInt64 = 0
                for byte in code.dropFirst(8).prefix(4) { high = high << 8 | UInt64(byte) }
                found = Endpoint(
                    family: .v6, high: 0x2001_0db8 << 32 | high, low: number | 1, port: 0)
            }
            // Addresses of one call are few: a free one is found.
            let isFree = found.low != 0xffff_ffff && !takenAddresses.contains(found)
            if isFree || takenAddresses.count > Limits.pseudonymsMax { return found }
        }
    }

    private static func hexadecimal(_ bytes: [UInt8], _ digits: Int) -> String {
        let signs = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in bytes.prefix((digits + 1) / 2) {
            text += [signs[Int(byte >> 4)], signs[Int(byte & 15)]]
        }
        return String(decoding: text.prefix(digits), as: UTF8.self)
    }
}
