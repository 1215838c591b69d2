// Version 3: a length, then chunks in any order.

extension HEPDecoder {
    /// Decodes a version 3 packet whose magic has been recognised.
    ///
    ///     0                                       4                   6
    ///     +---------+---------+---------+---------+---------+---------+---------
    ///     | "HEP3", "EEP3" or "EEP1"              | length of all     | chunks ...
    ///     +---------+---------+---------+---------+---------+---------+---------
    ///
    ///     0                   2                   4                   6
    ///     +---------+---------+---------+---------+---------+---------+---------
    ///     | vendor            | type              | length with these | body ...
    ///     +---------+---------+---------+---------+---------+---------+---------
    ///
    /// All numbers are big-endian (HEP3 rev 37 §3).
    static func decodeVersion3(
        _ bytes: Span<UInt8>, into packet: inout HEPPacket, now: Int64
    ) throws(HEPError) {
        guard bytes.count >= Limits.headerBytes else {
            throw HEPError(.length, offset: bytes.count, field: "total length")
        }
        let declared = Int(bytes.uint16(at: 4))
        guard declared >= Limits.headerBytes else {
            throw HEPError(.length, offset: 4, field: "total length")
        }
        let end = min(declared, bytes.count)
        var collector = ChunkCollector()
        if declared > bytes.count { packet.flags.insert(.truncated) }
        if declared < bytes.count { packet.flags.insert(.surplus) }
        try walkChunks(bytes, upTo: end, by: &collector, into: &packet)
        guard collector.hasKnownChunk else {
            let reason: HEPError.Reason = declared > bytes.count ? .length : .empty
            throw HEPError(reason, offset: Limits.headerBytes, field: "chunks")
        }
        packet.consumed = end
        collector.finish(&packet, of: bytes, now: now)
    }

    /// Hands every chunk below `end` to the collector.
    private static func walkChunks(
        _ bytes: Span<UInt8>, upTo end: Int, by collector: inout ChunkCollector,
        into packet: inout HEPPacket
    ) throws(HEPError) {
        var start = Limits.headerBytes
        while end - start >= Limits.chunkHeaderBytes {
            let vendor = bytes.uint16(at: start)
            let type = bytes.uint16(at: start + 2)
            let length = Int(bytes.uint16(at: start + 4))
            if length != Limits.chunkHeaderBytes,
                collector.payloadClaimsRest(from: start, upTo: end, of: &packet)
            {
                return
            }
            guard length >= Limits.chunkHeaderBytes else {
                throw HEPError(.chunk, offset: start, field: "chunk length")
            }
            let body = start + Limits.chunkHeaderBytes
            if length <= end - start {
                collector.take(
                    vendor: vendor, type: type, body: body..<(start + length), of: bytes,
                    into: &packet)
            } else if vendor == 0, type == ChunkType.payload {
                // The captured bytes are worth showing even when their end was lost.
                packet.flags.insert(.truncated)
                collector.take(
                    vendor: vendor, type: type, body: body..<end, of: bytes, into: &packet)
                return
            } else if packet.flags.contains(.truncated) {
                return
            } else {
                throw HEPError(.chunk, offset: start, field: "chunk length")
            }
            start += length
        }
        if start < end, !packet.flags.contains(.truncated) {
            packet.flags.insert(.chunkIgnored)
        }
    }
}
