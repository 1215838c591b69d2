// Who says how media was.

/// The form in which a report came. The raw value is the word in metrics and answers.
public enum QualitySource: String, CaseIterable, Sendable {
    /// RTCP as on the wire (RFC 3550).
    case rtcp
    /// RTCP as an agent's JSON: rtpengine, heplify, captagent, Asterisk, pion.
    case rtcpJSON = "rtcp_json"
    /// The VoIP metrics block of RTCP XR (RFC 3611 §4.7), in either form.
    case rtcpXR = "rtcp_xr"
    /// A telephone's report in SIP (RFC 6035), or its short form in HEP.
    case vqRTCPXR = "vq_rtcpxr"
    /// Statistics in the header of a BYE or its answer.
    case bye
    /// What a switch says of a channel in its events.
    case `switch`
    /// What a switch says of a channel in its CDR.
    case cdr
    /// A summary that an agent made of RTP it saw: HEP types 34 and 38.
    case agent

    /// The place in a table of all.
    public var index: Int {
        switch self {
        case .rtcp: 0
        case .rtcpJSON: 1
        case .rtcpXR: 2
        case .vqRTCPXR: 3
        case .bye: 4
        case .switch: 5
        case .cdr: 6
        case .agent: 7
        }
    }
}
