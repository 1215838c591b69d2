// Versions 1 and 2: a fixed header, then SIP to the end of the datagram.

extension HEPDecoder {
    /// Decodes a version 1 or 2 packet whose version and family bytes have been recognised.
    ///
    ///     0         1         2         3         4                   6
    ///     +---------+---------+---------+---------+---------+---------+---------+---------+
    ///     | version | hp_l    | family  | proto   | source port       | destination port  |
    ///     +---------+---------+---------+---------+---------+---------+---------+---------+
    ///     | source address, 4 or 16 bytes         | destination address, 4 or 16 bytes    |
    ///     +---------------------------------------+-------------------+-------------------+
    ///     | version 2: seconds, 4 | microseconds, 4 | capture id, 2   | padding, 2        |
    ///     +-----------------------+-----------------+-----------------+-------------------+
    ///     | SIP
    ///
    /// The header's own length is never read: sofia-sip counts the time in, Kamailio and OpenSIPS
    /// do not, and sngrep sends half of another number.
    static func decodeVersion12(
        _ bytes: Span<UInt8>, into packet: inout HEPPacket, now: Int64
    ) throws(HEPError) {
        let addressBytes = bytes[2] == AddressFamily.v4 ? 4 : 16
        let timeStart = 8 + 2 * addressBytes
        let payloadStart = packet.version == 2 ? timeStart + 12 : timeStart
        guard bytes.count >= payloadStart else {
            throw HEPError(.length, offset: bytes.count, field: "header")
        }
        packet.ipProtocol = bytes[3]
        packet.sourcePort = bytes.uint16(at: 4)
        packet.destinationPort = bytes.uint16(at: 6)
        if addressBytes == 4 {
            packet.source = HEPAddress(v4: bytes.uint32(at: 8))
            packet.destination = HEPAddress(v4: bytes.uint32(at: 12))
        } else {
            packet.source = HEPAddress(v6High: bytes.uint64(at: 8), low: bytes.uint64(at: 16))
            packet.destination = HEPAddress(v6High: bytes.uint64(at: 24), low: bytes.uint64(at: 32))
        }
        if packet.version == 2 {
            decodeTimeHeader(bytes, at: timeStart, into: &packet, now: now)
        }
        packet.protocolType = ProtocolType.sip
        packet.payload = payloadStart..<bytes.count
        packet.consumed = bytes.count
        packet.stripTrailingNULs(of: bytes)
        packet.judgeAddresses()
    }

    /// Reads the time header of version 2.
    ///
    /// Every agent sends the byte order of its own processor, Kamailio little-endian on purpose.
    /// So that order is tried first, and the other one when it makes no sense.
    private static func decodeTimeHeader(
        _ bytes: Span<UInt8>, at start: Int, into packet: inout HEPPacket, now: Int64
    ) {
        let seconds = bytes.uint32(at: start)
        let microseconds = bytes.uint32(at: start + 4)
        let captureID = bytes.uint16(at: start + 8)
        let bigEndian = AgentTime(seconds: UInt64(seconds), microseconds: UInt64(microseconds))
        let littleEndian = AgentTime(
            seconds: UInt64(seconds.byteSwapped), microseconds: UInt64(microseconds.byteSwapped))
        if littleEndian.believed(now: now) == nil, bigEndian.believed(now: now) != nil {
            bigEndian.store(in: &packet, now: now)
            packet.flags.insert(.timeRepaired)
            packet.captureID = UInt32(captureID)
        } else {
            littleEndian.store(in: &packet, now: now)
            packet.captureID = UInt32(captureID.byteSwapped)
        }
    }
}
