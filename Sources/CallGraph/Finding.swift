// Something that an operator should know.

/// Something that an operator should know, in words.
public struct Finding: Sendable, Equatable {
    public enum Severity: String, Sendable {
        case info
        case warning
        case error
    }

    public var severity: Severity
    /// A fixed word: `no-answer`, `busy`, `no-switch-events` …
    public var code: String
    public var text: String
    public var at: Timestamp?

    /// A finding of these parts.
    public init(_ severity: Severity, _ code: String, _ text: String, at: Timestamp?) {
        self.severity = severity
        self.code = code
        self.text = text
        self.at = at
    }
}
