// The chunks of one version 3 packet, gathered.

/// Takes chunks in any order and writes what they say into a packet.
///
/// A repeated number or text: the last one counts. A repeated payload: the first that has bytes.
/// The packet is passed along and not held, since copying it costs as much as decoding it.
struct ChunkCollector {
    /// Seconds and microseconds, which come in two chunks.
    var time = AgentTime()

    /// The first compressed payload that has bytes, until it is known whether it is needed.
    private var compressed = 0..<0

    /// Whether any chunk was one that this library knows.
    private(set) var hasKnownChunk = false

    /// Takes one chunk whose body lies within `bytes`.
    ///
    /// Chunks of a vendor are skipped: what they hold is the vendor's own matter.
    mutating func take(
        vendor: UInt16, type: UInt16, body: Range<Int>, of bytes: Span<UInt8>,
        into packet: inout HEPPacket
    ) {
        guard vendor == 0 else { return }
        if type <= ChunkType.captureID {
            takeAddressing(type: type, body: body, of: bytes, into: &packet)
        } else if !takeContent(type: type, body: body, of: bytes, into: &packet),
            !takeMeasurement(type: type, body: body, of: bytes, into: &packet)
        {
            return
        }
        hasKnownChunk = true
    }

    /// Whether the payload that ends at `start` is meant to reach to `end`; if so, it does now.
    ///
    /// Some senders leave the six bytes of the header out of the length of the payload chunk. When
    /// it is the last chunk, exactly six bytes are left over: the end of the payload.
    mutating func payloadClaimsRest(
        from start: Int, upTo end: Int, of packet: inout HEPPacket
    ) -> Bool {
        guard end - start == Limits.chunkHeaderBytes, !packet.flags.contains(.truncated) else {
            return false
        }
        if packet.payload.upperBound == start {
            packet.payload = packet.payload.lowerBound..<end
        } else if compressed.upperBound == start {
            compressed = compressed.lowerBound..<end
        } else {
            return false
        }
        packet.flags.insert(.lengthRepaired)
        return true
    }

    /// Writes what could not be written before the last chunk was seen.
    func finish(_ packet: inout HEPPacket, of bytes: Span<UInt8>, now: Int64) {
        if packet.payload.isEmpty { packet.compressedPayload = compressed }
        time.store(in: &packet, now: now)
        packet.stripTrailingNULs(of: bytes)
        packet.judgeAddresses()
    }

    /// Takes a chunk that carries bytes; false when it is none of them.
    private mutating func takeContent(
        type: UInt16, body: Range<Int>, of bytes: Span<UInt8>, into packet: inout HEPPacket
    ) -> Bool {
        // An empty text counts as absent: sngrep sends an empty key when it has none.
        let kept = !body.isEmpty
        switch type {
        case ChunkType.payload:
            if packet.payload.isEmpty { packet.payload = body }
        case ChunkType.compressedPayload:
            if compressed.isEmpty, body.count > Limits.compressedPayloadBytesIgnored {
                compressed = body
            }
        case ChunkType.correlationID:
            if kept, !Self.isNumber(body, of: bytes) { packet.correlationID = body }
        case ChunkType.authenticationKey: if kept { packet.authenticationKey = body }
        case ChunkType.nodeName: if kept { packet.nodeName = body }
        case ChunkType.extraCorrelation: if kept { packet.extraCorrelation = body }
        case ChunkType.geoLocation: if kept { packet.geoLocation = body }
        case ChunkType.transactionType: if kept { packet.transactionType = body }
        case ChunkType.payloadKeys: if kept { packet.payloadKeys = body }
        case ChunkType.tagValues: if kept { packet.tagValues = body }
        case ChunkType.groupID: if kept { packet.groupID = body }
        default: return false
        }
        return true
    }

    /// Whether a correlation id is a number of the 2013 draft and not text.
    ///
    /// There the chunk was an SS7 protocol of two bytes; four are seen as well.
    private static func isNumber(_ body: Range<Int>, of bytes: Span<UInt8>) -> Bool {
        guard body.count == 2 || body.count == 4 else { return false }
        for offset in body where bytes[offset] < 0x20 || bytes[offset] > 0x7E { return true }
        return false
    }
}
