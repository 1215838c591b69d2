// The label set that names a stream, checked and rendered once.

/// The labels of a stream, ordered by name.
///
/// Make one for each stream and keep it: it is rendered when it is made. What Loki would refuse the
/// whole push for does not get in: names are made to fit, empty values and doubles (the first
/// stays) are left out, at most 15 labels stay, values are cut at 2,048 bytes.
public struct LokiLabels: Hashable, Sendable {
    /// The labels that stayed.
    public let labels: [LokiLabel]
    /// `{job="x", kind="sip"}` with Go's escapes, as the protobuf form has it.
    let selector: String
    /// How many of the labels given did not stay as given.
    public let changed: Int

    /// Checks and renders these names and values.
    public init(_ pairs: [(String, String)]) {
        var kept: [LokiLabel] = []
        var changed = 0
        for (name, value) in pairs {
            guard let usable = LokiLabel.usableName(name), !value.isEmpty,
                kept.count < Limits.labelsMax, !kept.contains(where: { $0.name == usable })
            else {
                changed += 1
                continue
            }
            let cut = TextRepair.cut(value, bytesMax: Limits.labelValueBytesMax)
            if usable != name || cut.utf8.count != value.utf8.count { changed += 1 }
            kept.append(LokiLabel(name: usable, value: cut))
        }
        labels = kept.sorted { $0.name < $1.name }
        self.changed = changed
        selector = "{" + labels.map(Self.render).joined(separator: ", ") + "}"
    }

    /// Two sets are the same when they are written the same.
    public static func == (one: LokiLabels, other: LokiLabels) -> Bool {
        one.selector == other.selector
    }

    /// Hashes what is written.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(selector)
    }

    private static func render(_ label: LokiLabel) -> String {
        var text = label.name + "=\""
        for scalar in label.value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
