// What kind of link each mention is.

extension SIPMentionScanner {
    /// The links that a mention of `name` by `dialog` is, still without evidence.
    func links(
        _ mention: SIPMention, _ dialog: Identity, _ name: String, at time: Timestamp
    ) -> [Link] {
        kinds(of: mention).compactMap { kind, side in
            // A correlation id may be anything; a short one is no more than a number.
            if side == .token, name.utf8.count < Limits.tokenBytesMin { return nil }
            return Link(
                kind, dialog, Identity(side, name), strength: side == .token ? .token : .exact,
                from: time, evidence: [])
        }
    }

    /// The same for the live graph.
    public func edges(
        _ mention: SIPMention, _ dialog: IdentityKey, _ name: IdentityKey, at time: Timestamp
    ) -> [GraphEdge<LiveNode>] {
        kinds(of: mention).map { kind, side in
            GraphEdge(
                a: LiveNode(.dialog, dialog), b: LiveNode(side, name), kind: kind,
                strength: side == .token ? .token : .exact, stay: time ... .distantFuture)
        }
    }

    /// In what ways the dialog belongs to what it names, and what that is.
    private func kinds(of mention: SIPMention) -> [(Link.Kind, Identity.Kind)] {
        switch mention {
        case .replaces, .referredReplaces: [(.transfer, .dialog)]
        case .join, .targetDialog: [(.header, .dialog)]
        case .sessionID, .chargingID: [(.token, .token)]
        case .header(let index):
            rules.headers[index].meaning == .dialog ? [(.header, .dialog)] : [(.token, .token)]
        case .correlation: [(.correlation, .dialog), (.token, .token)]
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
