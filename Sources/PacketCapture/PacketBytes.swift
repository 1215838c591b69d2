// Headers of IP, UDP and TCP around bytes.

/// Makes packets.
enum PacketBytes {
    /// A UDP datagram (RFC 768). The message fits into one.
    static func udp(
        _ message: Span<UInt8>, from source: PacketEndpoint, to destination: PacketEndpoint
    ) -> [UInt8] {
        var datagram: [UInt8] = []
        datagram.reserveCapacity(8 + message.count)
        datagram.appendBig(source.port)
        datagram.appendBig(destination.port)
        datagram.appendBig(UInt16(truncatingIfNeeded: 8 + message.count))
        datagram.appendBig(0 as UInt16)
        datagram.append(copying: message)
        var sum = checksum(datagram, of: 17, from: source.address, to: destination.address)
        // 0 would say that there is none.
        if sum == 0 { sum = 0xFFFF }
        put(sum, at: 6, in: &datagram)
        return datagram
    }

    /// A TCP segment with its bytes pushed (RFC 9293 §3.1).
    static func tcp(
        _ part: Span<UInt8>, from source: PacketEndpoint, to destination: PacketEndpoint,
        sequence: UInt32, acknowledges: UInt32
    ) -> [UInt8] {
        var segment: [UInt8] = []
        segment.reserveCapacity(20 + part.count)
        segment.appendBig(source.port)
        segment.appendBig(destination.port)
        segment.appendBig(sequence)
        segment.appendBig(acknowledges)
        // Five words of header; PSH and ACK.
        segment.appendBig(0x5018 as UInt16)
        segment.appendBig(0xFFFF as UInt16)
        segment.appendBig(0 as UInt32)
        segment.append(copying: part)
        put(
            checksum(segment, of: 6, from: source.address, to: destination.address), at: 16,
            in: &segment)
        return segment
    }

    /// The packets that carry a payload: one, or fragments (RFC 791 §3.2, RFC 8200 §4.5).
    static func ip(
        _ payload: [UInt8], protocolNumber: UInt8, from source: IPAddress,
        to destination: IPAddress, identification: UInt32
    ) -> [[UInt8]] {
        let headerBytes = source.isV6 ? 40 : 20
        guard payload.count > Limits.writtenPacketBytesMax - headerBytes else {
            let header =
                source.isV6
                ? v6Header(payload.count, protocolNumber, source, destination)
                : v4Header(
                    payload.count, protocolNumber, source, destination, identification, field: 0)
            return [header + payload]
        }
        // The parts of all but the last are of full eights.
        let room = (Limits.writtenPacketBytesMax - headerBytes - (source.isV6 ? 8 : 0)) / 8 * 8
        return stride(from: 0, to: payload.count, by: room).map { start in
            let part = payload[start..<min(start + room, payload.count)]
            let hasMore = part.endIndex < payload.count
            let eights = UInt16(truncatingIfNeeded: start / 8)
            guard source.isV6 else {
                return v4Header(
                    part.count, protocolNumber, source, destination, identification,
                    field: (hasMore ? 0x2000 : 0) | eights) + part
            }
            var packet = v6Header(part.count + 8, 44, source, destination)
            packet.append(protocolNumber)
            packet.append(0)
            packet.appendBig(eights << 3 | (hasMore ? 1 : 0))
            packet.appendBig(identification)
            return packet + part
        }
    }

    /// RFC 791 §3.1; `field` is that of flags and fragment offset.
    private static func v4Header(
        _ payloadCount: Int, _ protocolNumber: UInt8, _ source: IPAddress,
        _ destination: IPAddress, _ identification: UInt32, field: UInt16
    ) -> [UInt8] {
        var header: [UInt8] = [0x45, 0]
        header.appendBig(UInt16(truncatingIfNeeded: 20 + payloadCount))
        header.appendBig(UInt16(truncatingIfNeeded: identification))
        header.appendBig(field)
        header += [64, protocolNumber, 0, 0]
        header.append(source)
        header.append(destination)
        put(folded(sum(header)), at: 10, in: &header)
        return header
    }

    /// RFC 8200 §3.
    private static func v6Header(
        _ payloadCount: Int, _ next: UInt8, _ source: IPAddress, _ destination: IPAddress
    ) -> [UInt8] {
        var header: [UInt8] = [0x60, 0, 0, 0]
        header.appendBig(UInt16(truncatingIfNeeded: payloadCount))
        header += [next, 64]
        header.append(source)
        header.append(destination)
        return header
    }

    /// The check sum over a pseudo header and what stands behind it (RFC 9293 §3.1, RFC 8200 §8.1).
    private static func checksum(
        _ bytes: [UInt8], of protocolNumber: UInt8, from source: IPAddress,
        to destination: IPAddress
    ) -> UInt16 {
        var pseudo: [UInt8] = []
        pseudo.append(source)
        pseudo.append(destination)
        pseudo.appendBig(UInt32(bytes.count))
        pseudo += [0, 0, 0, protocolNumber]
        return folded(sum(pseudo) + sum(bytes))
    }

    /// The sum of the words of 16 bits; an odd byte at the end counts as if a 0 followed.
    private static func sum(_ bytes: [UInt8]) -> UInt64 {
        var sum: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            sum += index % 2 == 0 ? UInt64(byte) << 8 : UInt64(byte)
        }
        return sum
    }

    /// The complement of a sum of ones' complements (RFC 1071).
    private static func folded(_ sum: UInt64) -> UInt16 {
        var sum = sum
        while sum > 0xFFFF { sum = (sum & 0xFFFF) + sum >> 16 }
        return ~UInt16(truncatingIfNeeded: sum)
    }

    private static func put(_ number: UInt16, at offset: Int, in bytes: inout [UInt8]) {
        bytes[offset] = UInt8(number >> 8)
        bytes[offset + 1] = UInt8(truncatingIfNeeded: number)
    }
}
