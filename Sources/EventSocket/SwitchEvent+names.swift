// The headers that every reader of events wants, by name.

extension SwitchEvent {
    /// `Event-Name`, such as `CHANNEL_CREATE`; empty when the event does not say.
    public var name: String { self["Event-Name"] ?? "" }

    /// `Event-Subclass` of a CUSTOM event, such as `sofia::transferor`.
    public var subclass: String? { self["Event-Subclass"] }

    /// `Unique-ID`: the channel. Not always 128 bits in hexadecimal: it may be a Call-ID.
    public var uniqueID: String? { self["Unique-ID"] }

    /// `Core-UUID`: one life of the switch's process.
    public var coreUUID: String? { self["Core-UUID"] }

    /// `FreeSWITCH-Switchname`: the node's own name, which stays over restarts.
    public var switchName: String? { self["FreeSWITCH-Switchname"] }

    /// `Event-Date-Timestamp` in microseconds since 1970, of a clock that moves every 20 ms.
    public var timestamp: Int64? { self["Event-Date-Timestamp"].flatMap { Int64($0) } }

    /// `Event-Sequence`. It has gaps and inversions without any loss and begins anew with each
    /// Core-UUID.
    public var sequence: UInt64? { self["Event-Sequence"].flatMap { UInt64($0) } }

    /// The text that the event carries beside its headers.
    public var body: String? { text("_body") }

    /// Bytes of `json`.
    public var byteCount: Int { json.count }
}
