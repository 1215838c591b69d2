// The numbers that say what a payload is.

/// The values of ``HEPPacket/protocolType`` that mean something to a call tracer.
///
/// From HEP3 rev 37 §4.2 unless a comment names the agent that made it up. Agents disagree, so a
/// type is a hint and the payload decides.
public enum ProtocolType {
    /// Absent or reserved.
    public static let none: UInt8 = 0
    /// SIP; keep-alives, STUN and TLS records arrive under it, too.
    public static let sip: UInt8 = 1
    /// RTCP as JSON (raw RTCP from some senders).
    public static let rtcp: UInt8 = 5
    /// Quality report of old captagent and Kamailio; not in the specification.
    public static let qualityReport: UInt8 = 32
    /// Mean opinion score, full JSON.
    public static let mosFull: UInt8 = 34
    /// Mean opinion score, short.
    public static let mosShort: UInt8 = 35
    /// Quality of an Oracle session border controller, by horaclifix; not in the specification.
    public static let horaclifix: UInt8 = 38
    /// SIP inside JSON.
    public static let sipJSON: UInt8 = 50
    /// RTCP of the pion library as JSON.
    public static let rtcpPion: UInt8 = 58
    /// Call detail record.
    public static let callDetailRecord: UInt8 = 60
    /// Verto JSON-RPC by the specification, but rtpengine's control protocol by default.
    public static let vertoOrRTPEngine: UInt8 = 61
    /// Log line of old OpenSIPS; not in the specification.
    public static let openSIPSLog: UInt8 = 86
    /// Management interface event of OpenSIPS; not in the specification.
    public static let openSIPSManagement: UInt8 = 87
    /// REST call of OpenSIPS; not in the specification.
    public static let openSIPSRest: UInt8 = 88
    /// Connection event of OpenSIPS; not in the specification.
    public static let openSIPSConnection: UInt8 = 89
    /// OpenSIPS `correlate()`: a link between two identities and no payload; not in the
    /// specification.
    public static let openSIPSCorrelation: UInt8 = 96
    /// SIP PUBLISH with a quality report (RFC 6035), by captagent; not in the specification.
    public static let voiceQualityPublish: UInt8 = 99
    /// Log line or event; in wide use and not in the specification.
    public static let log: UInt8 = 100
}
