// The chunks that hold numbers and addresses.

extension ChunkCollector {
    /// Takes a chunk of the types up to that of the capture id: who, when and what.
    mutating func takeAddressing(
        type: UInt16, body: Range<Int>, of bytes: Span<UInt8>, into packet: inout HEPPacket
    ) {
        let fits =
            switch type {
            case ChunkType.ipProtocol: bytes.read(body, into: &packet.ipProtocol)
            case ChunkType.sourceV4, ChunkType.sourceV6: bytes.read(body, into: &packet.source)
            case ChunkType.destinationV4, ChunkType.destinationV6:
                bytes.read(body, into: &packet.destination)
            case ChunkType.sourcePort: bytes.read(body, into: &packet.sourcePort)
            case ChunkType.destinationPort: bytes.read(body, into: &packet.destinationPort)
            case ChunkType.seconds: bytes.read(body, into: &time.seconds)
            case ChunkType.microseconds: bytes.read(body, into: &time.microseconds)
            case ChunkType.protocolType: bytes.read(body, into: &packet.protocolType)
            case ChunkType.captureID: Self.readCaptureID(body, of: bytes, into: &packet)
            // The family: systems differ in its number. What counts is which addresses are there.
            default: true
            }
        if !fits { packet.flags.insert(.chunkIgnored) }
    }

    /// Takes a chunk that measures or describes; false when it is none of them.
    func takeMeasurement(
        type: UInt16, body: Range<Int>, of bytes: Span<UInt8>, into packet: inout HEPPacket
    ) -> Bool {
        let fits: Bool
        switch type {
        case ChunkType.keepAlive: fits = bytes.read(body, into: &packet.keepAliveSeconds)
        case ChunkType.vlan:
            fits = bytes.read(body, into: &packet.vlan)
            // The upper four bits of the tag are priority.
            packet.vlan = packet.vlan.map { $0 & 0xFFF }
        case ChunkType.sourceMAC: fits = bytes.read(body, into: &packet.sourceMAC)
        case ChunkType.destinationMAC: fits = bytes.read(body, into: &packet.destinationMAC)
        case ChunkType.etherType: fits = bytes.read(body, into: &packet.etherType)
        case ChunkType.tcpFlags: fits = bytes.read(body, into: &packet.tcpFlags)
        case ChunkType.trafficClass: fits = bytes.read(body, into: &packet.trafficClass)
        case ChunkType.mos: fits = bytes.read(body, into: &packet.mosTimes100)
        case ChunkType.rFactor: fits = bytes.read(body, into: &packet.rFactor)
        case ChunkType.jitter: fits = bytes.read(body, into: &packet.jitter)
        case ChunkType.tagType: fits = bytes.read(body, into: &packet.tagType)
        case ChunkType.eventType: fits = bytes.read(body, into: &packet.eventType)
        default: return false
        }
        if !fits { packet.flags.insert(.chunkIgnored) }
        return true
    }

    /// Reads the capture id and undoes what sngrep does to it.
    ///
    /// sngrep converts its 16-bit id with `htons` and stores it in 32 bits: 2002 arrives as
    /// 2002 × 65,536. An id whose low half is zero is taken for that.
    private static func readCaptureID(
        _ body: Range<Int>, of bytes: Span<UInt8>, into packet: inout HEPPacket
    ) -> Bool {
        guard bytes.read(body, into: &packet.captureID), let sent = packet.captureID else {
            return false
        }
        packet.flags.remove(.captureIDRepaired)
        if body.count == 4, sent & 0xFFFF == 0, sent != 0 {
            packet.captureID = sent >> 16
            packet.flags.insert(.captureIDRepaired)
        }
        return true
    }
}
