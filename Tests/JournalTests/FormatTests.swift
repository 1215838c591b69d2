// docs/formats/journal.md against the code and against real files.

import CallGraph
import Foundation
import GRDB
import Testing

@testable import Journal

struct FormatTests {
    static let document: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = root.appendingPathComponent("docs/formats/journal.md")
        return try? String(contentsOf: path, encoding: .utf8)
    }()

    /// The SQL of the document, one string a code block.
    static func sqlBlocks(_ document: String) -> [String] {
        document.components(separatedBy: "```sql\n").dropFirst()
            .compactMap { $0.components(separatedBy: "```").first }
    }

    /// The words of a text, however they are broken into lines.
    static func words(_ text: String) -> [Substring] {
        text.split { $0 == " " || $0 == "\n" }
    }

    @Test func `the document has the tables that the code makes`() throws {
        let document = try #require(Self.document)
        let blocks = Self.sqlBlocks(document)
        try #require(blocks.count == 2)
        #expect(Self.words(blocks[0]) == Self.words(JournalFormat.journalTables))
        #expect(Self.words(blocks[1]) == Self.words(JournalFormat.segmentTables))
    }

    @Test(arguments: [
        ("journalApplicationID", "0x" + String(JournalFormat.journalApplicationID, radix: 16)),
        ("segmentApplicationID", "0x" + String(JournalFormat.segmentApplicationID, radix: 16)),
        ("version", "\(JournalFormat.version)"),
        ("blockBytesMax", "\(JournalLimits.blockBytesMax)"),
        ("blocksPerRun", "\(JournalLimits.blocksPerRun)"),
        ("entriesPerPage", "\(JournalLimits.entriesPerPage)"),
        ("runsPerLargeRun", "\(JournalLimits.runsPerLargeRun)"),
        ("entriesPerLargePage", "\(JournalLimits.entriesPerLargePage)"),
        ("keyBytes", "\(KeyList.keyBytes)"),
        ("entryBytes", "\(RunSize.small.entryBytes)"),
        ("framesHeadBytes", "\(FrameFile.headBytes)"),
        ("beginningBytes", "\(FactList.beginningBytes)"),
        ("stepBytes", "\(FactList.stepBytes)"),
        ("frameHeadBytes", "\(FactFrame.headBytes)"),
    ])
    func `the document's numbers are the code's`(name: String, value: String) throws {
        let document = try #require(Self.document)
        let row = document.split(separator: "\n").first { $0.hasPrefix("| `\(name)` |") }
        #expect(row?.hasPrefix("| `\(name)` | \(value) |") == true, "\(row ?? "no row")")
    }

    @Test func `the head of each file is as the document draws it`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        journal.append("x", text: "1", time: bench.clock.now)
        try await journal.end()
        for (path, word) in [
            (bench.directory + "/journal.sqlite", "CTRJ"),
            (bench.segmentPath("20261122T22.sqlite"), "CTRS"),
        ] {
            let file = try Data(contentsOf: URL(fileURLWithPath: path))
            #expect(file.prefix(16) == Data("SQLite format 3\0".utf8))
            #expect(Array(file[60..<64]) == [0, 0, 0, 3])
            #expect(Array(file[68..<72]) == Array(word.utf8))
        }
    }

    @Test func `lists, pages, frames and the seed lie as the document draws them`() async throws {
        let bench = try Bench()
        let journal = try bench.open()
        for number in 0..<129 {
            journal.append("b-\(number)", "a", text: "\(number)", time: bench.clock.now)
            journal.append("a", text: "again", time: bench.clock.now)
            journal.seal(bench.clock)
        }
        try await journal.end()
        let hasher = journal.hasher

        // Decoded by hand, without the journal's own code.
        let ledger = try DatabaseQueue(path: bench.directory + "/journal.sqlite")
        let seed = try await ledger.read { db in
            try Data.fetchOne(db, sql: "SELECT value FROM meta WHERE name = 'seed'")
        }
        let words = Self.numbers(try #require(seed), bytes: 8)
        #expect(words == [hasher.seed.0, hasher.seed.1])

        let segment = try DatabaseQueue(path: bench.segmentPath("20261122T22.sqlite"))
        let (keys, firstKeys, pages, block) = try await segment.read { db in
            (
                try Data.fetchAll(db, sql: "SELECT keys FROM block_keys"),
                try Int64.fetchAll(db, sql: "SELECT first_key FROM run_page"),
                try Data.fetchAll(db, sql: "SELECT data FROM run_page"),
                try ["frame_offset", "frame_bytes", "frame_check", "raw_bytes"].compactMap {
                    try Int.fetchOne(db, sql: "SELECT \($0) FROM block WHERE number = 1")
                }
            )
        }
        let expected = ["a", "b-128"].map { hasher.key($0).value }.sorted()
        #expect(keys.map { Self.numbers($0, bytes: 8) } == [expected])

        #expect(pages.count == 1)
        let data = try #require(pages.first)
        #expect(data.count == 6 * 256)
        var entries: [[UInt64]] = []
        for start in stride(from: 0, to: data.count, by: 6) {
            let key = data[start..<start + 5].reduce(0) { $0 << 8 | UInt64($1) }
            entries.append([key, UInt64(data[start + 5])])
        }
        var wanted: [[UInt64]] = []
        for number in 0..<128 as Range<UInt64> {
            wanted.append([hasher.key("a").value >> 24, number])
            wanted.append([hasher.key("b-\(number)").value >> 24, number])
        }
        wanted.sort { $0[0] == $1[0] ? $0[1] < $1[1] : $0[0] < $1[0] }
        #expect(entries == wanted)
        #expect(firstKeys == [Int64(bitPattern: wanted[0][0] << 24 ^ (1 << 63))])

        try #require(block.count == 4)
        let frames = try Data(contentsOf: bench.framesFile)
        #expect(Array(frames.prefix(4)) == Array("CTRF".utf8))
        #expect(Array(frames[4..<8]) == [1, 0, 0, 0])
        #expect(
            Self.numbers(frames[8..<16], bytes: 8)
                == [hasher.key("calltrace journal, keys of the second form").value])
        #expect(block[0] == 16)
        let bytes = Array(frames[block[0]..<block[0] + block[1]])
        #expect(Self.numbers(Data(bytes.suffix(4)), bytes: 4) == [UInt64(block[2])])
        #expect(bytes.prefix(4) == [0x28, 0xb5, 0x2f, 0xfd])
        #expect(bytes[4] & 0x04 != 0)
        // Bits 5 to 7 say how the content size is kept: in one byte for so small a block.
        #expect(bytes[4] & 0xe0 == 0x20)
        #expect(Int(bytes[5]) == block[3])
    }

    /// Little-endian numbers of so many bytes each.
    static func numbers(_ data: Data, bytes: Int) -> [UInt64] {
        let all = Array(data)
        return stride(from: 0, to: all.count, by: bytes).map { start in
            (0..<bytes).reduce(0) { $0 | UInt64(all[start + $1]) << UInt64($1 * 8) }
        }
    }
}
