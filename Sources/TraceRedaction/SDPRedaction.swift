// Session descriptions without people, addresses and keys.

internal import CallGraph

/// Replaces what a session description (RFC 8866) says of people and hosts, and all keys.
enum SDPRedaction {
    /// Attributes that say how media are coded and nothing else; of all others the value goes.
    private static let plainAttributes: Set<String> = [
        "rtpmap", "fmtp", "ptime", "maxptime", "sendrecv", "sendonly", "recvonly", "inactive",
        "rtcp-mux", "rtcp-fb", "rtcp-rsize", "extmap", "setup", "connection", "mid", "group",
        "framerate", "silencesupp", "ice-options", "ice-lite", "bundle-only", "end-of-candidates",
        "t38faxversion", "t38maxbitrate", "t38faxratemanagement", "t38faxmaxbuffer",
        "t38faxmaxdatagram", "t38faxudpec", "t38faxfillbitremoval", "t38faxtranscodingmmr",
        "t38faxtranscodingjbig", "direction",
    ]
    /// Attributes of which addresses go and the rest stays.
    private static let addressed: Set<String> = ["rtcp", "candidate", "remote-candidates"]

    /// The description with everything replaced.
    static func redact(_ text: String, _ names: inout Pseudonyms) -> String {
        MessageLines.map(text) { line in self.line(line, &names) }
    }

    private static func line(_ line: String, _ names: inout Pseudonyms) -> String {
        guard line.utf8.count >= 2, line.dropFirst().first == "=", let type = line.first else {
            return line.isEmpty ? "" : names.other(.value, line)
        }
        let value = String(line.dropFirst(2))
        switch type {
        case "v", "t", "r", "z", "b", "m": return line
        case "o": return "o=" + origin(value, &names)
        case "c": return "c=" + addresses(value, &names)
        case "s" where value == "-" || value == " " || value.isEmpty: return line
        case "s": return "s=" + names.other(.name, value)
        case "a": return "a=" + attribute(value, &names)
        case "k": return "k=" + names.other(.secret, value)
        default: return "\(type)=" + names.other(.value, value)
        }
    }

    /// `user 123 456 IN IP4 192.0.2.1`: the numbers stay.
    private static func origin(_ value: String, _ names: inout Pseudonyms) -> String {
        var words = value.split(separator: " ").map(String.init)
        guard words.count == 6 else { return names.other(.value, value) }
        if words[0] != "-" { words[0] = names.user(words[0]) }
        words[5] = names.host(words[5])
        return words.joined(separator: " ")
    }

    /// Each word that is an address, or a name of mDNS, is replaced; a TTL stays behind it.
    private static func addresses(_ value: String, _ names: inout Pseudonyms) -> String {
        value.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let parts = word.split(separator: "/", maxSplits: 1)
            guard let first = parts.first else { return String(word) }
            let isHost =
                Endpoint(parsing: first) != nil
                || first.contains(".") && first.utf8.contains { !(0x30...0x39).contains($0) }
            guard isHost else { return String(word) }
            return names.host(String(first)) + (parts.count > 1 ? "/\(parts[1])" : "")
        }.joined(separator: " ")
    }

    private static func attribute(_ value: String, _ names: inout Pseudonyms) -> String {
        let halves = value.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(halves[0])
        guard halves.count == 2 else {
            return plainAttributes.contains(name.lowercased()) ? value : names.other(.value, value)
        }
        let rest = String(halves[1])
        switch name.lowercased() {
        case let name where plainAttributes.contains(name): return value
        case let known where addressed.contains(known):
            return "\(name):\(addresses(rest, &names))"
        case "crypto":
            // Tag and suite tell what was negotiated; the key is what follows.
            let words = rest.split(separator: " ", maxSplits: 2)
            guard words.count == 3 else { return "\(name):\(names.other(.secret, rest))" }
            return
                "\(name):\(words[0]) \(words[1]) inline:\(names.other(.secret, String(words[2])))"
        default: return "\(name):\(names.other(.secret, rest))"
        }
    }
}
