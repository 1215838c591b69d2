// What the stages work on: the same traffic for all.

internal import CallGraph
internal import HEP
internal import LoadGenerator
internal import SIP

/// Generated messages, taken apart as far as the stage before would have done.
struct StageInput {
    /// One message.
    struct Message {
        /// Where its packet lies.
        let packet: Range<Int>
        /// Where its SIP message lies.
        let payload: Range<Int>
        /// The message, parsed.
        let message: SIPMessage
        /// Its record's header.
        let header: RecordHeader
        /// Its keys, in `StageInput.keys`.
        let keys: Range<Int>
    }

    /// The name of the node that saw them.
    static let node: [UInt8] = Array("3001".utf8)

    /// All packets, one after the other.
    let slab: [UInt8]
    /// The messages in their order.
    let messages: [Message]
    /// The keys of all messages.
    let keys: [IdentityKey]
    /// Makes keys; its seed is the same in every run.
    let hasher = IdentityHasher(seed: (1, 2))

    /// The time of the first message, in microseconds since 1970.
    private static let start: Int64 = 1_795_770_000_000_000

    /// The first `used` of `count` messages a hundred microseconds apart, with 4,000 live dialogs.
    init(count: Int, used: Int) throws {
        var traffic = Traffic(TrafficSettings(seed: 42, liveDialogs: 4000))
        var slab: [UInt8] = []
        var messages: [Message] = []
        var keys: [IdentityKey] = []
        var scanner = SIPMentionScanner()
        let nobody = hasher.key(Identity.withoutCallID.id)
        let none: [UInt8] = []
        for index in 0..<count {
            let begin = slab.count
            let time = Self.start + Int64(index) * 100
            _ = traffic.appendNext(time: time, to: &slab)
            let bytes = slab.span.extracting(begin..<slab.count)
            let packet = try HEPDecoder.decode(bytes, now: time)
            let payload = bytes.extracting(packet.payload)
            let message = SIPMessage.parse(payload)
            let found = IdentityKeys(
                message, payload, correlation: none.span, scanner: &scanner, hasher: hasher,
                withoutCallID: nobody)
            let firstKey = keys.count
            for key in 0..<found.count { keys.append(found[key]) }
            messages.append(
                Message(
                    packet: begin..<slab.count,
                    payload: (begin + packet.payload.lowerBound)..<(begin
                        + packet.payload.upperBound), message: message,
                    header: RecordHeader(
                        kind: .sip, ipProtocol: packet.ipProtocol,
                        time: Timestamp(microseconds: time),
                        received: Timestamp(microseconds: time),
                        source: Endpoint(
                            v4: UInt32(truncatingIfNeeded: packet.source.low),
                            port: packet.sourcePort),
                        destination: Endpoint(
                            v4: UInt32(truncatingIfNeeded: packet.destination.low),
                            port: packet.destinationPort),
                        sender: Endpoint(v4: 0x7f00_0001, port: 0)),
                    keys: firstKey..<keys.count))
        }
        self.slab = slab
        messages.removeLast(max(0, count - used))
        self.messages = messages
        self.keys = keys
    }
}
