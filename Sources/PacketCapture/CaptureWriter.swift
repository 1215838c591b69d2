// Messages as a pcapng file.

/// How a message is to travel in a capture that is written.
public enum WrittenTransport: Sendable, Equatable {
    /// A datagram, in fragments of IP where it is large.
    case udp
    /// The next bytes of a connection.
    case tcp
}

/// Writes messages as the packets that could have carried them, into one section of one interface.
///
/// What is written is raw IP with correct lengths and check sums. A connection of TCP has no beginning and
/// no end; its numbers are made up, from 1 in each direction, and fit each other, so that readers put
/// messages of many segments together. Addresses of different families are both written as IPv6.
public struct CaptureWriter: Sendable {
    /// Bytes of a message that fit into a datagram (RFC 768 in RFC 791); longer ones are written as TCP.
    public static let datagramBytesMax = 65_507

    /// The file so far.
    public private(set) var bytes: [UInt8] = []

    /// The next sequence number of each direction.
    private var sequences: [StreamTable.Key: UInt32] = [:]

    /// The number of the next packet that is cut into fragments, and of every other one.
    private var identification: UInt32 = 1

    /// The beginning of a file that `application` writes.
    public init(application: String) {
        beginBlock(0x0A0D_0D0A) { bytes in
            bytes.appendLittle(0x1A2B_3C4D as UInt32)
            bytes.appendLittle(1 as UInt16)
            bytes.appendLittle(0 as UInt16)
            // How long the section is: not said.
            bytes.appendLittle(UInt64.max)
            Self.appendOption(4, application, to: &bytes)
            bytes.appendLittle(0 as UInt32)
        }
        beginBlock(1) { bytes in
            bytes.appendLittle(LinkType.raw.rawValue)
            bytes.appendLittle(0 as UInt16)
            bytes.appendLittle(UInt32(Limits.frameBytesMax))
            Self.appendOption(2, application, to: &bytes)
            bytes.appendLittle(0 as UInt32)
        }
    }

    /// Writes a message: one packet or more, each with the comment.
    ///
    /// - Parameter time: Microseconds since 1970; earlier ones are written as 1970.
    public mutating func append(
        _ message: Span<UInt8>, over transport: WrittenTransport, from source: PacketEndpoint,
        to destination: PacketEndpoint, time: Int64, comment: String
    ) {
        var source = source
        var destination = destination
        if source.address.isV6 != destination.address.isV6 {
            source.address = source.address.asV6
            destination.address = destination.address.asV6
        }
        if transport == .udp, message.count <= Self.datagramBytesMax {
            let datagram = PacketBytes.udp(message, from: source, to: destination)
            appendPackets(
                datagram, protocolNumber: 17, from: source.address, to: destination.address,
                time: time, comment: comment)
        } else {
            appendSegments(message, from: source, to: destination, time: time, comment: comment)
        }
    }

    private mutating func appendSegments(
        _ message: Span<UInt8>, from source: PacketEndpoint, to destination: PacketEndpoint,
        time: Int64, comment: String
    ) {
        let key = StreamTable.Key(source: source, destination: destination)
        let reverse = StreamTable.Key(source: destination, destination: source)
        let room = Limits.writtenPacketBytesMax - (source.address.isV6 ? 40 : 20) - 20
        var start = 0
        repeat {
            let part = message.extracting(start..<min(start + room, message.count))
            let sequence = sequences[key] ?? 1
            let segment = PacketBytes.tcp(
                part, from: source, to: destination, sequence: sequence,
                acknowledges: sequences[reverse] ?? 1)
            sequences[key] = sequence &+ UInt32(part.count)
            appendPackets(
                segment, protocolNumber: 6, from: source.address, to: destination.address,
                time: time, comment: comment)
            start += part.count
        } while start < message.count
    }

    /// Writes the packets around what one datagram or segment is.
    private mutating func appendPackets(
        _ payload: [UInt8], protocolNumber: UInt8, from source: IPAddress,
        to destination: IPAddress, time: Int64, comment: String
    ) {
        let packets = PacketBytes.ip(
            payload, protocolNumber: protocolNumber, from: source, to: destination,
            identification: identification)
        identification &+= 1
        for packet in packets { appendPacket(packet, time: time, comment: comment) }
    }

    /// An enhanced packet block: interface, time, lengths, packet, options.
    private mutating func appendPacket(_ packet: [UInt8], time: Int64, comment: String) {
        let time = UInt64(max(time, 0))
        beginBlock(6) { bytes in
            bytes.appendLittle(0 as UInt32)
            bytes.appendLittle(UInt32(truncatingIfNeeded: time >> 32))
            bytes.appendLittle(UInt32(truncatingIfNeeded: time))
            bytes.appendLittle(UInt32(packet.count))
            bytes.appendLittle(UInt32(packet.count))
            bytes += packet
            Self.pad(&bytes)
            if !comment.isEmpty {
                Self.appendOption(1, comment, to: &bytes)
                bytes.appendLittle(0 as UInt32)
            }
        }
    }

    /// Writes a block of this type around what `body` appends, which must be padded.
    private mutating func beginBlock(_ type: UInt32, _ body: (inout [UInt8]) -> Void) {
        let start = bytes.count
        bytes.appendLittle(type)
        bytes.appendLittle(0 as UInt32)
        body(&bytes)
        let length = UInt32(bytes.count - start + 4)
        bytes.appendLittle(length)
        for index in 0..<4 {
            bytes[start + 4 + index] = UInt8(truncatingIfNeeded: length >> (8 * UInt32(index)))
        }
    }

    /// An option that is text, cut between characters where it is too long.
    private static func appendOption(_ code: UInt16, _ text: String, to bytes: inout [UInt8]) {
        var value: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard value.count + UTF8.width(scalar) <= Limits.commentBytesMax else { break }
            value += String(scalar).utf8
        }
        bytes.appendLittle(code)
        bytes.appendLittle(UInt16(value.count))
        bytes += value
        pad(&bytes)
    }

    /// Up to a multiple of four: blocks begin at one, since each is one.
    private static func pad(_ bytes: inout [UInt8]) {
        while bytes.count % 4 != 0 { bytes.append(0) }
    }
}
