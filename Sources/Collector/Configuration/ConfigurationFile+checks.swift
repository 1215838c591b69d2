// What the configuration file may not hold, and how its mistakes are told.

internal import Yams

extension ConfigurationFile {
    private static let aliasAdvice =
        "anchors and aliases (`&name`, `*name`) are not taken; write the value itself"

    /// Refuses what the YAML reader must not see: too large a text, and an alias with its anchor.
    ///
    /// The reader itself takes aliases and, where they are keys, compares all that they stand for: forty
    /// lines would keep it busy for ever. What looks like both in comments or quotes is refused as well.
    func checkText(_ text: String) throws(ConfigurationError) {
        guard text.utf8.count <= ConfigurationLimits.fileBytesMax else {
            throw error(nil, "larger than 1 MiB; this cannot be a configuration")
        }
        let anchors = Set(Self.words(after: UInt8(ascii: "&"), in: text).map(\.word))
        if anchors.isEmpty { return }
        for (word, line) in Self.words(after: UInt8(ascii: "*"), in: text)
        where anchors.contains(word) {
            throw error(line, Self.aliasAdvice)
        }
    }

    /// The words after a sign that may begin a node there, and their lines. They are no less than the
    /// reader's: it looks for the sign behind the same bytes and ends the word before the same ones.
    private static func words(after sign: UInt8, in text: String) -> [(word: Substring, line: Int)]
    {
        var found: [(word: Substring, line: Int)] = []
        let bytes = text.utf8
        var previous = UInt8(ascii: "\n")
        var line = 1
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "\n") { line += 1 }
            if byte == sign, mayPrecedeNode(previous) {
                let word = Substring(bytes[index...].prefix(while: isWord))
                if !word.isEmpty { found.append((word, line)) }
            }
            previous = byte
        }
        return found
    }

    /// Refuses a node with an anchor; an alias is the node it stands for, and has its anchor.
    func checkAnchor(_ node: Node) throws(ConfigurationError) {
        if node.anchor != nil { throw error(node.mark?.line, Self.aliasAdvice) }
    }

    /// Refuses tags that would ask for more than a text: `!include`, `!!binary`.
    func checkTag(_ scalar: Node.Scalar, _ path: String, _ line: Int?) throws(ConfigurationError) {
        let core = ["str", "int", "float", "bool", "null"].map { "tag:yaml.org,2002:\($0)" }
        let tag = scalar.tag.rawValue
        guard tag.isEmpty || tag == "!" || core.contains(tag) else {
            throw error(
                line, "`\(path)` has a YAML tag, which is not taken; write the value itself")
        }
    }

    /// Refuses a list that is too long.
    func checkCount(_ count: Int, _ entry: Entry) throws(ConfigurationError) {
        guard count <= ConfigurationLimits.listEntriesMax else {
            let most = ConfigurationLimits.listEntriesMax
            throw error(entry.line, "`\(entry.path)` has more than \(most) entries")
        }
    }

    /// YAML 1.2 §10.3.2: nothing, `~` or `null`, unless quoted or tagged as a text.
    static func isNull(_ scalar: Node.Scalar) -> Bool {
        scalar.style == .plain && scalar.tag.rawValue != "tag:yaml.org,2002:str"
            && ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// The error for a key that the schema does not have.
    func unknown(
        _ word: String, _ entry: Entry, below pattern: String, path: String
    ) -> ConfigurationError {
        let names = ConfigurationSchema.namesBelow[pattern] ?? []
        let elsewhere = ConfigurationSchema.keys.map(\.path).filter {
            $0.hasSuffix(".\(word)") && !$0.contains("[")
        }
        let advice =
            if let other = elsewhere.first {
                "did you mean `\(other)`?"
            } else if let name = SpellingSuggestion.nearest(to: word, among: names) {
                "did you mean `\(ConfigurationSection.join(path, name))`?"
            } else {
                "the keys \(path.isEmpty ? "at the top" : "of `\(path)`") are "
                    + names.joined(separator: ", ")
            }
        return error(entry.line, "unknown key \(ConfigurationError.quoted(entry.path)); \(advice)")
    }

    /// The error for a text that is no YAML. The reader's own words are kept, its copy of the file is not:
    /// secrets are in it.
    func refusal(_ failure: any Error) -> ConfigurationError {
        switch failure as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            if problem.hasPrefix("Maximum nesting level") {
                return error(mark.line, "nested deeper than 1000 levels; a configuration has four")
            }
            if problem == "but found another document" {
                return error(mark.line, "a second document begins here; keep one")
            }
            if problem == "found undefined alias" { return error(mark.line, Self.aliasAdvice) }
            return error(mark.line, "not YAML at column \(mark.column): \(problem)")
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }
            return error(line, "not YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, let context):
            // A word that is no key may be a secret in the wrong place.
            let known = Set(ConfigurationSchema.namesBelow.values.joined())
            let word = keys.first { known.contains($0) }.map { "key `\($0)`" } ?? "a key"
            return error(context.mark.line, "\(word) stands twice in one section; keep one")
        default: return error(nil, "not YAML")
        }
    }

    /// A byte that the name of an alias may begin with.
    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x5f: true
        default: false
        }
    }

    /// A byte after which a node may begin; those beyond ASCII may end one of Unicode's line breaks.
    private static func mayPrecedeNode(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0a, 0x0d, 0x20: true
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","), UInt8(ascii: ":"): true
        case UInt8(ascii: "?"), UInt8(ascii: "-"): true
        default: byte >= 0x80
        }
    }
}
