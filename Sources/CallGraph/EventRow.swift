// An event of a switch as one row.

/// An event of a switch.
public struct EventRow: Sendable, Equatable {
    /// When the switch stamped it, in ticks of 20 ms.
    public var time: Timestamp
    /// The channel that it is about.
    public var uuid: String
    /// The switch's name.
    public var node: String
    /// Event-Name, or Event-Subclass of a CUSTOM event.
    public var name: String
    /// What an operator wants to know of it, short: a hangup cause, the other leg, an application.
    public var detail: String?

    /// A row of these parts.
    public init(time: Timestamp, uuid: String, node: String, name: String, detail: String?) {
        self.time = time
        self.uuid = uuid
        self.node = node
        self.name = name
        self.detail = detail
    }
}
