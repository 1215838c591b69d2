// The plainest call of all: two legs, bridged by a switch.

extension CallScript {
    /// A call through a proxy and a switch: two dialogs, two channels, everything that ties them.
    ///
    /// `usesUUIDAsCallID` makes the B leg's Call-ID its channel's UUID.
    public static func bridged(
        a: String = "a-leg@127.0.0.20", usesUUIDAsCallID: Bool = false, suffix: String = ""
    ) -> CallScript {
        let channelA = "11111111-aaaa\(suffix)"
        let channelB = "22222222-bbbb\(suffix)"
        let b = usesUUIDAsCallID ? channelB : "b-leg\(suffix)@127.0.0.11"
        var script = CallScript()
        script.sip(
            "INVITE sip:1001@acme.test SIP/2.0", callID: a, cseq: "1 INVITE", at: 0, from: 20,
            to: 11)
        script.sip("SIP/2.0 100 Trying", callID: a, cseq: "1 INVITE", at: 2, from: 11, to: 20)
        script.sip(
            "INVITE sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "7 INVITE", at: 9, from: 11,
            to: 21)
        script.event(
            "CHANNEL_CREATE", channel: channelA, at: 10,
            [("Call-Direction", "inbound"), ("variable_sip_call_id", a)])
        script.event(
            "CHANNEL_CREATE", channel: channelB, at: 12,
            [
                ("Call-Direction", "outbound"), ("variable_originating_leg_uuid", channelA),
                ("Other-Type", "originator"), ("Other-Leg-Unique-ID", channelA),
            ])
        script.sip("SIP/2.0 180 Ringing", callID: b, cseq: "7 INVITE", at: 30, from: 21, to: 11)
        script.event(
            "CHANNEL_PROGRESS", channel: channelB, at: 31,
            [("Call-Direction", "outbound"), ("variable_sip_call_id", b)])
        script.sip("SIP/2.0 180 Ringing", callID: a, cseq: "1 INVITE", at: 32, from: 11, to: 20)
        script.sip("SIP/2.0 200 OK", callID: b, cseq: "7 INVITE", at: 300, from: 21, to: 11)
        script.sip(
            "ACK sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "7 ACK", at: 301, from: 11, to: 21)
        script.sip("SIP/2.0 200 OK", callID: a, cseq: "1 INVITE", at: 310, from: 11, to: 20)
        script.sip(
            "ACK sip:1001@acme.test SIP/2.0", callID: a, cseq: "1 ACK", at: 312, from: 20, to: 11)
        script.event(
            "CHANNEL_BRIDGE", channel: channelA, at: 320,
            [("Bridge-A-Unique-ID", channelA), ("Bridge-B-Unique-ID", channelB)])
        script.log("2026 [INFO] something happened", channel: channelA, at: 330)
        script.sip(
            "BYE sip:1001@acme.test SIP/2.0", callID: a, cseq: "2 BYE", at: 3310, from: 20, to: 11)
        script.sip("SIP/2.0 200 OK", callID: a, cseq: "2 BYE", at: 3312, from: 11, to: 20)
        script.sip(
            "BYE sip:1001@127.0.0.21 SIP/2.0", callID: b, cseq: "8 BYE", at: 3320, from: 11, to: 21)
        script.sip("SIP/2.0 200 OK", callID: b, cseq: "8 BYE", at: 3322, from: 21, to: 11)
        script.event(
            "CHANNEL_UNBRIDGE", channel: channelA, at: 3315,
            [("Bridge-A-Unique-ID", channelA), ("Bridge-B-Unique-ID", channelB)])
        for channel in [channelA, channelB] {
            script.event(
                "CHANNEL_HANGUP_COMPLETE", channel: channel, at: 3330,
                [
                    ("Hangup-Cause", "NORMAL_CLEARING"),
                    ("variable_sip_call_id", channel == channelA ? a : b),
                ])
        }
        return script
    }
}
