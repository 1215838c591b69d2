// Environment variables that set keys.

/// Puts `CALLTRACE_…` variables over what the file says.
///
/// An entry of a list of sections is named by its number, from 0: `CALLTRACE_SWITCHES_0_PASSWORD`. The
/// number after the last entry adds one. Lists of values are split at commas; an empty variable is an
/// empty value or list, not an unset one.
enum ConfigurationEnvironment {
    /// What the names of all variables begin with.
    static let prefix = "CALLTRACE_"

    /// Variables with the prefix that are not the configuration's: the client's two, and the tests'.
    static let others: Set<String> = [
        "CALLTRACE_SERVER", "CALLTRACE_TOKEN", "CALLTRACE_REDACT_KEY",
        "CALLTRACE_REWRITE_GOLDENS",
    ]

    private static let byName = Dictionary(
        ConfigurationSchema.keys.map { ($0.environment, $0) }
    ) { first, _ in first }

    /// What a variable sets.
    private struct Target {
        let key: ConfigurationKey
        let path: String
        /// The list of sections and the number of the entry.
        var entry: (section: String, index: Int)?
    }

    /// Applies the variables in the order of their names; one that sets nothing is refused by name.
    static func apply(
        _ environment: [String: String], to values: inout ConfigurationValues
    ) throws(ConfigurationError) {
        let names = environment.keys.filter { $0.hasPrefix(prefix) && !others.contains($0) }
            .sorted()
        var entries: [(section: String, index: Int, variable: String)] = []
        for name in names {
            guard let text = environment[name] else { continue }
            let place = ConfigurationPlace.variable(name)
            guard let target = target(of: name) else { throw unknown(name) }
            if target.key.isList {
                values.lists[target.path] = try list(text, path: target.path, place: place)
            } else {
                values.scalars[target.path] = ConfigurationValue(
                    path: target.path, text: text, place: place)
            }
            if let entry = target.entry { entries.append((entry.section, entry.index, name)) }
        }
        for entry in entries.sorted(by: { $0.index < $1.index }) {
            let count = values.counts[entry.section] ?? 0
            if entry.index < count { continue }
            guard entry.index == count else {
                let next = "\(prefix)\(word(entry.section))_\(count)_…"
                throw ConfigurationError(
                    .variable(entry.variable),
                    "`\(entry.section)` has \(count) entries, counted from 0; the next is \(next)")
            }
            values.counts[entry.section] = count + 1
            values.entryPlaces["\(entry.section)[\(count)]"] = .variable(entry.variable)
        }
    }

    private static func target(of name: String) -> Target? {
        for (path, names) in ConfigurationSchema.namesBelow where path.hasSuffix("[]") {
            let section = String(path.dropLast(2))
            let start = "\(prefix)\(word(section))_"
            guard name.hasPrefix(start) else { continue }
            let rest = name.dropFirst(start.count)
            let digits = rest.prefix { $0 != "_" }
            guard let index = Int(digits), String(index) == digits,
                (0..<ConfigurationLimits.listEntriesMax).contains(index)
            else { return nil }
            let ending = rest.dropFirst(digits.count + 1)
            guard let found = names.first(where: { $0.uppercased() == ending }),
                let key = ConfigurationSchema.byPath["\(path).\(found)"]
            else { return nil }
            return Target(key: key, path: "\(section)[\(index)].\(found)", entry: (section, index))
        }
        return byName[name].map { Target(key: $0, path: $0.path) }
    }

    /// A path as a part of a variable's name.
    private static func word(_ path: String) -> String {
        path.replacing(".", with: "_").uppercased()
    }

    private static func list(
        _ text: String, path: String, place: ConfigurationPlace
    ) throws(ConfigurationError) -> [ConfigurationValue] {
        if text.isEmpty { return [] }
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= ConfigurationLimits.listEntriesMax else {
            let most = ConfigurationLimits.listEntriesMax
            throw ConfigurationError(place, "`\(path)` has more than \(most) entries")
        }
        return parts.enumerated().map { index, part in
            let start = part.drop { $0 == " " }
            let end = start.lastIndex { $0 != " " }
            let word = end.map { String(start[...$0]) } ?? ""
            return ConfigurationValue(path: "\(path)[\(index)]", text: word, place: place)
        }
    }

    private static func unknown(_ name: String) -> ConfigurationError {
        let known = ConfigurationSchema.keys.map(\.environment)
        let advice =
            SpellingSuggestion.nearest(to: name, among: known).map { "did you mean \($0)?" }
            ?? "variables are named after keys, as CALLTRACE_HEP_UDP after `hep.udp`"
        return ConfigurationError(
            .variable(String(ConfigurationError.quoted(name).dropFirst().dropLast())),
            "no such setting; \(advice)")
    }
}
