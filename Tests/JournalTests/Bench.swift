// A journal in a folder of its own, with a clock that stands still.

import CallGraph
import Foundation
import Testing

@testable import Journal

/// A place to work on journals: a temporary folder, removed at the end, and a manual clock.
final class Bench: Sendable {
    let directory: String
    let clock = ManualClock()
    let space = ManualSpace()
    let options: JournalOptions

    /// An empty folder, with options that keep everything.
    init(_ options: JournalOptions = JournalOptions(retentionDays: 0, retentionBytes: 0)) throws {
        let name = "calltrace-journal-\(UUID().uuidString)"
        directory = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        self.options = options
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// The journal of this folder; the one before must be closed or gone.
    func open(_ other: JournalOptions? = nil) throws -> RecordJournal {
        let (clock, space) = (self.clock, self.space)
        return try RecordJournal(
            directory: directory, options: other ?? options, now: { clock.now },
            space: { space.found })
    }

    /// A bench on a copy of the files as they are now: what a killed process leaves behind.
    func crashed() throws -> Bench {
        let other = try Bench(options)
        try FileManager.default.removeItem(atPath: other.directory)
        try FileManager.default.copyItem(atPath: directory, toPath: other.directory)
        return other
    }

    /// The names of the files among the segments, sorted.
    func segmentFiles() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory + "/segments")
            .filter { $0.hasSuffix(".sqlite") }.sorted()
    }

    /// The frames of the segment that the clock stands in at first.
    var framesFile: URL { URL(fileURLWithPath: segmentPath("20261122T22.frames")) }

    /// The path of a file among the segments.
    func segmentPath(_ file: String) -> String { "\(directory)/segments/\(file)" }
}

extension RecordJournal {
    /// Appends one record that these names lead to; its payload says `text`.
    @discardableResult
    func append(_ names: String..., text: String, time: Timestamp, bytes: Int = 0) -> Bool {
        append(names: names, text: text, time: time, bytes: bytes)
    }

    /// Appends one record that these names lead to; its payload says `text`, filled with dots.
    @discardableResult
    func append(names: [String], text: String, time: Timestamp, bytes: Int = 0) -> Bool {
        let outcome = append { block in
            var keys = IdentityKeys()
            for name in names { keys.append(hasher.key(name)) }
            var payload = Array(text.utf8)
            if payload.count < bytes {
                payload += [UInt8](repeating: UInt8(ascii: "."), count: bytes - payload.count)
            }
            let none: [UInt8] = []
            block.append(
                RecordHeader(kind: .sip, time: time, received: time), node: none.span,
                correlation: none.span, payload: payload.span, keys: keys)
        }
        return outcome == .taken
    }

    /// Seals what is open, whatever its age.
    func seal(_ clock: ManualClock) {
        sealIfOld(now: clock.now.advanced(bySeconds: 3600 * 24 * 365))
    }

    /// Writes all sealed blocks.
    func writeAll() async throws {
        while try await writeSome() {}
    }

    /// The payloads of the records found under these names, up to the first dot.
    func texts(
        _ names: String..., from: Timestamp = .distantPast, to: Timestamp = .distantFuture,
        limit: Int = 1000
    ) async throws -> [String] {
        let keys = Set(names.map { hasher.key($0) })
        let found = try await records(carrying: keys, in: from...to, limit: limit)
        #expect(found.isComplete, "\(found.warnings)")
        return found.records.map(\.text)
    }

    /// Writes and closes all, as at the end of the program.
    func end() async throws {
        shutdown()
        try await run()
    }
}

extension Record {
    /// Its payload up to the first dot.
    var text: String {
        String(decoding: payload.prefix { $0 != UInt8(ascii: ".") }, as: UTF8.self)
    }
}

extension RecordBlock {
    /// The payloads of its records.
    var texts: [String] {
        var texts: [String] = []
        forEach { entry in
            texts.append(record(entry, block: 0).text)
            return true
        }
        return texts
    }
}

/// One frame of a fresh compressor.
func compress(_ bytes: [UInt8]) throws -> Data {
    var compressor = BlockCompressor()
    return try compressor.compress(bytes)
}

extension BlockCompressor {
    /// The frame of these bytes, to be kept.
    mutating func compress(_ bytes: [UInt8]) throws -> Data {
        // Copied before the frame is gone.
        try compress(bytes) { frame in unsafe frame.withUnsafeBytes { unsafe Data($0) } }
    }
}

/// What a frame inflates to.
func inflateBlock(_ frame: Data, rawBytes: Int64) throws(BlockCodecError) -> [UInt8] {
    try inflateBlock(frame.bytes, rawBytes: rawBytes)
}
