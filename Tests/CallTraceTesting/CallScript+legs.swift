// Legs of made-up calls: the SIP and the events that a switch sends for each, and what ties them.

import CallGraph

/// One leg of a call at a switch: its dialog and its channel. Times are milliseconds after the start.
public struct ScriptedLeg {
    /// Its channel.
    public var uuid: String
    /// Its dialog.
    public var callID: String
    /// When its INVITE is sent.
    public var at: Int64
    /// When it is answered; nil when it is not.
    public var answered: Int64?
    /// When it hangs up; nil when the records end before it does.
    public var until: Int64?
    /// The far end's host, the last byte of 127.0.0.0/24.
    public var peer: UInt8
    /// The switch's host.
    public var host: UInt8 = 11
    /// The switch.
    public var node = "fs1"
    /// The life of the switch.
    public var core = "core-1"
    /// Who mirrors its SIP.
    public var agent = "200"
    /// The user of From.
    public var caller = "1010"
    /// The user of To.
    public var called = "1001"
    /// The host of From and To.
    public var domain = "acme.test"
    /// The channel that made this one; nil for an inbound leg, or one that a module or the API made.
    public var originator: String?
    /// Its release cause.
    public var cause = "NORMAL_CLEARING"
    /// The final status when it is not answered.
    public var status = 486
    /// Variables that stand in every event that has any.
    public var variables: [(String, String)] = []
    /// The SDP of its INVITE.
    public var body = ""
    /// Further header lines of its INVITE.
    public var extra = ""

    /// A leg of these parts.
    public init(
        _ uuid: String, _ callID: String, at: Int64, answered: Int64? = nil, until: Int64? = nil,
        peer: UInt8, originator: String? = nil
    ) {
        self.uuid = uuid
        self.callID = callID
        self.at = at
        self.answered = answered
        self.until = until
        self.peer = peer
        self.originator = originator
    }
}

extension CallScript {
    /// A leg that somebody else began: INVITE first, events ten milliseconds later.
    public mutating func inbound(_ leg: ScriptedLeg) {
        transaction(leg, from: leg.peer, to: leg.host)
        let own = [
            ("Call-Direction", "inbound"), ("Channel-Call-UUID", leg.uuid),
            ("Channel-Name", "sofia/internal/\(leg.caller)@\(leg.domain)"),
        ]
        let all = own + leg.variables + [("variable_sip_call_id", leg.callID)]
        say(leg, "CHANNEL_CREATE", leg.at + 10, all)
        say(
            leg, "CHANNEL_EXECUTE", leg.at + 11,
            all + [("Application", "set"), ("Application-Data", "a=b")])
        if let answered = leg.answered { say(leg, "CHANNEL_ANSWER", answered + 10, all) }
        hangUp(leg, all)
    }

    /// A leg that the switch began; its Call-ID is in no event until the far end answers something.
    public mutating func outbound(_ leg: ScriptedLeg) {
        transaction(leg, from: leg.host, to: leg.peer)
        var own = [
            ("Call-Direction", "outbound"), ("Channel-Call-UUID", leg.originator ?? leg.uuid),
            ("Channel-Name", "sofia/internal/\(leg.called)@\(leg.domain)"),
        ]
        var born: [(String, String)] = []
        if let originator = leg.originator {
            own += [("Other-Type", "originator"), ("Other-Leg-Unique-ID", originator)]
            born = [
                ("variable_originator", originator), ("variable_originating_leg_uuid", originator),
                ("variable_signal_bond", originator), ("variable_call_uuid", originator),
            ]
        }
        let all = own + born + leg.variables
        say(leg, "CHANNEL_OUTGOING", leg.at + 11, own)
        say(leg, "CHANNEL_CREATE", leg.at + 12, all)
        say(leg, "CHANNEL_ORIGINATE", leg.at + 12, all)
        let named = all + [("variable_sip_call_id", leg.callID)]
        if let answered = leg.answered {
            say(leg, "CHANNEL_PROGRESS", leg.at + 31, named)
            say(leg, "CHANNEL_ANSWER", answered + 10, named)
        }
        hangUp(leg, named)
    }

    /// A leg called by another one and bridged with it for as long as both are up.
    public mutating func call(_ a: ScriptedLeg, _ b: ScriptedLeg) {
        inbound(a)
        outbound(b)
        if let answered = b.answered {
            bridge(a, b, from: answered + 20, until: min(a.until ?? .max, b.until ?? .max) - 5)
        }
    }

    /// Two legs that talk; `until` beyond the record of both is never.
    public mutating func bridge(
        _ a: ScriptedLeg, _ b: ScriptedLeg, from: Int64, until: Int64? = nil
    ) {
        let pair = [
            ("Bridge-A-Unique-ID", a.uuid), ("Bridge-B-Unique-ID", b.uuid),
            ("Other-Type", "originatee"), ("Other-Leg-Unique-ID", b.uuid),
            ("variable_sip_call_id", a.callID), ("variable_signal_bond", b.uuid),
        ]
        say(a, "CHANNEL_BRIDGE", from, pair)
        for (own, other) in [(a, b), (b, a)] {
            say(
                own, "CALL_UPDATE", from + 20,
                [
                    ("variable_sip_call_id", own.callID), ("variable_bridge_uuid", other.uuid),
                    ("Other-Leg-Unique-ID", other.uuid), ("Channel-Call-UUID", a.uuid),
                ])
        }
        if let until, until < Int64.max / 2 { say(a, "CHANNEL_UNBRIDGE", until, pair) }
    }

    /// What `uuid_bridge` of two channels looks like, from the outside or from an application.
    public mutating func uuidBridge(
        _ a: ScriptedLeg, _ b: ScriptedLeg, at milliseconds: Int64, until: Int64? = nil
    ) {
        let epoch = moment(milliseconds).microseconds / 1_000_000
        for (own, other) in [(a, b), (b, a)] {
            say(
                own, "CHANNEL_UNPARK", milliseconds,
                [
                    ("variable_sip_call_id", own.callID), ("Other-Leg-Unique-ID", other.uuid),
                    ("variable_bridge_uuid", other.uuid), ("variable_signal_bond", other.uuid),
                    ("variable_uuid_bridge", other.uuid),
                    (
                        "variable_transfer_history",
                        "\(epoch):0badc0de-\(milliseconds):uuid_br:\(other.uuid)"
                    ),
                ])
        }
        bridge(a, b, from: milliseconds + 20, until: until)
    }

    /// An event of a leg's channel.
    public mutating func say(
        _ leg: ScriptedLeg, _ name: String, _ milliseconds: Int64,
        _ headers: [(String, String)] = []
    ) {
        event(
            name, channel: leg.uuid, at: milliseconds, node: leg.node, core: leg.core, headers)
    }

    private mutating func hangUp(_ leg: ScriptedLeg, _ headers: [(String, String)]) {
        guard let until = leg.until else { return }
        for (name, later) in [
            ("CHANNEL_HANGUP", 5), ("CHANNEL_HANGUP_COMPLETE", 20), ("CHANNEL_DESTROY", 20),
        ] as [(String, Int64)] {
            say(leg, name, until + later, headers + [("Hangup-Cause", leg.cause)])
        }
    }

    /// The SIP of a leg, from its INVITE to its end.
    private mutating func transaction(_ leg: ScriptedLeg, from: UInt8, to: UInt8) {
        func send(
            _ script: inout CallScript, _ line: String, _ cseq: String, _ at: Int64, back: Bool,
            body: String = "", extra: String = ""
        ) {
            script.sip(
                line, callID: leg.callID, cseq: cseq, at: at, from: back ? to : from,
                to: back ? from : to, node: leg.agent, caller: leg.caller, called: leg.called,
                extra: extra, fromTag: "tag-\(leg.callID)",
                toTag: line.hasPrefix("INVITE") ? "" : "to-\(leg.callID)", domain: leg.domain,
                body: body)
        }
        send(
            &self, "INVITE sip:\(leg.called)@\(leg.domain) SIP/2.0", "1 INVITE", leg.at,
            back: false,
            body: leg.body, extra: leg.extra)
        guard let answered = leg.answered else {
            if let until = leg.until {
                send(&self, "SIP/2.0 \(leg.status) No", "1 INVITE", until, back: true)
                send(&self, "ACK sip:\(leg.called)@x SIP/2.0", "1 ACK", until + 1, back: false)
            }
            return
        }
        send(&self, "SIP/2.0 180 Ringing", "1 INVITE", leg.at + 20, back: true)
        send(&self, "SIP/2.0 200 OK", "1 INVITE", answered, back: true)
        send(&self, "ACK sip:\(leg.called)@x SIP/2.0", "1 ACK", answered + 1, back: false)
        if let until = leg.until {
            send(&self, "BYE sip:\(leg.called)@x SIP/2.0", "2 BYE", until, back: false)
            send(&self, "SIP/2.0 200 OK", "2 BYE", until + 1, back: true)
        }
    }
}
