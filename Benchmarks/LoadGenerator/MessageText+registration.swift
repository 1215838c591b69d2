// The messages of a registration with a digest challenge (RFC 3261 §22), and OPTIONS.

extension MessageText {
    /// The head of a message of a registration or of OPTIONS.
    var registrationHead: String {
        switch self {
        case .register: Self.register(authorization: "")
        case .registerAgain:
            Self.register(
                authorization: """
                    Authorization: Digest username="{caller}", realm="{domain}", nonce="{nonce}", \
                    uri="sip:{domain}", response="{response}", algorithm=MD5, qop=auth, \
                    nc=00000001, cnonce="{clientNonce}"

                    """)
        case .challenge:
            """
            SIP/2.0 401 Unauthorized
            \(Self.registerAnswer)\
            WWW-Authenticate: Digest realm="{domain}", nonce="{nonce}", algorithm=MD5, qop="auth"
            Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK

            """
        case .registered:
            """
            SIP/2.0 200 OK
            \(Self.registerAnswer)\
            Contact: <sip:{caller}@{calling}:5060;transport=udp>;expires=300
            Date: Thu, 26 Nov 2026 09:30:00 GMT
            Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, UPDATE, PRACK
            Allow-Events: talk, hold, conference, presence, dialog, line-seize, call-info, refer
            Supported: path, outbound

            """
        case .options:
            """
            OPTIONS sip:{called}:5060 SIP/2.0
            Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport
            Max-Forwards: 70
            From: <sip:ping@{calling}>;tag={fromTag}
            To: <sip:{called}:5060>
            Call-ID: {callID}
            CSeq: {sequence} OPTIONS
            Contact: <sip:ping@{calling}:5060>
            User-Agent: {callingAgent}
            Accept: application/sdp

            """
        default:
            """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport=5060;received={calling}
            From: <sip:ping@{calling}>;tag={fromTag}
            To: <sip:{called}:5060>;tag={toTag}
            Call-ID: {callID}
            CSeq: {sequence} OPTIONS
            Server: {calledAgent}
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE
            Accept: application/sdp
            Supported: timer, replaces

            """
        }
    }

    private static func register(authorization: String) -> String {
        """
        REGISTER sip:{domain} SIP/2.0
        Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport
        Max-Forwards: 70
        From: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
        To: <sip:{caller}@{domain}>
        Call-ID: {callID}
        CSeq: {sequence} REGISTER
        Contact: <sip:{caller}@{calling}:5060;transport=udp>;expires=300
        User-Agent: {callingAgent}
        \(authorization)Supported: path, outbound
        Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY
        Expires: 300

        """
    }

    private static let registerAnswer = """
        Via: SIP/2.0/UDP {calling}:5060;branch=z9hG4bK{branch};rport=5060;received={calling}
        From: "{caller}" <sip:{caller}@{domain}>;tag={fromTag}
        To: <sip:{caller}@{domain}>;tag={toTag}
        Call-ID: {callID}
        CSeq: {sequence} REGISTER

        """
}
