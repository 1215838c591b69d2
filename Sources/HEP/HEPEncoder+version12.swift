// The fixed header of versions 1 and 2.

extension HEPEncoder {
    /// Appends all that comes before the payload; the picture is at the decoder.
    ///
    /// As Kamailio sends it: the header length leaves the time out, the time is little-endian.
    func appendFixedHeader(to packet: inout [UInt8]) throws(HEPError) {
        guard source.family == destination.family, source.family != .none else {
            throw HEPError(.family, offset: 8, field: "addresses")
        }
        let isV4 = source.family == .v4
        packet.append(version.rawValue)
        packet.append(isV4 ? 16 : 40)
        packet.append(AddressFamily.number(of: source))
        packet.append(ipProtocol)
        packet.appendBigEndian(sourcePort)
        packet.appendBigEndian(destinationPort)
        packet.append(source)
        packet.append(destination)
        guard version == .version2 else { return }
        let (seconds, microseconds) = timeParts
        packet.appendLittleEndian(seconds)
        packet.appendLittleEndian(microseconds)
        packet.appendLittleEndian(UInt16(truncatingIfNeeded: captureID))
        packet.appendLittleEndian(UInt16(0))
    }
}
