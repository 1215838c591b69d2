// A section of the configuration, asked by names.

/// Reads the keys of one section; what nobody set comes from the schema.
struct ConfigurationSection {
    let values: ConfigurationValues
    /// `""`, `hep` or `switches[3]`.
    let path: String
    /// The same in the schema's words: `switches[]`.
    let pattern: String

    /// The value of a key.
    func value(_ name: String) throws(ConfigurationError) -> ConfigurationValue {
        let path = Self.join(path, name)
        if let value = values.scalars[path] { return value }
        // What an entry leaves to its default is still the entry's.
        let place = values.entryPlaces[self.path] ?? .builtIn
        switch ConfigurationSchema.byPath[Self.join(pattern, name)]?.fallback {
        case .text(let text): return ConfigurationValue(path: path, text: text, place: place)
        case .other: return ConfigurationValue(path: path, text: "", place: place)
        case .required:
            throw ConfigurationError(
                place, "`\(self.path)` has no `\(name)`; every entry needs one")
        case .emptyList, nil:
            // The tests read every section: a name that is not in the schema does not get past them.
            throw ConfigurationError(.builtIn, "the schema has no value `\(path)`")
        }
    }

    /// The entries of a list of values.
    func list(_ name: String) throws(ConfigurationError) -> [ConfigurationValue] {
        let path = Self.join(path, name)
        if let list = values.lists[path] { return list }
        guard ConfigurationSchema.byPath[Self.join(pattern, name)]?.isList == true else {
            throw ConfigurationError(.builtIn, "the schema has no list `\(path)`")
        }
        return []
    }

    /// The section of this name.
    func section(_ name: String) -> ConfigurationSection {
        ConfigurationSection(
            values: values, path: Self.join(path, name), pattern: Self.join(pattern, name))
    }

    /// The entries of a list of sections.
    func sections(_ name: String) -> [ConfigurationSection] {
        let path = Self.join(path, name)
        return (0..<(values.counts[path] ?? 0)).map { index in
            ConfigurationSection(
                values: values, path: "\(path)[\(index)]",
                pattern: "\(Self.join(pattern, name))[]")
        }
    }

    /// A name below a path.
    static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}
