// The header fields that have a name here, with their compact forms.

extension SIPHeaderName {
    /// `Via`, compact `v`: RFC 3261 §20.42.
    public static let via = SIPHeaderName("Via", compact: 0x76)

    /// `From`, compact `f`: RFC 3261 §20.20.
    public static let from = SIPHeaderName("From", compact: 0x66)

    /// `To`, compact `t`: RFC 3261 §20.39.
    public static let to = SIPHeaderName("To", compact: 0x74)

    /// `Call-ID`, compact `i`: RFC 3261 §20.8.
    public static let callID = SIPHeaderName("Call-ID", compact: 0x69)

    /// `CSeq`: RFC 3261 §20.16.
    public static let cseq = SIPHeaderName("CSeq")

    /// `Contact`, compact `m`: RFC 3261 §20.10.
    public static let contact = SIPHeaderName("Contact", compact: 0x6d)

    /// `Content-Type`, compact `c`: RFC 3261 §20.15.
    public static let contentType = SIPHeaderName("Content-Type", compact: 0x63)

    /// `Content-Length`, compact `l`: RFC 3261 §20.14.
    public static let contentLength = SIPHeaderName("Content-Length", compact: 0x6c)

    /// `Content-Encoding`, compact `e`: RFC 3261 §20.12.
    public static let contentEncoding = SIPHeaderName("Content-Encoding", compact: 0x65)

    /// `Max-Forwards`: RFC 3261 §20.22.
    public static let maxForwards = SIPHeaderName("Max-Forwards")

    /// `Reason`: RFC 3326.
    public static let reason = SIPHeaderName("Reason")

    /// `Replaces`: RFC 3891.
    public static let replaces = SIPHeaderName("Replaces")

    /// `Join`: RFC 3911.
    public static let join = SIPHeaderName("Join")

    /// `Target-Dialog`: RFC 4538.
    public static let targetDialog = SIPHeaderName("Target-Dialog")

    /// `In-Reply-To`: RFC 3261 §20.21.
    public static let inReplyTo = SIPHeaderName("In-Reply-To")

    /// `Refer-To`, compact `r`: RFC 3515.
    public static let referTo = SIPHeaderName("Refer-To", compact: 0x72)

    /// `Referred-By`, compact `b`: RFC 3892.
    public static let referredBy = SIPHeaderName("Referred-By", compact: 0x62)

    /// `Session-ID`: RFC 7989.
    public static let sessionID = SIPHeaderName("Session-ID")

    /// `Session-Expires`, compact `x`: RFC 4028.
    public static let sessionExpires = SIPHeaderName("Session-Expires", compact: 0x78)

    /// `User-Agent`: RFC 3261 §20.41.
    public static let userAgent = SIPHeaderName("User-Agent")

    /// `Server`: RFC 3261 §20.35.
    public static let server = SIPHeaderName("Server")

    /// `Warning`: RFC 3261 §20.43.
    public static let warning = SIPHeaderName("Warning")

    /// `Authorization`: RFC 3261 §20.7.
    public static let authorization = SIPHeaderName("Authorization")

    /// `Proxy-Authorization`: RFC 3261 §20.28.
    public static let proxyAuthorization = SIPHeaderName("Proxy-Authorization")

    /// `WWW-Authenticate`: RFC 3261 §20.44.
    public static let wwwAuthenticate = SIPHeaderName("WWW-Authenticate")

    /// `Proxy-Authenticate`: RFC 3261 §20.27.
    public static let proxyAuthenticate = SIPHeaderName("Proxy-Authenticate")

    /// `Route`: RFC 3261 §20.34.
    public static let route = SIPHeaderName("Route")

    /// `Record-Route`: RFC 3261 §20.30.
    public static let recordRoute = SIPHeaderName("Record-Route")

    /// `Path`: RFC 3327.
    public static let path = SIPHeaderName("Path")

    /// `Diversion`: RFC 5806.
    public static let diversion = SIPHeaderName("Diversion")

    /// `History-Info`: RFC 7044.
    public static let historyInfo = SIPHeaderName("History-Info")

    /// `P-Asserted-Identity`: RFC 3325.
    public static let pAssertedIdentity = SIPHeaderName("P-Asserted-Identity")

    /// `Remote-Party-ID`: a draft that phones still follow.
    public static let remotePartyID = SIPHeaderName("Remote-Party-ID")

    /// `P-Charging-Vector`: RFC 7315.
    public static let pChargingVector = SIPHeaderName("P-Charging-Vector")

    /// `Identity`, compact `y`: RFC 8224.
    public static let identity = SIPHeaderName("Identity", compact: 0x79)

    /// `User-to-User`: RFC 7433.
    public static let userToUser = SIPHeaderName("User-to-User")

    /// `Retry-After`: RFC 3261 §20.33.
    public static let retryAfter = SIPHeaderName("Retry-After")

    /// `Expires`: RFC 3261 §20.19.
    public static let expires = SIPHeaderName("Expires")

    /// `Date`: RFC 3261 §20.17.
    public static let date = SIPHeaderName("Date")

    /// `Supported`, compact `k`: RFC 3261 §20.37.
    public static let supported = SIPHeaderName("Supported", compact: 0x6b)

    /// `Require`: RFC 3261 §20.32.
    public static let require = SIPHeaderName("Require")

    /// `Subject`, compact `s`: RFC 3261 §20.36.
    public static let subject = SIPHeaderName("Subject", compact: 0x73)

    /// `Event`, compact `o`: RFC 6665.
    public static let event = SIPHeaderName("Event", compact: 0x6f)

    /// `Allow-Events`, compact `u`: RFC 6665.
    public static let allowEvents = SIPHeaderName("Allow-Events", compact: 0x75)

    /// `Accept-Contact`, compact `a`: RFC 3841.
    public static let acceptContact = SIPHeaderName("Accept-Contact", compact: 0x61)

    /// `Reject-Contact`, compact `j`: RFC 3841.
    public static let rejectContact = SIPHeaderName("Reject-Contact", compact: 0x6a)

    /// `Request-Disposition`, compact `d`: RFC 3841.
    public static let requestDisposition = SIPHeaderName("Request-Disposition", compact: 0x64)

    /// `Identity-Info`, compact `n`: RFC 4474.
    public static let identityInfo = SIPHeaderName("Identity-Info", compact: 0x6e)

    /// `RSeq`: RFC 3262.
    public static let rseq = SIPHeaderName("RSeq")

    /// `RAck`: RFC 3262.
    public static let rack = SIPHeaderName("RAck")

    /// `X-CID`: the Call-ID of the other leg, by convention of Homer and sngrep.
    public static let xCID = SIPHeaderName("X-CID")

    /// `X-Call-ID`: the Call-ID of the other leg, by convention.
    public static let xCallID = SIPHeaderName("X-Call-ID")

    /// `X-RTP-Stat`: media statistics in a BYE, by convention of several phones.
    public static let xRTPStat = SIPHeaderName("X-RTP-Stat")

    /// `P-RTP-Stat`: media statistics in a BYE, by convention of several phones.
    public static let pRTPStat = SIPHeaderName("P-RTP-Stat")

    /// All of them.
    static let known: [SIPHeaderName] = [
        .via, .from, .to, .callID, .cseq, .contact, .contentType, .contentLength, .contentEncoding,
        .maxForwards, .reason, .replaces, .join, .targetDialog, .inReplyTo, .referTo, .referredBy,
        .sessionID, .sessionExpires, .userAgent, .server, .warning, .authorization,
        .proxyAuthorization, .wwwAuthenticate, .proxyAuthenticate, .route, .recordRoute, .path,
        .diversion, .historyInfo, .pAssertedIdentity, .remotePartyID, .pChargingVector, .identity,
        .userToUser, .retryAfter, .expires, .date, .supported, .require, .subject, .event,
        .allowEvents, .acceptContact, .rejectContact, .requestDisposition, .identityInfo, .rseq,
        .rack, .xCID, .xCallID, .xRTPStat, .pRTPStat,
    ]
}
