// What a log line says it is about.

/// The names that one log line bears.
public struct LogMention: Sendable, Equatable {
    /// A SIP dialog's Call-ID, as it stands in the line.
    public var callID: String?
    /// A switch's channel.
    public var uuid: String?
    /// True when the channel's name stands first: the line is a switch's, and about its channel.
    public var isChannelFirst = false

    /// A line that names nothing.
    public init() {}

    /// True when it names nothing.
    public var isEmpty: Bool { callID == nil && uuid == nil }

    /// The name that goes into the record as its correlation; empty when there is none.
    public var correlation: String { (isChannelFirst ? uuid : callID) ?? uuid ?? "" }

    /// What the record of the line is flagged with.
    public var flags: RecordFlags {
        var flags: RecordFlags = callID != nil && !isChannelFirst ? .namesDialog : []
        if callID != nil, uuid != nil { flags.insert(.namesBoth) }
        return flags
    }
}
