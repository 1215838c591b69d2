// What an event of a switch says of channels: whose it is, and whom it ties to whom.

public import EventSocket

/// The links that one event is evidence of, and the channel it is about.
public struct ChannelEvent: Sendable {
    /// The channel that the event is about; nil for an event of the switch as a whole.
    public private(set) var channel: Identity?
    /// What it ties together. Either side may be anything that a dialplan wrote into a variable: whoever
    /// follows such a link checks that both are known and were there at the same time.
    public internal(set) var links: [Link] = []
    /// The conference, queue or lot that the event tells of, and what people call it.
    public internal(set) var hub: (identity: Identity, name: String)?

    let label: String
    let node: String
    let time: Timestamp
    /// When the channel began, for a CDR, which tells of all its life; otherwise `time`.
    private let began: Timestamp

    /// Reads the linking headers of an event.
    ///
    /// `node` is the switch that it came from, `time` the time that stands in it.
    public init(_ event: SwitchEvent, node: String, time: Timestamp) {
        let name = event.name
        label = name == "CUSTOM" ? event.subclass ?? name : name
        self.node = node
        self.time = time
        began = event.cdrStart.map { min($0, time) } ?? time
        if let uuid = event.uniqueID ?? Self.subject(of: event), Identity.isUsable(uuid) {
            channel = Identity(.channel, uuid)
        }
        guard let channel else { return }
        if let callID = event["variable_sip_call_id"] {
            link(.same, channel, Identity(.dialog, callID), "variable_sip_call_id")
        }
        addVariables(of: event, on: channel)
        addState(of: event, on: channel)
        if name == "CUSTOM" { addCustom(event, on: channel) }
    }

    /// Adds a link unless a side is unusable or both are one.
    ///
    /// A transfer or a pick-up is a moment: the variables that tell of it stay, and a channel that
    /// stands for hours has the next caller by then.
    mutating func link(
        _ kind: Link.Kind, _ a: Identity, _ b: Identity, _ header: String,
        strength: Link.Strength = .exact, from: Timestamp? = nil, until: Timestamp? = nil
    ) {
        guard a != b, Identity.isUsable(a.id), Identity.isUsable(b.id),
            links.count < Limits.linksPerEventMax
        else { return }
        let evidence = Evidence(source: .event, name: header, event: label, node: node, time: time)
        let isMoment = kind == .transfer || kind == .pickup
        // Who a channel is and who made it was so from its beginning on.
        let isOfBirth = kind == .same || kind == .birth || kind == .loopback
        links.append(
            Link(
                kind, a, b, strength: strength, from: from ?? (isOfBirth ? began : time),
                until: until ?? (isMoment ? time : nil),
                evidence: [evidence]))
    }

    /// Adds that a queue offered a caller to an agent's channel: a moment, since a standing channel has
    /// the next caller a second later.
    mutating func offer(_ agent: Identity, to caller: Identity, _ header: String) {
        link(.queue, agent, caller, header, until: time)
    }

    /// The keys that the event is found by: its channel and what it names.
    ///
    /// The same reading as when a trace is made, so that what is looked for is what was indexed. Of links
    /// that were indexed before, only those of `isAnchor` events are again: a channel says in each of its
    /// thirty events who made it.
    public func keys(_ hasher: IdentityHasher, newLinks: LinkMask = .all) -> IdentityKeys {
        var keys = IdentityKeys()
        if let channel {
            keys.append(hasher.key(channel.id))
            // Some channels have no beginning (a refused INVITE), some no end (a dead switch).
            if ["CHANNEL_CREATE", "CHANNEL_HANGUP_COMPLETE", SwitchEvent.cdrName].contains(label) {
                keys.append(hasher.key(CallIdentifier(channel)))
            }
        }
        for (index, link) in links.enumerated() where isAnchor || newLinks.contains(index) {
            keys.append(hasher.key(link.a.id))
            keys.append(hasher.key(link.b.id))
        }
        return keys
    }

    /// True for events that are worth finding from both sides, whatever was indexed before: those that
    /// begin, change and end a channel's company. Without a first mention that was lost they still join.
    private var isAnchor: Bool {
        switch label {
        case "CHANNEL_CREATE", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE", "CHANNEL_UUID",
            "CHANNEL_HANGUP_COMPLETE", SwitchEvent.cdrName:
            true
        default: label.contains("::") && links.contains { $0.kind != .same }
        }
    }

    /// The channel that an event without a Unique-ID is about.
    private static func subject(of event: SwitchEvent) -> String? {
        switch event.subclass {
        case "callcenter::info": event["CC-Member-Session-UUID"]
        case "loopback::bowout": event["Resigning-UUID"]
        case "conference::maintenance": event["Peer-UUID"]
        default: nil
        }
    }
}

/// Which of an event's links are meant, by their place.
public struct LinkMask: Sendable {
    private var bits: UInt64

    /// Every link.
    public static let all = LinkMask(bits: .max)
    /// No link.
    public static let none = LinkMask(bits: 0)

    /// True when the link at this place is meant.
    public func contains(_ index: Int) -> Bool { index < 64 && bits >> UInt64(index) & 1 == 1 }

    /// Means this link too.
    public mutating func insert(_ index: Int) {
        if index < 64 { bits |= 1 << UInt64(index) }
    }
}
