// What a batch takes, changes and counts.

import Testing

@testable import LokiPush

struct BatchTests {
    static let labels = LokiLabels([("job", "test")])

    /// The entry as a batch of its own keeps it.
    static func kept(
        _ line: [UInt8] = [], metadata: [LokiLabel] = []
    ) throws -> (entry: LokiEntry, repairs: LokiRepairs) {
        var batch = LokiBatch()
        batch.add(labels: labels, LokiEntry(time: 1, line: line, metadata: metadata))
        return (try #require(batch.streams.first?.entries.first), batch.repairs)
    }

    @Test func `entries are grouped by labels in the order they came`() {
        var batch = LokiBatch()
        let other = LokiLabels([("job", "other")])
        for number in 0..<6 {
            let labels = number % 3 == 0 ? other : Self.labels
            batch.add(labels: labels, LokiEntry(time: Int64(number), line: [65]))
        }
        #expect(batch.streams.map { $0.labels } == [other, Self.labels])
        #expect(batch.streams.map { $0.entries.map(\.time) } == [[0, 3], [1, 2, 4, 5]])
        #expect(batch.entryCount == 6)
    }

    @Test func `a batch is never over 1.5 MiB`() {
        var batch = LokiBatch()
        let entry = LokiEntry(time: 1, line: [UInt8](repeating: 65, count: 100_000))
        var taken = 0
        while batch.append(labels: Self.labels, entry) { taken += 1 }
        #expect(taken == 15)
        #expect(batch.entryCount == 15)
        #expect(batch.uncompressedBytes <= 1_536 * 1_024)
    }

    @Test func `a batch is full at 20,000 entries`() {
        var batch = LokiBatch()
        while batch.append(labels: Self.labels, LokiEntry(time: 1, line: [])) {}
        #expect(batch.entryCount == 20_000)
    }

    @Test func `a line of the limit stays, one byte more is cut and marked`() throws {
        let fits = [UInt8](repeating: 65, count: 262_144)
        #expect(try Self.kept(fits).entry.line == fits)
        #expect(try Self.kept(fits).repairs == LokiRepairs())
        let cut = try Self.kept(fits + [65])
        #expect(cut.entry.line.count == 262_144)
        #expect(cut.entry.line.suffix(21) == Array("A [cut, 262145 bytes]".utf8))
        #expect(cut.repairs.linesCut == 1)
        #expect(cut.repairs.linesRepaired == 0)
    }

    @Test func `a line is cut at a character's border wherever the border falls`() throws {
        for character in ["é", "€", "😀"] {
            for lead in 0..<4 {
                let line =
                    String(repeating: "a", count: lead)
                    + String(repeating: character, count: 140_000)
                let kept = try Self.kept(Array(line.utf8))
                #expect(kept.entry.line.count <= 262_144)
                #expect(kept.entry.line.count > 262_140)
                #expect(kept.repairs.linesRepaired == 0, "\(character) after \(lead)")
                #expect(kept.repairs.linesCut == 1)
                #expect(TextRepair.isUTF8(kept.entry.line))
                #expect(!String(decoding: kept.entry.line, as: UTF8.self).contains("\u{FFFD}"))
            }
        }
    }

    @Test(
        arguments: [
            ([0x61, 0xFF, 0x62], "a\u{FFFD}b"), ([0xC3], "\u{FFFD}"), ([0xC3, 0x28], "\u{FFFD}("),
            ([0xED, 0xA0, 0x80], "\u{FFFD}\u{FFFD}\u{FFFD}"), ([0xF0, 0x9F, 0x98], "\u{FFFD}"),
            ([0xC0, 0x80], "\u{FFFD}\u{FFFD}"), ([0x80], "\u{FFFD}"),
        ] as [([UInt8], String)])
    func `bytes that are not UTF-8 become replacement characters`(line: [UInt8], text: String)
        throws
    {
        let kept = try Self.kept(line)
        #expect(String(decoding: kept.entry.line, as: UTF8.self) == text)
        #expect(kept.repairs.linesRepaired == 1)
    }

    @Test func `every byte anywhere in a line leaves valid UTF-8, and NUL stays`() throws {
        let line = Array("aé€😀z".utf8)
        for position in line.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = line
                changed[position] = byte
                #expect(TextRepair.isUTF8(try Self.kept(changed).entry.line))
            }
        }
        #expect(try Self.kept([0, 65]).entry.line == [0, 65])
    }

    @Test func `a huge line of rubbish is bounded and valid`() throws {
        for byte: UInt8 in [0xFF, 0x80, 0xC3, 0xF0] {
            let kept = try Self.kept([UInt8](repeating: byte, count: 1_000_000))
            #expect(kept.entry.line.count <= 262_144)
            #expect(TextRepair.isUTF8(kept.entry.line))
            #expect(kept.repairs.linesCut == 1)
            #expect(kept.repairs.linesRepaired == 1)
        }
    }

    @Test func `metadata names are made to fit, empty values are left out`() throws {
        let kept = try Self.kept(metadata: [
            LokiLabel(name: "call_id", value: "a"), LokiLabel(name: "a-b.c", value: "b"),
            LokiLabel(name: "1x", value: "c"), LokiLabel(name: "é", value: "d"),
            LokiLabel(name: "", value: "e"), LokiLabel(name: "__", value: "f"),
            LokiLabel(name: "uuid", value: ""),
        ])
        #expect(
            kept.entry.metadata == [
                LokiLabel(name: "call_id", value: "a"), LokiLabel(name: "a_b_c", value: "b"),
                LokiLabel(name: "_1x", value: "c"),
            ])
        #expect(kept.repairs.metadataRenamed == 2)
        #expect(kept.repairs.metadataDropped == 3)
    }

    @Test func `metadata stays within 128 entries and 65,536 bytes`() throws {
        let many = (0..<130).map { LokiLabel(name: "n\($0)", value: "v") }
        let cut = try Self.kept(metadata: many)
        #expect(cut.entry.metadata == Array(many.prefix(128)))
        #expect(cut.repairs.metadataDropped == 2)
        let exact = [LokiLabel(name: "big", value: String(repeating: "x", count: 65_533))]
        #expect(try Self.kept(metadata: exact).entry.metadata == exact)
        let over = try Self.kept(
            metadata: [LokiLabel(name: "huge", value: String(repeating: "x", count: 65_533))]
                + [LokiLabel(name: "small", value: "s")])
        #expect(over.entry.metadata == [LokiLabel(name: "small", value: "s")])
        #expect(over.repairs.metadataDropped == 1)
    }

    @Test func `halves hold everything in order`() throws {
        var batch = LokiBatch()
        let other = LokiLabels([("job", "other")])
        for number in 0..<5 {
            batch.add(
                labels: number < 2 ? other : Self.labels,
                LokiEntry(time: Int64(number), line: [65]))
        }
        let (first, second) = try #require(batch.halves())
        #expect(first.streams.map { $0.entries.map(\.time) } == [[0, 1]])
        #expect(second.streams.map { $0.entries.map(\.time) } == [[2, 3, 4]])
        #expect(first.uncompressedBytes + second.uncompressedBytes == batch.uncompressedBytes)
        var single = LokiBatch()
        single.add(labels: other, LokiEntry(time: 1, line: []))
        #expect(single.halves() == nil)
        #expect(LokiBatch().halves() == nil)
    }
}
