// The messages of a call. `calling` and `called` are the ends of a leg.

extension MessageText {
    /// The head of a message of a call.
    var callHead: String {
        switch self {
        case .invite:
            """
            INVITE sip:{callee}@{domain} SIP/2.0
            Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport
            Max-Forwards: 70
            From: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
            To: <sip:{callee}@{domain}>
            Call-ID: {callID}
            CSeq: {sequence} INVITE
            Contact: <sip:{caller}@{calling}:5060;transport=udp>
            {otherLeg}User-Agent: {callingAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Supported: timer, replaces, 100rel
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Accept: application/sdp, multipart/mixed
            Session-Expires: 1800;refresher=uac
            Min-SE: 90
            P-Asserted-Identity: <sip:{caller}@{domain}>
            Content-Type: application/sdp

            """
        case .trying:
            """
            SIP/2.0 100 Trying
            \(Self.answered(by: "INVITE", toTag: ""))Server: {calledAgent}

            """
        case .ringing:
            """
            SIP/2.0 180 Ringing
            \(Self.answered(by: "INVITE", toTag: ";tag={toTag}"))\
            Contact: <sip:{callee}@{called}:5060;transport=udp>
            Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer

            """
        case .answer:
            """
            SIP/2.0 200 OK
            \(Self.answered(by: "INVITE", toTag: ";tag={toTag}"))\
            Contact: <sip:{callee}@{called}:5060;transport=udp>
            Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Supported: timer, replaces
            Require: timer
            Session-Expires: 1800;refresher=uac
            Content-Type: application/sdp

            """
        case .ack: inDialog("ACK", extra: "")
        case .bye: inDialog("BYE", extra: "Reason: Q.850;cause=16;text=\"Normal call clearing\"\n")
        case .byeByCallee:
            """
            BYE sip:{caller}@{calling}:5060;transport=udp SIP/2.0
            Via: SIP/2.0/UDP {called}:5060;branch=z9hG4bK{branch};rport
            Max-Forwards: 70
            From: <sip:{callee}@{domain}>;tag={toTag}
            To: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
            Call-ID: {callID}
            CSeq: {sequence} BYE
            User-Agent: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Supported: timer, replaces
            Reason: Q.850;cause=16;text="Normal call clearing"

            """
        case .byeDone:
            """
            SIP/2.0 200 OK
            \(Self.answered(by: "BYE", toTag: ";tag={toTag}"))Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Supported: timer, replaces

            """
        default:
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP {called}:5060;branch=z9hG4bK{branch};rport=5060;received={called}
            From: <sip:{callee}@{domain}>;tag={toTag}
            To: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
            Call-ID: {callID}
            CSeq: {sequence} BYE
            User-Agent: {callingAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Supported: timer, replaces

            """
        }
    }

    /// What a response copies from its request.
    private static func answered(by method: String, toTag: String) -> String {
        """
        Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport=5060;received={calling}
        From: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
        To: <sip:{callee}@{domain}>\(toTag)
        Call-ID: {callID}
        CSeq: {sequence} \(method)

        """
    }

    private func inDialog(_ method: String, extra: String) -> String {
        """
        \(method) sip:{callee}@{called}:5060;transport=udp SIP/2.0
        Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport
        Max-Forwards: 70
        From: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
        To: <sip:{callee}@{domain}>;tag={toTag}
        Call-ID: {callID}
        CSeq: {sequence} \(method)
        Route: <sip:edge.{domain}:5060;transport=udp;lr>
        Contact: <sip:{caller}@{calling}:5060;transport=udp>
        User-Agent: {callingAgent}
        Supported: timer, replaces, 100rel
        \(extra)
        """
    }

    /// What the calling side offers (RFC 3264).
    static let offer = """
        v=0
        o=- {mediaSession} {mediaSession} IN IP4 {calling}
        s=call
        c=IN IP4 {calling}
        t=0 0
        m=audio {callerPort} RTP/AVP 9 8 0 18 101
        a=rtpmap:9 G722/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:18 G729/8000
        a=fmtp:18 annexb=no
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=rtcp-mux
        a=ptime:20
        a=sendrecv

        """

    /// What the called side takes of it.
    static let answerBody = """
        v=0
        o=- {mediaSession} {mediaSession} IN IP4 {called}
        s=call
        c=IN IP4 {called}
        t=0 0
        m=audio {calleePort} RTP/AVP 8 101
        a=rtpmap:8 PCMA/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=rtcp-mux
        a=ptime:20
        a=sendrecv

        """
}
