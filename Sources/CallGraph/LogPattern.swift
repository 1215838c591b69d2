// A form of the operator's own in which log lines name their call.

/// What is looked for in each line beside the forms that are known.
public struct LogPattern: Sendable {
    /// What it finds.
    public enum Meaning: String, Sendable, CaseIterable {
        /// A SIP dialog's Call-ID.
        case dialog = "call-id"
        /// The UUID of a switch's channel.
        case channel = "uuid"
    }

    /// What it finds.
    public let meaning: Meaning
    /// The name in a line; nil when there is none. Must bound its own time: lines come from the network.
    public let find: @Sendable (String) -> String?

    /// A form that finds names of this meaning.
    public init(names meaning: Meaning, find: @escaping @Sendable (String) -> String?) {
        self.meaning = meaning
        self.find = find
    }
}
