// Which headers of SIP messages link dialogs, beyond those that RFCs define for it.

/// The headers of the operator's own that link dialogs, and where log lines name their call.
///
/// Ingest (what a message is indexed by) and tracing (what it says) must be given the same rules.
public struct LinkRules: Sendable {
    /// What the value of a header names.
    public enum Meaning: String, Sendable, CaseIterable {
        /// Another dialog, by its Call-ID: joined exactly.
        case dialog = "call-id"
        /// A value that all dialogs of one call share: joined unless it proves to be no such thing.
        case token
    }

    /// One header.
    public struct Header: Sendable {
        /// Its name in lower case.
        public let name: [UInt8]
        /// Its name as configured.
        public let label: String
        /// What its value names.
        public let meaning: Meaning
        /// Makes the name out of the value as sent; nil when there is none in it.
        public let transform: (@Sendable (String) -> String?)?

        /// The header of this name; without a transform its value is taken as it is.
        public init(
            _ name: String, names meaning: Meaning,
            transform: (@Sendable (String) -> String?)? = nil
        ) {
            self.name = Array(name.lowercased().utf8)
            label = name
            self.meaning = meaning
            self.transform = transform
        }
    }

    /// The configured headers.
    public let headers: [Header]

    /// What log lines are searched for.
    public let logMentions: LogMentions

    /// Rules of these headers, and of these forms of log lines beside those that are known.
    public init(headers: [Header], logPatterns: [LogPattern] = []) {
        self.headers = Array(headers.prefix(Limits.ruleHeadersMax))
        logMentions = LogMentions(patterns: logPatterns)
    }

    /// `X-CID` and `X-Call-ID`, which B2BUAs and sngrep's users set to the other leg's Call-ID.
    public static let standard = LinkRules(headers: [
        Header("X-CID", names: .dialog), Header("X-Call-ID", names: .dialog),
    ])
}
