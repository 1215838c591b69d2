// Damaged packets: whatever is done to one, decoding ends, and every range lies within the bytes.

import HEP
import Testing

struct HostileInputTests {
    /// Decodes and checks what holds for any input; true when it was accepted.
    @discardableResult
    private func survives(_ bytes: [UInt8]) -> Bool {
        do {
            let decoded = try HEPDecoder.decode(bytes.span, now: AgentPacket.now)
            let ranges = [
                decoded.payload, decoded.compressedPayload, decoded.correlationID,
                decoded.authenticationKey, decoded.nodeName, decoded.extraCorrelation,
                decoded.transactionType, decoded.tagValues, decoded.geoLocation,
                decoded.payloadKeys, decoded.groupID,
            ]
            // Plain comparisons: an expectation for each of a million would take minutes.
            var isSound = decoded.consumed <= bytes.count && (1...3).contains(decoded.version)
            for range in ranges where range.upperBound > decoded.consumed { isSound = false }
            if !isSound { Issue.record("unsound ranges in \(bytes.prefix(120))") }
            return true
        } catch {
            let isSound = (0...max(bytes.count, Limits.headerBytes)).contains(error.offset)
            if !isSound { Issue.record("\(error) in \(bytes.count) bytes") }
            return false
        }
    }

    @Test(arguments: AgentPacket.all)
    func `every prefix is decoded or refused`(row: AgentPacket) {
        let bytes = row.bytes.prefix(2_000)
        var accepted = 0
        for count in 0...bytes.count where survives(Array(bytes[..<count])) { accepted += 1 }
        #expect(accepted < bytes.count)
    }

    @Test(arguments: AgentPacket.all)
    func `every byte may be any`(row: AgentPacket) {
        // The last chunk header lies within the first 600 bytes of all of them.
        var bytes = Array(row.bytes.prefix(600))
        for offset in bytes.indices {
            let kept = bytes[offset]
            for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] {
                bytes[offset] = value
                survives(bytes)
            }
            bytes[offset] = kept
        }
        #expect(bytes == Array(row.bytes.prefix(600)))
    }

    @Test(arguments: AgentPacket.all)
    func `every length may be 0, 1 and the maximum`(row: AgentPacket) {
        guard HEPFormat.detect(row.bytes.span) == .version3 else { return }
        let offsets = lengthOffsets(row.bytes)
        #expect(row.bytes.count == 6 || offsets.count >= 9)
        for offset in offsets {
            for length in [0, 1, 5, 6, 7, row.bytes.count - offset, 0x7FFF, 0x8000, 0xFFFF] {
                survives(row.bytes.setting(length, at: offset))
            }
            #expect(!survives(row.bytes.setting(1, at: offset)))
        }
    }

    /// Where the length of the packet and those of its chunks are.
    private func lengthOffsets(_ bytes: [UInt8]) -> [Int] {
        let declared = Int(bytes[4]) << 8 | Int(bytes[5])
        var offsets = [4]
        var start = 6
        while start + 6 <= min(declared, bytes.count) {
            let length = Int(bytes[start + 4]) << 8 | Int(bytes[start + 5])
            // The six bytes a payload's length left out are no chunk header.
            guard start + 6 < declared || length == 6 else { break }
            offsets.append(start + 4)
            start += max(length, 6)
        }
        return offsets
    }

    @Test func `200,000 random inputs are survived, and some accepted`() {
        var random = SeededGenerator(seed: 1)
        let heads = ["", "HEP3", "EEP1", "EEP3", "\u{1}\u{10}\u{2}", "\u{2}\u{10}\u{a}", "\u{8}"]
        var accepted = 0
        for round in 0..<200_000 {
            var bytes = Array(heads[round % heads.count].utf8)
            for _ in 0..<Int.random(in: 0...90, using: &random) {
                // Many small numbers, since lengths and types are small.
                let byte = UInt8.random(in: 0...255, using: &random)
                bytes.append(Bool.random(using: &random) ? byte & 0x0F : byte)
            }
            if round % 2 == 0, bytes.count >= 6 { bytes = bytes.setting(bytes.count, at: 4) }
            if survives(bytes) { accepted += 1 }
        }
        #expect(accepted > 10_000)
        #expect(accepted < 190_000)
    }

    @Test func `a full packet of nothing but empty chunks is refused`() {
        let bytes = packet([HEPChunk](repeating: HEPChunk(type: 0xFFF0, body: []), count: 10_900))
        expectRefusal(of: bytes, .empty, at: 6)
    }
}
