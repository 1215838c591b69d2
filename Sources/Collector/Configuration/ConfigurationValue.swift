// One text of the configuration and what it can be read as.

internal import CallGraph
internal import LokiPush

/// A text with its path and place; each reading throws an error that says what to write instead.
struct ConfigurationValue {
    /// `hep.udp`, `hep.allow[2]`.
    let path: String
    /// As written, without YAML's quotes.
    let text: String
    /// Where it stands.
    let place: ConfigurationPlace

    /// A host and port.
    func listenAddress() throws(ConfigurationError) -> ListenAddress {
        do {
            return try ListenAddress(parsing: text)
        } catch {
            throw refused(error.advice)
        }
    }

    /// A host and port; nil when the text is empty.
    func optionalListenAddress() throws(ConfigurationError) -> ListenAddress? {
        text.isEmpty ? nil : try listenAddress()
    }

    /// A network.
    func network() throws(ConfigurationError) -> CIDR {
        do {
            return try CIDR(parsing: text)
        } catch {
            throw refused(error.advice)
        }
    }

    /// A whole number within limits.
    func wholeNumber(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int(text), range.contains(number)
        else { throw refused("write a \(ConfigurationSchema.number(range))") }
        return number
    }

    /// A number of bytes within limits.
    func size(in range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard let bytes = ByteSize.parse(text), range.contains(bytes) else {
            throw refused("write a \(ConfigurationSchema.size(range)), as in 20GiB or 500MB")
        }
        return bytes
    }

    /// One of the words that the schema lists for the key.
    func choice<Choice>(_ make: (String) -> Choice?) throws(ConfigurationError) -> Choice {
        guard let choice = make(text) else {
            let pattern = path.split(separator: ".").map { part in
                part.hasSuffix("]") ? "\(part.prefix { $0 != "[" })[]" : String(part)
            }
            let key = ConfigurationSchema.byPath[pattern.joined(separator: ".")]
            throw refused("write \(key?.type ?? "another word")")
        }
        return choice
    }

    /// A password, key or token. The error never repeats it. A control character is refused: a line
    /// break would end the command or header that carries the secret, and begin another.
    func secret() throws(ConfigurationError) -> Secret {
        if text.isEmpty { throw error("`\(path)` is empty; write the secret or remove the entry") }
        guard text.utf8.count <= ConfigurationLimits.secretBytesMax else {
            let bytesMax = ConfigurationLimits.secretBytesMax
            throw error("`\(path)` is longer than \(bytesMax) bytes")
        }
        guard !hasControlCharacter else {
            throw error("`\(path)` has a line break or another control character in it")
        }
        return Secret(text)
    }

    /// A name that can stand in labels, metrics and files.
    func name() throws(ConfigurationError) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
            default: false
            }
        }
        guard isPlain, (1...ConfigurationLimits.nameBytesMax).contains(text.utf8.count) else {
            throw refused(
                "write 1 to \(ConfigurationLimits.nameBytesMax) letters, digits and the signs _ . -"
            )
        }
        return text
    }

    /// A domain in lower case, or an address that serves as one.
    func domain() throws(ConfigurationError) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x2a && $0 != 0x40 }
        guard isPlain, (1...ConfigurationLimits.domainBytesMax).contains(text.utf8.count) else {
            throw refused("write a whole domain, as in acme.test")
        }
        return text.lowercased()
    }

    /// A tenant that Loki takes.
    func lokiTenant() throws(ConfigurationError) -> LokiTenant {
        guard let tenant = LokiTenant(text) else {
            throw refused("Loki takes 1 to 150 letters, digits and the signs ! - _ . * ' ( )")
        }
        return tenant
    }

    /// A tenant that Loki takes; nil when the text is empty.
    func optionalLokiTenant() throws(ConfigurationError) -> LokiTenant? {
        text.isEmpty ? nil : try lokiTenant()
    }

    /// A path, or empty.
    func plainText() throws(ConfigurationError) -> String {
        guard text.utf8.count <= ConfigurationLimits.textBytesMax, !hasControlCharacter else {
            throw refused("write a path without control characters")
        }
        return text
    }

    /// A path.
    func directory() throws(ConfigurationError) -> String {
        if text.isEmpty { throw refused("write the path of a directory") }
        return try plainText()
    }

    private var hasControlCharacter: Bool {
        text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// The value cannot be taken; `advice` says what to write.
    func refused(_ advice: String) -> ConfigurationError {
        let shown = text.isEmpty ? "empty" : ConfigurationError.quoted(text)
        return error("`\(path)` is \(shown): \(advice)")
    }

    /// An error at the place of the value.
    func error(_ problem: String) -> ConfigurationError { ConfigurationError(place, problem) }
}
