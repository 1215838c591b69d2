// What is wrong with a configuration, where, and what to do.

/// One mistake of the configuration, in one line for the operator.
///
/// It never repeats the value of a password, key or token.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
    /// Where the mistake stands.
    package let place: ConfigurationPlace
    /// What is wrong and what to do.
    package let problem: String

    /// A mistake at a place.
    init(_ place: ConfigurationPlace, _ problem: String) {
        self.place = place
        self.problem = problem
    }

    /// `calltrace.yaml:7: unknown key …` or `CALLTRACE_HEP_UDP: …`.
    package var description: String { "\(place): \(problem)" }

    /// A value between backticks: cut when long, control characters escaped, so that an error stays one
    /// line whatever the file holds.
    static func quoted(_ text: String) -> String {
        var shown = ""
        for scalar in text.unicodeScalars.prefix(ConfigurationLimits.quotedCharactersMax) {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        let isCut = text.unicodeScalars.count > ConfigurationLimits.quotedCharactersMax
        return "`\(shown)\(isCut ? "…" : "")`"
    }
}
