// What can be odd about a packet that was accepted all the same.

extension HEPPacket {
    /// Oddities of an accepted packet, for counting by agent and for marking what is shown.
    public struct Flags: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt16

        /// A set of the given bits.
        public init(rawValue: UInt16) {
            self.rawValue = rawValue
        }

        /// The packet or its payload chunk declares more bytes than are there; what is there was
        /// decoded.
        public static let truncated = Flags(rawValue: 1 << 0)

        /// The datagram has more bytes than the packet declares; they were not looked at.
        public static let surplus = Flags(rawValue: 1 << 1)

        /// An address names no host; ``HEPAddress/isUnknown`` tells which. Also set when both are
        /// loopback with port 0, which OpenSIPS makes up for its log lines.
        public static let addressUnknown = Flags(rawValue: 1 << 2)

        /// The time is before 2000 or more than a day ahead and was set aside.
        public static let timeUnusable = Flags(rawValue: 1 << 3)

        /// The time needed a carry of microseconds, or (version 2) the other byte order.
        public static let timeRepaired = Flags(rawValue: 1 << 4)

        /// The capture id was in the upper half of its chunk, as sngrep sends it.
        public static let captureIDRepaired = Flags(rawValue: 1 << 5)

        /// The length of the last chunk left out the chunk's own header.
        public static let lengthRepaired = Flags(rawValue: 1 << 6)

        /// A chunk was unusable and passed over: a width or value its field cannot have, or
        /// bytes at the end that are too few for a chunk.
        public static let chunkIgnored = Flags(rawValue: 1 << 7)
    }

    /// Sets ``Flags/addressUnknown`` where the addresses ask for it.
    mutating func judgeAddresses() {
        if source.isUnknown || destination.isUnknown {
            flags.insert(.addressUnknown)
        } else if sourcePort == 0, destinationPort == 0, source.isLoopback, destination.isLoopback {
            flags.insert(.addressUnknown)
        }
    }

    /// Takes the NUL bytes off the end of a SIP payload.
    ///
    /// OpenSIPS counts the IP header twice in versions 1 and 2 and sends 8 or 32 of them.
    mutating func stripTrailingNULs(of bytes: Span<UInt8>) {
        guard protocolType == ProtocolType.sip else { return }
        var end = payload.upperBound
        while end > payload.lowerBound, bytes[end - 1] == 0 { end -= 1 }
        payload = payload.lowerBound..<end
    }
}
