// What kind of link each mention is.

extension SIPMentionScanner {
    /// The links that a mention of `name` by `dialog` is, still without evidence.
    func links(
        _ mention: SIPMention, _ dialog: Identity, _ name: String, at time: Timestamp
    ) -> [Link] {
        func link(_ kind: Link.Kind, _ other: Identity, _ strength: Link.Strength) -> Link {
            Link(kind, dialog, other, strength: strength, from: time, evidence: [])
        }
        let named = Identity(.dialog, name)
        return switch mention {
        case .replaces, .referredReplaces: [link(.transfer, named, .exact)]
        case .join, .targetDialog: [link(.header, named, .exact)]
        case .sessionID, .chargingID: [link(.token, Identity(.token, name), .token)]
        case .header(let index):
            rules.headers[index].meaning == .dialog
                ? [link(.header, named, .exact)]
                : [link(.token, Identity(.token, name), .token)]
        case .correlation:
            name.utf8.count >= Limits.tokenBytesMin
                ? [
                    link(.correlation, named, .exact),
                    link(.token, Identity(.token, name), .token),
                ] : [link(.correlation, named, .exact)]
        case .media, .origin, .numbers, .tag: []
        }
    }

    /// What a hint is called where a person reads it.
    static func hintLabel(_ mention: SIPMention) -> String {
        switch mention {
        case .media: "SDP address and port"
        case .origin: "SDP o="
        case .numbers: "From and To"
        case .tag: "From tag and CSeq"
        default: ""
        }
    }

    /// What the mention is called where a person reads it: the header, or the chunk.
    func label(of mention: SIPMention) -> String {
        switch mention {
        case .replaces: "Replaces"
        case .referredReplaces: "Refer-To?Replaces"
        case .join: "Join"
        case .targetDialog: "Target-Dialog"
        case .sessionID: "Session-ID"
        case .chargingID: "P-Charging-Vector"
        case .header(let index): rules.headers[index].label
        case .correlation: "correlation id"
        case .media, .origin, .numbers, .tag: Self.hintLabel(mention)
        }
    }

    /// True for a value of the operator's or an agent's own making, which may be anything.
    static func isArbitrary(_ label: String) -> Bool {
        label != "Session-ID" && label != "P-Charging-Vector"
    }
}
