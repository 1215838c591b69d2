// Something that an operator should know.

/// Something that an operator should know, in words.
public struct Finding: Sendable, Equatable {
    /// How bad it is.
    public enum Severity: String, Sendable {
        /// Worth knowing.
        case info
        /// Something did not go as it should, and the call may be well.
        case warning
        /// The call failed because of it.
        case error
    }

    /// How bad it is.
    public var severity: Severity
    /// A fixed word: `no-answer`, `busy`, `no-switch-events` …
    public var code: String
    /// One sentence. It may hold words of the network: escape before showing.
    public var text: String
    /// When it showed; nil when it has no moment.
    public var at: Timestamp?

    /// A finding of these parts.
    public init(_ severity: Severity, _ code: String, _ text: String, at: Timestamp?) {
        self.severity = severity
        self.code = code
        self.text = text
        self.at = at
    }
}
