// The configuration file: YAML into values by path, with every key checked against the schema.

internal import Yams

/// Reads YAML (1.2, core schema) of one file.
///
/// Refused: two documents, a key that stands twice, keys the schema does not know, anchors and aliases, tags
/// other than YAML's own, nesting beyond 1000 levels (libyaml's limit), more than 1 MiB.
struct ConfigurationFile {
    /// The name that errors give the file.
    let name: String

    /// All values of the file; an empty file has none.
    func read(_ yaml: String) throws(ConfigurationError) -> ConfigurationValues {
        var values = ConfigurationValues()
        let text = yaml.hasPrefix("\u{feff}") ? String(yaml.unicodeScalars.dropFirst()) : yaml
        try checkText(text)
        let parser: Parser
        let root: Node?
        do {
            // The basic resolver leaves every word a text: which words mean nothing is decided below.
            parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch {
            throw refusal(error)
        }
        if let root {
            // Nodes refer weakly to their anchors, which the parser owns.
            try withExtendedLifetime(parser) { () throws(ConfigurationError) in
                try readRoot(root, into: &values)
            }
        }
        return values
    }

    private func readRoot(
        _ node: Node, into values: inout ConfigurationValues
    ) throws(ConfigurationError) {
        try checkAnchor(node)
        switch node {
        case .mapping(let mapping):
            try readSection(mapping, path: "", pattern: "", into: &values)
        case .scalar(let scalar) where Self.isNull(scalar): break
        default: throw error(node.mark?.line, "not a configuration; write `key: value` lines")
        }
    }

    private func readSection(
        _ mapping: Node.Mapping, path: String, pattern: String,
        into values: inout ConfigurationValues
    ) throws(ConfigurationError) {
        var seen: Set<String> = []
        for (key, node) in mapping {
            let line = key.mark?.line
            try checkAnchor(key)
            guard let word = key.scalar?.string else { throw error(line, "a key must be one word") }
            let place = Entry(
                path: ConfigurationSection.join(path, word),
                pattern: ConfigurationSection.join(pattern, word), line: line)
            guard ConfigurationSchema.namesBelow[pattern]?.contains(word) == true else {
                throw unknown(word, place, below: pattern, path: path)
            }
            // The reader lets equal words pass when their tags differ.
            guard seen.insert(word).inserted else {
                throw error(line, "key `\(word)` stands twice in one section; keep one")
            }
            try checkAnchor(node)
            try readEntry(node, place, into: &values)
        }
    }

    /// Where a node stands.
    struct Entry {
        let path: String
        let pattern: String
        let line: Int?
    }

    private func readEntry(
        _ node: Node, _ entry: Entry, into values: inout ConfigurationValues
    ) throws(ConfigurationError) {
        if let key = ConfigurationSchema.byPath[entry.pattern] {
            if key.isList {
                values.lists[entry.path] = try list(node, entry)
            } else {
                values.scalars[entry.path] = try value(node, entry, key)
            }
        } else if ConfigurationSchema.namesBelow["\(entry.pattern)[]"] != nil {
            try readSections(node, entry, into: &values)
        } else if case .mapping(let mapping) = node {
            try readSection(mapping, path: entry.path, pattern: entry.pattern, into: &values)
        } else if node.scalar.map(Self.isNull) != true {
            let example = ConfigurationSchema.namesBelow[entry.pattern]?.first ?? ""
            throw error(
                entry.line,
                "`\(entry.path)` is a section; write keys such as `\(example):` below it")
        }
    }

    private func readSections(
        _ node: Node, _ entry: Entry, into values: inout ConfigurationValues
    ) throws(ConfigurationError) {
        if node.scalar.map(Self.isNull) == true { return }
        let first = ConfigurationSchema.namesBelow["\(entry.pattern)[]"]?.first ?? ""
        let advice = "`\(entry.path)` is a list of sections; begin each with `- \(first):`"
        guard case .sequence(let sequence) = node else { throw error(entry.line, advice) }
        try checkCount(sequence.count, entry)
        for (index, node) in sequence.enumerated() {
            try checkAnchor(node)
            guard case .mapping(let mapping) = node else {
                throw error(node.mark?.line ?? entry.line, advice)
            }
            let path = "\(entry.path)[\(index)]"
            values.entryPlaces[path] = .file(name, line: mapping.mark?.line ?? entry.line)
            try readSection(mapping, path: path, pattern: "\(entry.pattern)[]", into: &values)
        }
        values.counts[entry.path] = sequence.count
    }

    /// The entries of a list of values.
    private func list(_ node: Node, _ entry: Entry) throws(ConfigurationError)
        -> [ConfigurationValue]
    {
        if node.scalar.map(Self.isNull) == true { return [] }
        guard case .sequence(let sequence) = node else {
            throw error(entry.line, "`\(entry.path)` is a list; write it as in [a, b]")
        }
        try checkCount(sequence.count, entry)
        var found: [ConfigurationValue] = []
        for (index, node) in sequence.enumerated() {
            let line = node.mark?.line ?? entry.line
            let path = "\(entry.path)[\(index)]"
            try checkAnchor(node)
            guard let scalar = node.scalar, !Self.isNull(scalar) else {
                throw error(line, "`\(path)` must be one value")
            }
            try checkTag(scalar, path, line)
            found.append(
                ConfigurationValue(path: path, text: scalar.string, place: .file(name, line: line)))
        }
        return found
    }

    /// A single value; nil when the file leaves it to an empty default.
    private func value(
        _ node: Node, _ entry: Entry, _ key: ConfigurationKey
    ) throws(ConfigurationError) -> ConfigurationValue? {
        guard let scalar = node.scalar else {
            throw error(entry.line, "`\(entry.path)` takes one value: \(key.type)")
        }
        if Self.isNull(scalar) {
            // `udp:` with nothing after it may be meant as off, or as the default: neither is guessed.
            switch key.fallback {
            case .text(""), .other, .emptyList: return nil
            case .required:
                throw error(entry.line, "`\(entry.path)` has no value; write a \(key.type)")
            case .text(let text):
                throw error(
                    entry.line,
                    "`\(entry.path)` has no value; write one, or remove the line for \(text)")
            }
        }
        try checkTag(scalar, entry.path, entry.line)
        return ConfigurationValue(
            path: entry.path, text: scalar.string, place: .file(name, line: entry.line))
    }

    /// An error in the file.
    func error(_ line: Int?, _ problem: String) -> ConfigurationError {
        ConfigurationError(.file(name, line: line), problem)
    }
}
