// What one HEP packet says.

/// A decoded packet: numbers by value, bytes as ranges of the datagram it was decoded from.
///
/// The struct owns nothing and copies trivially; whoever keeps it keeps the datagram as well. A
/// range of something absent is empty. All ranges lie within `0..<consumed`.
public struct HEPPacket: Sendable, Equatable {
    /// The version of the protocol: 1, 2 or 3 (EEP counts as 3).
    public var version: UInt8

    /// How the captured message travelled; see ``IPProtocol``. 0 when absent.
    public var ipProtocol: UInt8 = 0

    /// Where the captured message came from.
    public var source: HEPAddress = .none

    /// Where the captured message went.
    public var destination: HEPAddress = .none

    /// The port it came from; 0 when absent.
    public var sourcePort: UInt16 = 0

    /// The port it went to; 0 when absent.
    public var destinationPort: UInt16 = 0

    /// When the agent captured it, in microseconds since 1970 by the agent's clock.
    ///
    /// Nil when it is absent, before 2000 or more than a day ahead of the receiver; the time of
    /// receipt is then all there is, and ``Flags/timeUnusable`` tells the absurd from the absent.
    public var time: Int64?

    /// What the payload is; see ``ProtocolType``. 0 when absent.
    public var protocolType: UInt8 = ProtocolType.none

    /// The number of the capture agent; nil in version 1 and when absent.
    public var captureID: UInt32?

    /// The captured bytes; empty when there are none. SIP is without trailing NUL bytes.
    public var payload: Range<Int> = 0..<0

    /// The captured bytes still compressed: gzip, zlib or raw deflate. Empty when there is a
    /// ``payload``.
    public var compressedPayload: Range<Int> = 0..<0

    /// Text that ties packets together: usually the Call-ID, from Asterisk perhaps a channel name.
    public var correlationID: Range<Int> = 0..<0

    /// The key the agent shows, plain; never to be logged. An empty chunk counts as absent.
    public var authenticationKey: Range<Int> = 0..<0

    /// The name of the capture agent.
    public var nodeName: Range<Int> = 0..<0

    /// Further correlation as a JSON object (OpenSIPS, chunk 101).
    public var extraCorrelation: Range<Int> = 0..<0

    /// Transaction type: "call", "registration".
    public var transactionType: Range<Int> = 0..<0

    /// Tags the agent's script set.
    public var tagValues: Range<Int> = 0..<0

    /// Geographic location.
    public var geoLocation: Range<Int> = 0..<0

    /// Keys of a JSON payload.
    public var payloadKeys: Range<Int> = 0..<0

    /// Identity of a group of agents.
    public var groupID: Range<Int> = 0..<0

    /// Mean opinion score times 100.
    public var mosTimes100: UInt16?

    /// R factor as sent; values over 100 are times 100.
    public var rFactor: UInt16?

    /// Jitter as sent; the specification gives no unit.
    public var jitter: UInt32?

    /// VLAN identity, twelve bits.
    public var vlan: UInt16?

    /// EtherType of the captured frame.
    public var etherType: UInt16?

    /// Source MAC address in the low 48 bits.
    public var sourceMAC: UInt64?

    /// Destination MAC address in the low 48 bits.
    public var destinationMAC: UInt64?

    /// Flags of the captured TCP segment.
    public var tcpFlags: UInt8?

    /// IP type of service or traffic class.
    public var trafficClass: UInt8?

    /// Interval of keep-alives in seconds.
    public var keepAliveSeconds: UInt16?

    /// Kind of ``tagValues``.
    public var tagType: UInt16?

    /// 1 for a recording, 2 for a lawful one.
    public var eventType: UInt16?

    /// What was odd about the packet and what was repaired.
    public var flags: Flags = []

    /// How many bytes the packet took; what follows in a datagram is ``Flags/surplus``.
    public var consumed: Int = 0

    /// A packet of `version` that says nothing yet.
    public init(version: UInt8) {
        self.version = version
    }
}
