// Fragments of IP packets, put together.

/// Holds fragments until their packet is whole, too old, or too large.
///
/// Where two overlap, what came first counts; identical copies (a packet captured on two interfaces)
/// change nothing.
struct FragmentTable {
    /// What all fragments of a packet share (RFC 791 §3.2, RFC 8200 §4.5).
    private struct Key: Hashable {
        var source: IPAddress
        var destination: IPAddress
        var identification: UInt32
        /// Of IPv4 only: in IPv6 a later fragment need not repeat it.
        var protocolNumber: UInt8
    }

    /// What has come of a packet.
    fileprivate struct Assembly {
        /// The payload as far as it reaches.
        var bytes: [UInt8] = []
        /// The parts of it that are there: in order, none touching another.
        var known: [Range<Int>] = []
        /// How long the whole is, once its last fragment has come.
        var length: Int?
        /// That of the first fragment.
        var protocolNumber: UInt8
        /// When its first fragment was captured.
        var time: Int64

        var isWhole: Bool {
            guard let length else { return false }
            return known.count == 1 && known[0] == 0..<length
        }
    }

    private var assemblies: [Key: Assembly] = [:]
    private var heldBytes = 0

    /// Packets that were given up: too old, too many, or broken.
    private(set) var givenUp = 0

    /// Takes a fragment; the payload and its protocol when that makes it whole.
    mutating func take(
        _ packet: IPPacket, _ fragment: IPPacket.Fragment, of bytes: Span<UInt8>, time: Int64
    ) -> (payload: [UInt8], protocolNumber: UInt8)? {
        let key = Key(
            source: packet.source, destination: packet.destination,
            identification: fragment.identification,
            protocolNumber: packet.source.isV6 ? 0 : packet.protocolNumber)
        let range = fragment.offset..<(fragment.offset + packet.payload.count)
        // All but the last are of full eights; a packet cannot be longer than its length can say.
        guard !packet.isCut, !range.isEmpty, range.upperBound <= Limits.datagramBytesMax,
            !fragment.hasMore || range.count % 8 == 0
        else { return nil }
        makeRoom(range.upperBound, now: time)
        var assembly =
            assemblies.removeValue(forKey: key)
            ?? Assembly(protocolNumber: packet.protocolNumber, time: time)
        heldBytes -= assembly.bytes.count
        // A number that is used again, after the rest of its first packet was lost.
        if time - assembly.time > Limits.fragmentMicroseconds {
            givenUp += 1
            assembly = Assembly(protocolNumber: packet.protocolNumber, time: time)
        }
        if fragment.offset == 0 { assembly.protocolNumber = packet.protocolNumber }
        guard assembly.add(range, bytes, from: packet.payload.lowerBound, isLast: !fragment.hasMore)
        else {
            givenUp += 1
            return nil
        }
        if assembly.isWhole { return (assembly.bytes, assembly.protocolNumber) }
        heldBytes += assembly.bytes.count
        assemblies[key] = assembly
        return nil
    }

    /// How many packets wait for fragments.
    var count: Int { assemblies.count }

    /// Lets the old go when there is no room for one more.
    private mutating func makeRoom(_ bytes: Int, now: Int64) {
        guard
            assemblies.count >= Limits.fragmentedDatagramsMax
                || heldBytes + bytes > Limits.fragmentBytesMax
        else { return }
        let before = assemblies.count
        assemblies = assemblies.filter { now - $0.value.time <= Limits.fragmentMicroseconds }
        if assemblies.count >= Limits.fragmentedDatagramsMax / 2 {
            // Still crowded: a flood. The older half goes.
            let times = assemblies.values.map(\.time).sorted()
            let middle = times[times.count / 2]
            assemblies = assemblies.filter { $0.value.time > middle }
        }
        givenUp += before - assemblies.count
        heldBytes = assemblies.values.reduce(0) { $0 + $1.bytes.count }
    }
}

extension FragmentTable.Assembly {
    /// Adds a part; false when it contradicts what is there, or there are too many.
    fileprivate mutating func add(
        _ range: Range<Int>, _ source: Span<UInt8>, from start: Int, isLast: Bool
    ) -> Bool {
        if isLast {
            guard length == nil || length == range.upperBound, bytes.count <= range.upperBound
            else {
                return false
            }
            length = range.upperBound
        } else if let length, range.upperBound > length {
            return false
        }
        guard known.count < Limits.fragmentsPerDatagramMax else { return false }
        if bytes.count < range.upperBound {
            bytes.append(
                contentsOf: repeatElement(0, count: range.upperBound - bytes.count))
        }
        // Only what is not known yet is written: the first copy counts.
        var merged = range
        var kept: [Range<Int>] = []
        var gaps = [range]
        for piece in known {
            if piece.upperBound < merged.lowerBound || piece.lowerBound > merged.upperBound {
                kept.append(piece)
                continue
            }
            gaps = gaps.flatMap { gap in
                [
                    gap.lowerBound..<max(gap.lowerBound, min(gap.upperBound, piece.lowerBound)),
                    min(max(gap.lowerBound, piece.upperBound), gap.upperBound)..<gap.upperBound,
                ].filter { !$0.isEmpty }
            }
            merged =
                min(merged.lowerBound, piece.lowerBound)..<max(merged.upperBound, piece.upperBound)
        }
        for gap in gaps {
            for index in gap { bytes[index] = source[start + index - range.lowerBound] }
        }
        kept.append(merged)
        kept.sort { $0.lowerBound < $1.lowerBound }
        known = kept
        return true
    }
}
