// The transport numbers of a HEP packet.

/// The values of ``HEPPacket/ipProtocol``.
///
/// IANA's protocol numbers, of which agents use two for what they are not: 22 for TLS (sofia-sip,
/// Kamailio, OpenSIPS) and 50 for WebSocket (OpenSIPS).
public enum IPProtocol {
    /// TCP; also WebSocket from sofia-sip, and every reliable transport from Asterisk.
    public static let tcp: UInt8 = 6
    /// UDP.
    public static let udp: UInt8 = 17
    /// TLS; also WebSocket from Kamailio.
    public static let tls: UInt8 = 22
    /// WebSocket, secure or not.
    public static let webSocket: UInt8 = 50
    /// SCTP.
    public static let sctp: UInt8 = 132
}
