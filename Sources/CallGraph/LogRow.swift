// A log line as one row.

/// A log line of a switch.
public struct LogRow: Sendable, Equatable {
    /// When the switch wrote it.
    public var time: Timestamp
    /// The leg that it is about, by the channel's UUID; by the Call-ID where it names no channel.
    public var uuid: String
    /// The dialog that the line names; nil when it names none.
    public var callID: String?
    /// The switch's name.
    public var node: String
    /// console, alert, crit, err, warning, notice, info, debug.
    public var level: String
    /// One line or more. Bytes of the network: escape before showing.
    public var text: String

    /// A row of these parts.
    public init(
        time: Timestamp, uuid: String, callID: String? = nil, node: String, level: String,
        text: String
    ) {
        self.time = time
        self.uuid = uuid
        self.callID = callID
        self.node = node
        self.level = level
        self.text = text
    }
}
