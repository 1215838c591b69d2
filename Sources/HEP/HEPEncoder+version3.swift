// The chunks of version 3.

extension HEPEncoder {
    /// Appends a whole version 3 packet.
    func appendChunks(
        around payload: Span<UInt8>, to packet: inout [UInt8]
    ) throws(HEPError) {
        let start = packet.count
        packet.append(contentsOf: "HEP3".utf8)
        packet.appendBigEndian(UInt16(0))
        appendAddressing(to: &packet)
        try appendText(ChunkType.authenticationKey, authenticationKey, to: &packet)
        try appendText(ChunkType.correlationID, correlationID, to: &packet)
        try appendText(ChunkType.nodeName, nodeName, to: &packet)
        for chunk in additionalChunks {
            try appendHeader(chunk.type, vendor: chunk.vendor, chunk.body.count, to: &packet)
            packet.append(contentsOf: chunk.body)
        }
        let type = isPayloadCompressed ? ChunkType.compressedPayload : ChunkType.payload
        try appendHeader(type, payload.count, to: &packet)
        packet.append(copying: payload)
        let count = packet.count - start
        try checkLength(count)
        packet[start + 4] = UInt8(count >> 8)
        packet[start + 5] = UInt8(count & 0xFF)
    }

    private func appendAddressing(to packet: inout [UInt8]) {
        let host = source.family == .none ? destination : source
        append(ChunkType.family, AddressFamily.number(of: host), to: &packet)
        append(ChunkType.ipProtocol, ipProtocol, to: &packet)
        append(source, v4: ChunkType.sourceV4, v6: ChunkType.sourceV6, to: &packet)
        append(destination, v4: ChunkType.destinationV4, v6: ChunkType.destinationV6, to: &packet)
        append(ChunkType.sourcePort, sourcePort, to: &packet)
        append(ChunkType.destinationPort, destinationPort, to: &packet)
        let (seconds, microseconds) = timeParts
        append(ChunkType.seconds, seconds, to: &packet)
        append(ChunkType.microseconds, microseconds, to: &packet)
        append(ChunkType.protocolType, protocolType, to: &packet)
        append(ChunkType.captureID, captureID, to: &packet)
    }

    private func append<Number: FixedWidthInteger>(
        _ type: UInt16, _ number: Number, to packet: inout [UInt8]
    ) {
        packet.appendChunkHeader(vendor: 0, type: type, bodyCount: Number.bitWidth / 8)
        packet.appendBigEndian(number)
    }

    private func append(
        _ address: HEPAddress, v4: UInt16, v6: UInt16, to packet: inout [UInt8]
    ) {
        switch address.family {
        case .none: return
        case .v4: packet.appendChunkHeader(vendor: 0, type: v4, bodyCount: 4)
        case .v6: packet.appendChunkHeader(vendor: 0, type: v6, bodyCount: 16)
        }
        packet.append(address)
    }

    private func appendText(
        _ type: UInt16, _ text: [UInt8], to packet: inout [UInt8]
    ) throws(HEPError) {
        guard !text.isEmpty else { return }
        try appendHeader(type, text.count, to: &packet)
        packet.append(contentsOf: text)
    }

    /// Appends the header of a chunk whose body may be too long for one.
    private func appendHeader(
        _ type: UInt16, vendor: UInt16 = 0, _ bodyCount: Int, to packet: inout [UInt8]
    ) throws(HEPError) {
        guard bodyCount <= Limits.packetBytesMax - Limits.chunkHeaderBytes else {
            throw HEPError(.length, offset: packet.count, field: "chunk length")
        }
        packet.appendChunkHeader(vendor: vendor, type: type, bodyCount: bodyCount)
    }
}
