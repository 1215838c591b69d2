// SIP messages without people, hosts and secrets.

internal import SIP

/// Replaces what a SIP message says of people, hosts and calls, and all secrets.
///
/// What is not known to be harmless is replaced: of a header without a rule here only the name stays. Length
/// fields follow, so that the result is as well formed as the message was.
struct SIPRedaction {
    /// Headers that hold numbers and words of the protocol.
    private static let plain: Set<String> = [
        "cseq", "max-forwards", "expires", "min-expires", "content-type", "content-encoding",
        "content-language", "content-disposition", "mime-version", "allow", "supported", "require",
        "unsupported", "proxy-require", "accept", "accept-encoding", "accept-language",
        "allow-events", "session-expires", "min-se", "rseq", "rack", "privacy", "priority",
        "request-disposition", "date", "timestamp", "subscription-state", "p-early-media",
    ]
    /// Headers that hold words for people to read.
    private static let texts: Set<String> = [
        "user-agent", "server", "reason", "warning", "retry-after", "organization",
    ]
    /// Headers that hold addresses.
    private static let addresses: Set<String> = [
        "from", "to", "contact", "route", "record-route", "path", "service-route", "reply-to",
        "refer-to", "referred-by", "p-asserted-identity", "p-preferred-identity",
        "remote-party-id", "diversion", "history-info", "alert-info", "call-info", "error-info",
        "p-associated-uri", "p-called-party-id", "p-served-user", "p-asserted-service",
    ]
    private static let credentials: Set<String> = [
        "authorization", "proxy-authorization", "www-authenticate", "proxy-authenticate",
        "authentication-info", "proxy-authentication-info",
    ]
    /// Headers whose value is a Call-ID, perhaps with tags behind it.
    private static let calls: Set<String> = [
        "call-id", "replaces", "join", "target-dialog", "in-reply-to", "x-cid", "x-call-id",
    ]
    private static let compact: [String: String] = [
        "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "c": "content-type",
        "l": "content-length", "e": "content-encoding", "k": "supported", "o": "event",
        "r": "refer-to", "b": "referred-by", "u": "allow-events", "x": "session-expires",
    ]

    private let uris: URIRedaction
    let depth: Int

    init(depth: Int = 0) {
        self.depth = depth
        uris = URIRedaction(depth: depth)
    }

    /// The message with everything replaced.
    mutating func redact(_ text: String, _ names: inout Pseudonyms) -> String {
        let bytes = Array(text.utf8)
        let message = SIPMessage.parse(bytes.span)
        let headersEnd = min(Int(message.endOfHeaders), bytes.count)
        let head = String(decoding: bytes[..<headersEnd], as: UTF8.self)
        let body = String(decoding: bytes[headersEnd...], as: UTF8.self)
        let type = message.contentType.text(in: bytes.span)
        let newBody = redactBody(body, type: type, &names)
        // What was wrong with the length stays wrong by as much.
        let difference = newBody.utf8.count - body.utf8.count
        var output = ""
        var isFirst = true
        for (line, end) in MessageLines.unfolded(head) {
            if line.isEmpty {
                output += end
                continue
            }
            output += isFirst ? startLine(line, &names) : field(line, difference, &names)
            output += end
            isFirst = false
        }
        return output + newBody
    }

    /// The value of a header of this name.
    mutating func header(_ name: String, _ value: String, _ names: inout Pseudonyms) -> String {
        let lower = URIRedaction.trimmed(name).lowercased()
        switch Self.compact[lower] ?? lower {
        case let name where Self.plain.contains(name): return value
        case let name where Self.texts.contains(name): return FreeText.redact(value, &names)
        case let name where Self.addresses.contains(name): return uris.addresses(value, &names)
        case let name where Self.credentials.contains(name): return credentials(value, &names)
        case let name where Self.calls.contains(name):
            let halves = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let id = names.identity(URIRedaction.trimmed(String(halves[0])))
            return halves.count > 1 ? "\(id);\(uris.parameters(String(halves[1]), &names))" : id
        case "via": return via(value, &names)
        case "event":
            let halves = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let rest = halves.count > 1 ? ";\(uris.parameters(String(halves[1]), &names))" : ""
            return "\(halves[0])\(rest)"
        case "session-id":
            let halves = value.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let id = names.digits(URIRedaction.trimmed(String(halves[0])))
            guard halves.count > 1, halves[1].hasPrefix("remote=") else { return id }
            return "\(id);remote=\(names.digits(String(halves[1].dropFirst(7))))"
        default: return names.other(.value, value)
        }
    }

    private mutating func startLine(_ line: String, _ names: inout Pseudonyms) -> String {
        let words = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2 else { return names.other(.value, line) }
        if line.lowercased().hasPrefix("sip/") {
            let phrase = words.count > 2 ? " \(FreeText.redact(String(words[2]), &names))" : ""
            return "\(words[0]) \(words[1])\(phrase)"
        }
        // The version is the last word, whatever blanks stand within the URI.
        let rest = words.dropFirst().joined(separator: " ")
        let last = rest.lastIndex(of: " ") ?? rest.endIndex
        return "\(words[0]) \(uris.uri(String(rest[..<last]), &names))\(rest[last...])"
    }

    private mutating func field(
        _ line: String, _ difference: Int, _ names: inout Pseudonyms
    ) -> String {
        guard let colon = line.firstIndex(of: ":") else { return names.other(.value, line) }
        let name = String(line[..<colon])
        let value = line[line.index(after: colon)...]
        let blanks = value.prefix { $0 == " " || $0 == "\t" }
        let bare = URIRedaction.trimmed(String(value))
        let lower = URIRedaction.trimmed(name).lowercased()
        guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f || $0 == 0x20 }) else {
            return names.other(.value, line)
        }
        if lower == "content-length" || lower == "l" {
            guard let said = Int(bare) else {
                return "\(name):\(blanks)\(names.other(.value, bare))"
            }
            let (length, overflow) = said.addingReportingOverflow(difference)
            return "\(name):\(blanks)\(overflow ? said : max(length, 0))"
        }
        return "\(name):\(blanks)\(header(name, bare, &names))"
    }

    /// `SIP/2.0/UDP host:port;branch=…`, perhaps several.
    private func via(_ value: String, _ names: inout Pseudonyms) -> String {
        value.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let halves = part.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
            let first = halves[0]
            // The sent-by is the last word.
            let end = URIRedaction.trimmed(String(first))
            let blank = end.lastIndex(of: " ")
            let protocolPart = blank.map { "\(end[...$0])" } ?? ""
            let sentBy = blank.map { String(end[end.index(after: $0)...]) } ?? end
            let lead = String(first.prefix { $0 == " " })
            let rest = halves.count > 1 ? ";\(uris.parameters(String(halves[1]), &names))" : ""
            return "\(lead)\(protocolPart)\(hostPort(sentBy, &names))\(rest)"
        }.joined(separator: ",")
    }

    private func hostPort(_ text: String, _ names: inout Pseudonyms) -> String {
        if text.hasPrefix("["), let end = text.lastIndex(of: "]") {
            return uris.host(String(text[...end]), &names) + text[text.index(after: end)...]
        }
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return uris.host(text, &names) }
        return "\(uris.host(String(halves[0]), &names)):\(halves[1])"
    }

    /// `Digest username="a", realm="b", response="c"` (RFC 7616): who, where, and nothing that could be used.
    private func credentials(_ value: String, _ names: inout Pseudonyms) -> String {
        let halves = value.split(separator: " ", maxSplits: 1)
        guard halves.count == 2, halves[0].lowercased() == "digest" else {
            guard let scheme = halves.first, halves.count == 2 else {
                return names.other(.secret, value)
            }
            return "\(scheme) \(names.other(.secret, String(halves[1])))"
        }
        var parts: [String] = []
        var rest = halves[1]
        while !rest.isEmpty {
            var isQuoted = false
            let part = rest.prefix { sign in
                if sign == "\"" { isQuoted.toggle() }
                return isQuoted || sign != ","
            }
            rest = rest.dropFirst(part.count + 1)
            parts.append(credential(URIRedaction.trimmed(String(part)), &names))
        }
        return "\(halves[0]) \(parts.joined(separator: ", "))"
    }

    private func credential(_ text: String, _ names: inout Pseudonyms) -> String {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard halves.count == 2 else { return names.other(.secret, text) }
        let isQuoted = halves[1].hasPrefix("\"")
        let value = String(halves[1]).trimmingQuotes
        let changed =
            switch halves[0].lowercased() {
            case "algorithm", "qop", "nc", "stale": value
            case "username": names.user(value)
            case "realm": names.host(value)
            case "uri": uris.uri(value, &names)
            default: names.other(.secret, value)
            }
        return "\(halves[0])=\(isQuoted ? "\"\(changed)\"" : changed)"
    }
}
