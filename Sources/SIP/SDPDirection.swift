// Which way media flows.

/// The direction of a stream as its sender sees it.
///
/// Source: RFC 8866 §6.7, RFC 3264 §5.1.
public enum SDPDirection: UInt8, CaseIterable, Sendable {
    /// Both ways; what holds when nothing is said.
    case sendReceive
    /// The sender of the description will only send: a hold with music.
    case sendOnly
    /// The sender of the description will only receive.
    case receiveOnly
    /// No media: a hold.
    case inactive

    /// The direction that an attribute states, nil for any other attribute.
    static func parse(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> SDPDirection? {
        guard upper - lower == 8 else { return nil }
        if bytes.equals("sendrecv", lower, upper, ignoringCase: true) { return .sendReceive }
        if bytes.equals("sendonly", lower, upper, ignoringCase: true) { return .sendOnly }
        if bytes.equals("recvonly", lower, upper, ignoringCase: true) { return .receiveOnly }
        return bytes.equals("inactive", lower, upper, ignoringCase: true) ? .inactive : nil
    }
}
