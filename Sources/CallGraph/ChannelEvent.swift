// What an event of a switch says of channels: whose it is, and whom it ties to whom.

public import EventSocket

/// The links that one event is evidence of, and the channel it is about.
public struct ChannelEvent: Sendable {
    /// The channel that the event is about; nil for an event of the switch as a whole.
    public private(set) var channel: Identity?
    /// What it ties together; `a` is always the event's own channel. The other side may be anything
    /// that a dialplan wrote into a variable: whoever follows such a link checks that it is known.
    public private(set) var links: [Link] = []

    /// Reads the linking headers of an event.
    ///
    /// `node` is the switch that it came from, `time` the time that stands in it.
    public init(_ event: SwitchEvent, node: String, time: Timestamp) {
        guard let uuid = event.uniqueID, Identity.isUsable(uuid) else { return }
        let channel = Identity(.channel, uuid)
        self.channel = channel
        let name = event.name
        let label = name == "CUSTOM" ? event.subclass ?? name : name
        func evidence(_ header: String) -> [Evidence] {
            [Evidence(source: .event, name: header, event: label, node: node, time: time)]
        }
        func link(_ kind: Link.Kind, to other: Identity, _ header: String, until: Timestamp? = nil)
        {
            guard other != channel, Identity.isUsable(other.id) else { return }
            links.append(
                Link(
                    kind, channel, other, strength: .exact, from: time, until: until,
                    evidence: evidence(header)))
        }

        if let callID = event["variable_sip_call_id"] {
            link(.same, to: Identity(.dialog, callID), "variable_sip_call_id")
        }
        for header in ["variable_originating_leg_uuid", "variable_originator"] {
            if let other = event[header] { link(.birth, to: Identity(.channel, other), header) }
        }
        // Only while the leg is being made is its other side its maker; later it is its last partner.
        if ["CHANNEL_OUTGOING", "CHANNEL_CREATE", "CHANNEL_ORIGINATE"].contains(name),
            event["Other-Type"] == "originator", let other = event["Other-Leg-Unique-ID"]
        {
            link(.birth, to: Identity(.channel, other), "Other-Leg-Unique-ID")
        }
        for leg in event.values("variable_originated_legs").prefix(Limits.keysPerRecordMax / 2) {
            // "uuid;callee name;number", one for each leg tried, failed ones too.
            let other = leg.prefix { $0 != ";" }
            link(.birth, to: Identity(.channel, String(other)), "variable_originated_legs")
        }
        if name == "CHANNEL_BRIDGE" || name == "CHANNEL_UNBRIDGE" {
            let until = name == "CHANNEL_UNBRIDGE" ? time : nil
            for header in ["Bridge-A-Unique-ID", "Bridge-B-Unique-ID"] {
                if let other = event[header] {
                    link(.talk, to: Identity(.channel, other), header, until: until)
                }
            }
        }
        if name == "CHANNEL_UUID", let old = event["Old-Unique-ID"] {
            link(.rename, to: Identity(.channel, old), "Old-Unique-ID")
        }
    }

    /// The keys that the event is found by: its channel and everything that it names.
    ///
    /// The same reading as when a trace is made, so that what is looked for is what was indexed.
    public func keys(_ hasher: IdentityHasher) -> IdentityKeys {
        var keys = IdentityKeys()
        if let channel { keys.append(hasher.key(channel.id)) }
        for link in links { keys.append(hasher.key(link.b.id)) }
        return keys
    }
}
