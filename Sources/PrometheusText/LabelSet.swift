// The labels of one series, sanitised, ordered and rendered once.

/// Labels ordered by name, so that the same labels in another order are the same series.
struct LabelSet {
    /// The names in order.
    let names: [String]
    /// `a="1",b="2"`, escaped, without the braces; empty when there are no labels.
    let rendered: String
    /// Labels beyond ``Limits/labelsPerSeriesMax`` that were left out.
    let leftOut: Int

    /// - Parameter reserved: a name that the kind of metric needs for itself (`le` of a histogram).
    init(_ labels: [(String, String)], reserved: String? = nil) {
        var pairs: [(name: String, value: String)] = []
        for (asked, value) in labels.prefix(Limits.labelsPerSeriesMax) {
            var name = MetricName.label(asked)
            while name == reserved || pairs.contains(where: { $0.name == name }) { name += "_" }
            pairs.append((name, MetricName.cut(value, bytesMax: Limits.labelValueBytesMax)))
        }
        pairs.sort { $0.name < $1.name }
        names = pairs.map(\.name)
        rendered = pairs.map { $0.name + "=\"" + Self.escape($0.value) + "\"" }
            .joined(separator: ",")
        leftOut = max(0, labels.count - Limits.labelsPerSeriesMax)
    }

    /// A label value as it stands between quotes: backslash, quote and line feed escaped.
    private static func escape(_ value: String) -> String {
        var escaped = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
