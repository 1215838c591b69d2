// HEP that a capture holds, passed on.

internal import HEP
internal import SIP

/// Makes what was captured of an agent fit to be sent to a collector over a stream.
enum HEPForwarding {
    /// The packet, as version 3 and with a time; nil when the bytes are no HEP.
    ///
    /// Versions 1 and 2 have no length, and version 1 no time: they are written anew. Their first bytes
    /// are weak evidence, so what they carry must be SIP.
    static func packet(_ bytes: Span<UInt8>, time: Int64, node: [UInt8]) -> [UInt8]? {
        switch HEPFormat.detect(bytes) {
        case .version3: version3(bytes, time: time)
        case .version1, .version2: version12(bytes, time: time, node: node)
        case .gzip, .protobuf, .unknown: nil
        }
    }

    private static func version3(_ bytes: Span<UInt8>, time: Int64) -> [UInt8]? {
        guard let packet = try? HEPDecoder.decode(bytes, now: time) else { return nil }
        var copy: [UInt8] = []
        copy.reserveCapacity(packet.consumed + 20)
        for index in 0..<packet.consumed { copy.append(bytes[index]) }
        if packet.time == nil { appendTime(time, to: &copy) }
        // A packet that was captured cut says more than there is.
        guard copy.count <= HEP.Limits.packetBytesMax else { return nil }
        copy[4] = UInt8(copy.count >> 8)
        copy[5] = UInt8(copy.count & 0xFF)
        return copy
    }

    /// Two chunks behind all others: of what is repeated the last one counts.
    private static func appendTime(_ time: Int64, to packet: inout [UInt8]) {
        let held = max(time, 0)
        for (type, number) in [
            (ChunkType.seconds, UInt32(clamping: held / 1_000_000)),
            (ChunkType.microseconds, UInt32(held % 1_000_000)),
        ] {
            packet += [0, 0, UInt8(type >> 8), UInt8(type & 0xFF), 0, 10]
            for shift in [24, 16, 8, 0] as [UInt32] {
                packet.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
    }

    private static func version12(
        _ bytes: Span<UInt8>, time: Int64, node: [UInt8]
    ) -> [UInt8]? {
        guard let packet = try? HEPDecoder.decode(bytes, now: time) else { return nil }
        let payload = bytes.extracting(packet.payload)
        guard SIPSniff.classify(payload) == .sip else { return nil }
        var encoder = HEPEncoder(
            source: packet.source, sourcePort: packet.sourcePort, destination: packet.destination,
            destinationPort: packet.destinationPort)
        encoder.ipProtocol = packet.ipProtocol
        encoder.time = packet.time ?? time
        // Of version 1 nobody knows who sent it.
        if let captureID = packet.captureID {
            encoder.captureID = captureID
        } else {
            encoder.nodeName = node
        }
        return try? encoder.encode(payload)
    }
}
