// URIs, and headers that hold them, without people and hosts.

internal import SIP

/// Replaces users, passwords and hosts in URIs and in name-addr values (RFC 3261 §25.1).
struct URIRedaction {
    /// Parameters whose values say nothing of anybody.
    private static let plainParameters: Set<String> = [
        "transport", "lr", "user", "method", "ttl", "ob", "q", "expires", "cause", "reason",
        "privacy",
        "party", "screen", "counter", "limit", "early-only", "refresher", "rport", "audio", "video",
        "index", "rc", "mp", "np", "id-type", "handling", "alias", "r2", "ftag-type",
    ]
    /// Parameters whose values are hosts.
    private static let hostParameters: Set<String> = [
        "maddr", "received", "domain", "orig-ioi", "term-ioi", "icid-generated-at", "sent-by",
    ]

    let depth: Int

    /// A URI by itself.
    func uri(_ text: String, _ names: inout Pseudonyms) -> String {
        let bytes = Array(text.utf8)
        let span = bytes.span
        let uri = SIPURI.parse(span, .all(of: span))
        let scheme = uri.scheme.text(in: span)
        guard uri.opaque.isEmpty, !uri.host.isEmpty || !uri.user.isEmpty else {
            return scheme.isEmpty
                ? names.other(.value, text) : "\(scheme):\(rest(text, scheme, &names))"
        }
        var output = scheme.isEmpty ? "" : "\(scheme):"
        var user = uri.user.text(in: span)
        // Parameters of the user are no part of the number.
        if let semicolon = user.firstIndex(of: ";") {
            let more = String(user[user.index(after: semicolon)...])
            user = String(user[..<semicolon])
            output += "\(names.user(user));\(names.other(.value, more))"
        } else {
            output += names.user(user)
        }
        if !uri.password.isEmpty {
            output += ":" + names.other(.secret, uri.password.text(in: span))
        }
        if !uri.host.isEmpty {
            if !uri.user.isEmpty { output += "@" }
            output += host(uri.host.text(in: span), &names)
            if let port = uri.port { output += ":\(port)" }
        }
        if !uri.parameters.isEmpty {
            output += ";" + parameters(uri.parameters.text(in: span), &names)
        }
        if !uri.headers.isEmpty {
            output += "?" + headers(uri.headers.text(in: span), &names)
        }
        return output
    }

    /// A list of name-addr or addr-spec values with their parameters.
    func addresses(_ text: String, _ names: inout Pseudonyms) -> String {
        var output = ""
        var rest = Substring(text)
        while let first = rest.first {
            switch first {
            case " ", "\t", ",":
                output.append(first)
                rest = rest.dropFirst()
            case "\"":
                let end = Self.quoteEnd(rest)
                let name = String(rest[..<end].dropFirst().drop { $0 == "\"" })
                let inner = name.hasSuffix("\"") ? String(name.dropLast()) : name
                output += inner.isEmpty ? "\"\"" : "\"\(display(inner, &names))\""
                rest = rest[end...]
            case "<":
                let inner = rest.dropFirst().prefix { $0 != ">" }
                output += "<\(uri(String(inner), &names))>"
                rest = rest.dropFirst(inner.count + 1)
                if rest.first == ">" { rest = rest.dropFirst() }
            case ";":
                let part = Self.parameter(rest.dropFirst())
                output += ";" + parameter(String(part), &names)
                rest = rest.dropFirst(part.count + 1)
            default:
                let run = rest.prefix { !"<,;\"".contains($0) }
                let word = String(run)
                let isURI = word.contains(":") || word.contains("@")
                let trimmed = Self.trimmed(word)
                output += isURI ? uri(trimmed, &names) : display(trimmed, &names)
                if word.last == " " { output += " " }
                rest = rest.dropFirst(run.count)
            }
        }
        return output
    }

    /// A host, in brackets when it was, with a port when it has one.
    func host(_ text: String, _ names: inout Pseudonyms) -> String {
        let bare = text.hasPrefix("[") ? String(text.dropFirst().prefix { $0 != "]" }) : text
        let host = names.host(bare)
        return host.contains(":") ? "[\(host)]" : host
    }

    /// Parameters separated by semicolons.
    func parameters(_ text: String, _ names: inout Pseudonyms) -> String {
        var output: [String] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let part = Self.parameter(rest)
            output.append(parameter(String(part), &names))
            rest = rest.dropFirst(part.count + 1)
        }
        return output.joined(separator: ";")
    }

    /// `name` or `name=value`.
    func parameter(_ text: String, _ names: inout Pseudonyms) -> String {
        let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(halves[0])
        let trimmed = Self.trimmed(name).lowercased()
        guard halves.count == 2 else {
            let isWord = trimmed.utf8.allSatisfy {
                (0x61...0x7a).contains($0) || $0 == 0x2d || $0 == 0x20
            }
            return isWord ? name : names.other(.value, name)
        }
        let isQuoted = halves[1].hasPrefix("\"")
        let value = Self.trimmed(String(halves[1])).trimmingQuotes
        let changed: String
        switch trimmed {
        case "tag", "to-tag", "from-tag", "local-tag", "remote-tag":
            changed = names.other(.tag, value)
        case "branch":
            // The cookie says which rules the rest follows (RFC 3261 §8.1.1.7).
            let cookie = value.hasPrefix("z9hG4bK") ? "z9hG4bK" : ""
            changed = cookie + names.other(.branch, value)
        case "call-id": changed = names.identity(value)
        case let name where Self.plainParameters.contains(name): return text
        case let name where Self.hostParameters.contains(name): changed = host(value, &names)
        default: changed = names.other(.value, value)
        }
        return "\(name)=\(isQuoted ? "\"\(changed)\"" : changed)"
    }

    /// A display name: that of who is known as a user is that user's.
    private func display(_ name: String, _ names: inout Pseudonyms) -> String {
        let name = Self.trimmed(name)
        if name.isEmpty || name.lowercased() == "anonymous" { return name }
        return names.other(.name, name)
    }

    /// Headers within a URI: `Replaces=a%3Bto-tag%3Db&X=y`.
    private func headers(_ text: String, _ names: inout Pseudonyms) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2, depth < Limits.depthMax else {
                return names.other(.value, String(part))
            }
            let bytes = Array(halves[1].utf8)
            let decoded = ByteRange.all(of: bytes.span).percentDecoded(in: bytes.span)
            var message = SIPRedaction(depth: depth + 1)
            let value = message.header(
                String(halves[0]), String(decoding: decoded, as: UTF8.self), &names)
            return "\(halves[0])=\(Self.escaped(value))"
        }.joined(separator: "&")
    }

    /// A tel URI, or a scheme that is not known here.
    private func rest(_ text: String, _ scheme: String, _ names: inout Pseudonyms) -> String {
        let rest = String(text.dropFirst(scheme.count + 1))
        guard scheme.lowercased() == "tel" else { return names.other(.value, rest) }
        let halves = rest.split(separator: ";", maxSplits: 1)
        let number = halves.first.map { names.user(String($0)) } ?? ""
        return halves.count > 1 ? "\(number);\(parameters(String(halves[1]), &names))" : number
    }

    /// Up to the next semicolon or comma that stands in no quotes.
    private static func parameter(_ text: Substring) -> Substring {
        var isQuoted = false
        return text.prefix { sign in
            if sign == "\"" { isQuoted.toggle() }
            return isQuoted || sign != ";" && sign != ","
        }
    }

    private static func quoteEnd(_ text: Substring) -> Substring.Index {
        var isEscaped = false
        var index = text.index(after: text.startIndex)
        while index < text.endIndex {
            let sign = text[index]
            index = text.index(after: index)
            if sign == "\"", !isEscaped { return index }
            isEscaped = sign == "\\" && !isEscaped
        }
        return index
    }

    static func trimmed(_ text: String) -> String {
        var part = text.drop { $0 == " " || $0 == "\t" }
        while let last = part.last, last == " " || last == "\t" { part.removeLast() }
        return String(part)
    }

    private static func escaped(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: bytes.append(byte)
            default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension String {
    /// The text without quotes around it.
    var trimmingQuotes: String {
        var part = self[...]
        if part.first == "\"" { part.removeFirst() }
        if part.last == "\"" { part.removeLast() }
        return String(part)
    }
}
