// The numbers of the generic chunks of a version 3 packet.

/// The generic chunk types, vendor 0 (HEP3 rev 37 §4).
///
/// Plain numbers and not an enumeration: unknown ones are legal and are skipped.
public enum ChunkType {
    /// Address family, the sender's `AF_` constant: one byte.
    public static let family: UInt16 = 0x0001
    /// IP protocol, see ``IPProtocol``: one byte.
    public static let ipProtocol: UInt16 = 0x0002
    /// IPv4 source address: four bytes, seen with sixteen.
    public static let sourceV4: UInt16 = 0x0003
    /// IPv4 destination address: four bytes, seen with sixteen.
    public static let destinationV4: UInt16 = 0x0004
    /// IPv6 source address: sixteen bytes.
    public static let sourceV6: UInt16 = 0x0005
    /// IPv6 destination address: sixteen bytes.
    public static let destinationV6: UInt16 = 0x0006
    /// Source port: two bytes.
    public static let sourcePort: UInt16 = 0x0007
    /// Destination port: two bytes.
    public static let destinationPort: UInt16 = 0x0008
    /// Seconds since 1970: four bytes.
    public static let seconds: UInt16 = 0x0009
    /// Microseconds of the second: four bytes.
    public static let microseconds: UInt16 = 0x000A
    /// What the payload is, see ``ProtocolType``: one byte.
    public static let protocolType: UInt16 = 0x000B
    /// Number of the capture agent: four bytes.
    public static let captureID: UInt16 = 0x000C
    /// Keep-alive interval in seconds: two bytes.
    public static let keepAlive: UInt16 = 0x000D
    /// Authentication key as plain text.
    public static let authenticationKey: UInt16 = 0x000E
    /// The captured bytes.
    public static let payload: UInt16 = 0x000F
    /// The captured bytes, compressed with zlib, gzip or raw deflate.
    public static let compressedPayload: UInt16 = 0x0010
    /// Text that ties packets together, usually the SIP Call-ID.
    public static let correlationID: UInt16 = 0x0011
    /// VLAN, low twelve bits: two bytes.
    public static let vlan: UInt16 = 0x0012
    /// Name of the capture agent.
    public static let nodeName: UInt16 = 0x0013
    /// Source MAC address: eight bytes, seen with six.
    public static let sourceMAC: UInt16 = 0x0014
    /// Destination MAC address: eight bytes, seen with six.
    public static let destinationMAC: UInt16 = 0x0015
    /// EtherType: two bytes.
    public static let etherType: UInt16 = 0x0016
    /// TCP flags: one byte.
    public static let tcpFlags: UInt16 = 0x0017
    /// IP type of service or traffic class: one byte.
    public static let trafficClass: UInt16 = 0x0018
    /// Mean opinion score times 100: two bytes.
    public static let mos: UInt16 = 0x0020
    /// R factor, scale not specified: two bytes.
    public static let rFactor: UInt16 = 0x0021
    /// Geographic location as text.
    public static let geoLocation: UInt16 = 0x0022
    /// Jitter: four bytes.
    public static let jitter: UInt16 = 0x0023
    /// Transaction type as text: "call", "registration".
    public static let transactionType: UInt16 = 0x0024
    /// Keys of a JSON payload.
    public static let payloadKeys: UInt16 = 0x0025
    /// Tags as text.
    public static let tagValues: UInt16 = 0x0026
    /// Kind of the tags: two bytes.
    public static let tagType: UInt16 = 0x0027
    /// Event type, 1 recording and 2 lawful recording: two bytes.
    public static let eventType: UInt16 = 0x0028
    /// Group identity as text.
    public static let groupID: UInt16 = 0x0029
    /// Further correlation as a JSON object; not in the specification, sent by OpenSIPS.
    public static let extraCorrelation: UInt16 = 0x0065
}
