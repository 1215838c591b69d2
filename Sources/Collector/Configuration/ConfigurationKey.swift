// One key of the configuration, as the schema lists it.

/// A key that can be set in the file and by environment.
struct ConfigurationKey: Sendable {
    /// What holds when nobody sets the key.
    enum Fallback: Sendable {
        /// This text, read like one from the file.
        case text(String)
        /// No entry; the only one for lists.
        case emptyList
        /// Nothing: an entry without the key is refused.
        case required
        /// An empty text, for which the settings put something else; the words say what.
        case other(String)
    }

    /// From the top, dots between names, `[]` after a list of sections: `hep.udp`, `switches[].name`.
    let path: String
    /// The form of the value, in words.
    let type: String
    /// What holds when nobody sets it.
    let fallback: Fallback
    /// What it does, in a sentence without its full stop.
    let meaning: String

    init(_ path: String, _ type: String, _ fallback: Fallback, _ meaning: String) {
        self.path = path
        self.type = type
        self.fallback = fallback
        self.meaning = meaning
    }

    /// True when the value is a list.
    var isList: Bool { if case .emptyList = fallback { true } else { false } }

    /// The default as documentation shows it: as it would stand in the file, or in words.
    var defaultText: String {
        switch fallback {
        case .text(""): "\"\""
        case .text(let text): text
        case .emptyList: "[]"
        case .required: "must be set"
        case .other(let words): words
        }
    }

    /// The variable that sets the key: `CALLTRACE_HEP_UDP`. Within a list of sections it names the
    /// first entry, 0; others have their number there.
    var environment: String {
        ConfigurationEnvironment.prefix
            + path.replacing("[]", with: ".0").replacing(".", with: "_").uppercased()
    }
}
