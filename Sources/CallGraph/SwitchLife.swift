// One life of a switch: from a start of its process to the next.

internal import EventSocket

/// A life of a switch that began, as the first event with its Core-UUID shows.
public struct SwitchLife: Sendable, Equatable {
    /// The switch's name in the configuration.
    public var node: String
    /// The Core-UUID of this life.
    public var coreUUID: String
    /// When its first event was stamped.
    public var from: Timestamp

    /// The life that an event record begins; nil for a record that is no event of a switch.
    init?(_ record: Record) {
        guard record.header.kind == .event, let event = try? SwitchEvent(json: record.payload),
            let core = event.coreUUID
        else { return nil }
        node = record.node
        coreUUID = core
        from = record.header.time
    }

    /// What the first event of each life of this switch is found by; no name on the wire has blanks.
    public static func identity(_ node: String) -> String { "switch \(node)" }
}
