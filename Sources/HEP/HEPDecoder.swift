// Bytes to packet: the way in.

/// Decodes HEP versions 1, 2 and 3.
///
/// Nothing is allocated and nothing a sender can write makes it trap. A packet whose parts are
/// odd but usable is returned with ``HEPPacket/flags``; one that is not a packet is an error.
public enum HEPDecoder {
    /// Decodes the packet at the start of `bytes`, a datagram or one frame of a stream.
    ///
    /// - Parameters:
    ///   - bytes: At most one packet; what follows its declared length is flagged as surplus.
    ///   - now: The time of receipt in microseconds since 1970, to tell absurd times from good.
    /// - Throws: ``HEPError`` with the reason. Gzip and protobuf are recognised and refused; let
    ///   gzip be inflated first and decode what comes out.
    public static func decode(_ bytes: Span<UInt8>, now: Int64) throws(HEPError) -> HEPPacket {
        var packet = HEPPacket(version: 3)
        switch HEPFormat.detect(bytes) {
        case .version3:
            try decodeVersion3(bytes, into: &packet, now: now)
        case .version1:
            packet.version = 1
            try decodeVersion12(bytes, into: &packet, now: now)
        case .version2:
            packet.version = 2
            try decodeVersion12(bytes, into: &packet, now: now)
        case .gzip:
            throw HEPError(.compressed, offset: 0)
        case .protobuf:
            throw HEPError(.protobuf, offset: 0)
        case .unknown:
            throw refusal(of: bytes)
        }
        return packet
    }

    /// Why bytes of unknown format are refused.
    private static func refusal(of bytes: Span<UInt8>) -> HEPError {
        guard bytes.count >= 3 else {
            return HEPError(.length, offset: bytes.count, field: "magic")
        }
        guard bytes[0] == 1 || bytes[0] == 2 else {
            return HEPError(.magic, offset: 0, field: "magic")
        }
        return HEPError(.family, offset: 2, field: "address family")
    }
}
