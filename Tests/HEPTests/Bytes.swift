// What several tests do with bytes.

import HEP
import Testing

extension [UInt8] {
    /// The text of a range.
    func text(_ range: Range<Int>) -> String {
        String(decoding: self[range], as: UTF8.self)
    }

    /// A copy with the two bytes at `offset` set to a big-endian number.
    func setting(_ number: Int, at offset: Int) -> [UInt8] {
        var copy = self
        copy[offset] = UInt8(truncatingIfNeeded: number >> 8)
        copy[offset + 1] = UInt8(truncatingIfNeeded: number)
        return copy
    }
}

/// Expects that `bytes` are refused for this reason at this place.
func expectRefusal(
    of bytes: [UInt8], _ reason: HEPError.Reason, at offset: Int,
    location: SourceLocation = #_sourceLocation
) {
    #expect(throws: HEPError(reason, offset: offset), sourceLocation: location) {
        try HEPDecoder.decode(bytes.span, now: AgentPacket.now)
    }
}

/// A version 3 packet of these chunks.
func packet(_ chunks: [HEPChunk], magic: String = "HEP3") -> [UInt8] {
    var bytes = Array(magic.utf8) + [0, 0]
    for chunk in chunks {
        bytes += [chunk.vendor >> 8, chunk.vendor, chunk.type >> 8, chunk.type].map {
            UInt8(truncatingIfNeeded: $0)
        }
        bytes += [UInt8((chunk.body.count + 6) >> 8), UInt8((chunk.body.count + 6) & 0xFF)]
        bytes += chunk.body
    }
    return bytes.setting(bytes.count, at: 4)
}

/// The packets of a stream that is appended in pieces that end at `cuts`.
func framed(_ stream: [UInt8], cuts: [Int] = []) -> [[UInt8]] {
    var framer = HEPStreamFramer()
    return feed(&framer, stream, cuts: cuts)
}

/// Bytes that a framer skipped in a stream.
func skipped(_ stream: [UInt8], cuts: [Int] = []) -> Int {
    var framer = HEPStreamFramer()
    _ = feed(&framer, stream, cuts: cuts)
    return framer.skippedBytes
}

/// Appends a stream piece by piece and takes out all packets.
func feed(_ framer: inout HEPStreamFramer, _ stream: [UInt8], cuts: [Int] = []) -> [[UInt8]] {
    var packets: [[UInt8]] = []
    var start = 0
    for end in cuts + [stream.count] {
        framer.append(stream.span.extracting(start..<end))
        start = end
        while case .packet(let range) = framer.next() { packets.append(Array(framer.bytes[range])) }
    }
    return packets
}

extension HEPStreamFramer {
    /// Appends bytes that nobody keeps.
    mutating func receive(_ bytes: [UInt8]) {
        append(bytes.span)
    }
}

/// The packet in `bytes`, received shortly after the packets of the manifest were captured.
func decode(_ bytes: [UInt8]) throws -> HEPPacket {
    try HEPDecoder.decode(bytes.span, now: AgentPacket.now)
}

/// The version 3 packet of these chunks, encoded and decoded.
func decode(_ chunks: [HEPChunk]) throws -> HEPPacket {
    try decode(packet(chunks))
}

/// The format of `bytes`.
func format(of bytes: [UInt8]) -> HEPFormat {
    HEPFormat.detect(bytes.span)
}

/// Random numbers that are the same in every run (splitmix64).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
