// Names, numbers and addresses in text that has no grammar.

internal import CallGraph

/// Replaces what a log line, an event's detail or a sentence says of people, hosts and calls.
///
/// Whatever was named in a message is known by then. Besides that: addresses, `user@host`, domains, UUIDs,
/// runs of five digits and more, and what follows `password=` and the like.
enum FreeText {
    /// Words behind which a secret stands.
    private static let secretWords: Set<String> = [
        "password", "passwd", "passphrase", "secret", "token", "key", "auth_key", "apikey",
        "api_key",
        "response", "cnonce", "nonce", "pwd", "ice-pwd", "ice-ufrag", "inline", "authorization",
        "credential", "cookie",
    ]

    /// The text with everything replaced that was found.
    static func redact(_ text: String, _ names: inout Pseudonyms) -> String {
        var output = String.UnicodeScalarView()
        var rest = Substring(text).unicodeScalars
        // The moment at the beginning of a log line is one of six digits.
        let stamp = stampLength(text)
        output.append(contentsOf: rest.prefix(stamp))
        rest = rest.dropFirst(stamp)
        var lastWord = ""
        while let first = rest.first {
            guard isWord(first) || first == ":" else {
                // `password=x`, `password: x`; anything else ends what a word announces.
                if first != "=", first != " ", first != "\"" { lastWord = "" }
                output.append(first)
                rest = rest.dropFirst()
                continue
            }
            if first == ":", v6Address(rest) == nil {
                output.append(first)
                rest = rest.dropFirst()
                continue
            }
            let whole = rest.prefix { !isBreak($0) }
            if secretWords.contains(lastWord) {
                output.append(contentsOf: names.other(.secret, String(whole)).unicodeScalars)
                rest = rest.dropFirst(whole.count)
                lastWord = ""
                continue
            }
            if let known = names.known(String(whole)) {
                output.append(contentsOf: known.unicodeScalars)
                rest = rest.dropFirst(whole.count)
                lastWord = ""
                continue
            }
            if let (address, length) = v6Address(rest) {
                output.append(contentsOf: names.host(address).unicodeScalars)
                rest = rest.dropFirst(length)
                lastWord = ""
                continue
            }
            let word = rest.prefix(while: isWord)
            rest = rest.dropFirst(word.count)
            output.append(contentsOf: Self.word(String(word), &names).unicodeScalars)
            lastWord = String(word).lowercased()
            // Only what is followed by a sign of assignment announces something.
            if rest.first != "=", rest.first != ":" { lastWord = "" }
        }
        return String(output)
    }

    /// A word by itself.
    private static func word(_ word: String, _ names: inout Pseudonyms) -> String {
        if let known = names.known(word) { return known }
        // A full stop, and signs around a word, are no part of it.
        var end = ""
        var core = word
        while let last = core.last, "._-~%".contains(last) {
            end = "\(last)\(end)"
            core.removeLast()
        }
        if !end.isEmpty, let known = names.known(core) { return known + end }
        if let at = core.firstIndex(of: "@") {
            let user = names.user(String(core[..<at]))
            let host = core[core.index(after: at)...]
            return "\(user)@\(host.isEmpty ? "" : names.host(String(host)))\(end)"
        }
        if Endpoint(parsing: core) != nil { return names.host(core) + end }
        if isUUID(core) { return names.identity(core) + end }
        if isDomain(core) { return names.host(core) + end }
        return digits(core, &names) + end
    }

    /// A word with its long runs of digits replaced; one that is a number is a user.
    private static func digits(_ word: String, _ names: inout Pseudonyms) -> String {
        var longest = 0
        var run = 0
        for byte in word.utf8 {
            run = (0x30...0x39).contains(byte) ? run + 1 : 0
            longest = max(longest, run)
        }
        guard longest >= Limits.digitsMin else { return word }
        let isNumber = word.utf8.allSatisfy {
            (0x30...0x39).contains($0) || "+*#".utf8.contains($0)
        }
        return isNumber ? names.user(word) : names.other(.value, word)
    }

    /// The length of `2026-11-22 23:26:31.046767`, if the text begins so.
    private static func stampLength(_ text: String) -> Int {
        let form = "0000-00-00 00:00:00.000000".utf8
        let begin = text.utf8.prefix(form.count)
        let isStamp =
            begin.count == form.count
            && zip(begin, form).allSatisfy { byte, sign in
                sign == 0x30 ? (0x30...0x39).contains(byte) : byte == sign
            }
        return isStamp ? form.count : 0
    }

    /// An IPv6 address at the beginning of a text, and how long it is.
    private static func v6Address(
        _ text: Substring.UnicodeScalarView
    ) -> (address: String, length: Int)? {
        let run = text.prefix { $0 == ":" || $0 == "." || isHexadecimal($0) }
        guard run.count(where: { $0 == ":" }) >= 2 else { return nil }
        var address = String(Substring(run))
        while let last = address.last, last == "." || last == ":" && !address.hasSuffix("::") {
            address.removeLast()
        }
        guard Endpoint(parsing: address) != nil else { return nil }
        return (address, address.utf8.count)
    }

    private static func isHexadecimal(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "a"..."f", "A"..."F": true
        default: false
        }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "0"..."9", "a"..."z", "A"..."Z", "+", "*", "#", "_", ".", "-", "@", "%", "~": true
        default: scalar.value >= 0x80 && scalar.properties.isAlphabetic
        }
    }

    /// True for what no Call-ID in a log line has.
    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case " ", "\t", "\r", "\n", "\"", "'", ",", ";", "<", ">", "(", ")", "[", "]", "{", "}":
            true
        default: false
        }
    }

    private static func isUUID(_ word: String) -> Bool {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        return parts.map(\.utf8.count) == [8, 4, 4, 4, 12]
            && parts.joined().unicodeScalars.allSatisfy(isHexadecimal)
    }

    /// Labels with a top-level domain of two letters or more: `sofia.c` is none.
    private static func isDomain(_ word: String) -> Bool {
        let labels = word.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, let top = labels.last, top.utf8.count >= 2 else { return false }
        return top.unicodeScalars.allSatisfy { $0.properties.isAlphabetic }
            && labels.allSatisfy { !$0.isEmpty }
    }
}
