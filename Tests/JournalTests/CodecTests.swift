// Key lists, run pages and frames: what goes in comes out, and hostile bytes do no harm.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct CodecTests {
    @Test func `a key list holds each key once and finds exactly those`() {
        var random = Seeded(state: 3)
        for count in [0, 1, 2, 3, 100, 1000] {
            let keys = (0..<count).map { _ in UInt64(random.next() % 2000) }
            let list = KeyList(sorting: (keys + keys).map(IdentityKey.init(value:)))
            var stored: [UInt64] = []
            list.forEach { stored.append($0) }
            #expect(stored == Set(keys).sorted())
            for key in 0..<UInt64(2000) {
                #expect(list.containsAny(of: [key]) == Set(keys).contains(key))
            }
        }
    }

    @Test func `several keys are looked for at once`() {
        let list = KeyList(sorting: [5, 1, 9, .max].map(IdentityKey.init(value:)))
        #expect(list.containsAny(of: [0, 2, 9]))
        #expect(list.containsAny(of: [.max]))
        #expect(!list.containsAny(of: [0, 2, 3, 10]))
        #expect(!list.containsAny(of: []))
    }

    @Test func `a key list cut anywhere does no harm`() {
        let whole = KeyList(sorting: (0..<20).map { IdentityKey(value: $0 * 7) }).data
        for length in 0...whole.count {
            let list = KeyList(stored: whole.prefix(length))
            #expect(list.count == length / 8)
            #expect(list.containsAny(of: [0]) == (length >= 8))
            #expect(list.containsAny(of: [19 * 7]) == (length == whole.count))
        }
    }

    @Test func `a run page cut or spoilt anywhere does no harm`() throws {
        let entries = (0..<30).map { RunEntry(key: UInt64($0 / 3) << 24, block: UInt8($0)) }
        let page = try #require(RunPage(entries[...]))
        #expect(page.data.count == 30 * RunPage.entryBytes)
        for length in 0...page.data.count {
            let cut = RunPage(firstKey: 0, data: page.data.prefix(length))
            var found = 0
            for key in 0..<10 as Range<UInt64> {
                cut.forEachBlock(under: key << 24) { _ in found += 1 }
            }
            #expect(found == length / RunPage.entryBytes)
        }
        for place in 0..<page.data.count {
            var data = page.data
            data[place] ^= 0xff
            let spoilt = RunPage(firstKey: 0, data: data)
            for key in 0..<10 as Range<UInt64> {
                var found = 0
                spoilt.forEachBlock(under: key << 24) { _ in found += 1 }
                #expect(found <= 30)
            }
        }
    }

    @Test func `a frame inflates to what was compressed`() throws {
        var compressor = BlockCompressor()
        var random = Seeded(state: 9)
        for count in [0, 1, 100, 300_000] {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() % 9) }
            let frame = try compressor.compress(bytes)
            #expect(try inflateBlock(frame, rawBytes: Int64(count)) == bytes)
        }
    }

    @Test func `a frame cut or spoilt anywhere is refused or right`() throws {
        let bytes = Array("INVITE sip:bob@example.test SIP/2.0 INVITE sip:bob@example.test".utf8)
        let frame = try compress(bytes)
        let size = Int64(bytes.count)
        for length in 0..<frame.count {
            #expect(throws: BlockCodecError.self) {
                try inflateBlock(frame.prefix(length), rawBytes: size)
            }
        }
        for place in 0..<frame.count {
            for value in [0, 1, 0x7f, 0xff] as [UInt8] {
                var spoilt = frame
                spoilt[place] = value
                guard let found = try? inflateBlock(spoilt, rawBytes: size) else { continue }
                // The checksum holds: only bits that carry nothing may differ.
                #expect(found == bytes)
            }
        }
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 62, 64, 1 << 24, 1 + (1 << 24), .max] as [Int64])
    func `a size that is not the frame's is refused`(rawBytes: Int64) throws {
        let frame = try compress([UInt8](repeating: 7, count: 63))
        #expect(throws: BlockCodecError.self) { try inflateBlock(frame, rawBytes: rawBytes) }
    }

    @Test func `a frame that claims to be endless is not inflated`() throws {
        // A single RLE block of 128 KiB, many times over, in a frame without a content size.
        var bomb = Data([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58])
        for _ in 0..<1000 { bomb.append(contentsOf: [0x02, 0x00, 0x10, 0x41]) }
        bomb.append(contentsOf: [0x03, 0x00, 0x10, 0x41])
        #expect(throws: BlockCodecError.self) { try inflateBlock(bomb, rawBytes: 1 << 20) }
    }

    @Test func `segments begin on whole hours, before 1970 too`() {
        let hour = Segment.start(of: Timestamp(microseconds: 1_795_385_600_000_000), seconds: 3600)
        #expect(hour.rfc3339 == "2026-11-22T22:00:00.000000Z")
        #expect(Segment.name(start: hour, seconds: 3600) == "20261122T22")
        #expect(Segment.name(start: hour, seconds: 60) == "20261122T220000")
        let before = Segment.start(of: Timestamp(microseconds: -1_000_001), seconds: 3600)
        #expect(before.rfc3339 == "1969-12-31T23:00:00.000000Z")
        for moment in [Timestamp.distantPast, .distantFuture] {
            #expect(
                Segment.name(start: Segment.start(of: moment, seconds: 3600), seconds: 3600) != "")
        }
    }
}
