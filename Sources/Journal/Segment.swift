// A stretch of the journal's life: what is known of it without opening it.

import CallGraph

/// One segment, as its summary row describes it.
struct Segment: Sendable, Equatable {
    /// The name of its files without folder and extension.
    var name: String
    /// The version of its tables.
    var format = JournalFormat.version
    /// The first moment of receipt that belongs to it.
    var start: Timestamp
    /// Seconds of receipt that it holds, from `start`.
    var seconds: Int64
    /// The number of its first block.
    var firstNumber: UInt64
    /// The number of its last block.
    var lastNumber: UInt64
    /// The earliest capture time of its records.
    var firstTime: Timestamp = .distantFuture
    /// The latest capture time of its records.
    var lastTime: Timestamp = .distantPast
    /// When its first block was begun.
    var firstOpened: Timestamp = .distantFuture
    /// When its latest block was begun.
    var lastOpened: Timestamp = .distantPast
    /// How many blocks it has.
    var blocks: Int64 = 0
    /// How many records it has.
    var records: Int64 = 0
    /// Bytes of the tables, their write-ahead log and the frames.
    var bytes: Int64 = 0

    /// The first moment after those that belong to it.
    var end: Timestamp { start.advanced(bySeconds: seconds) }

    /// True when a record captured within `interval` may be in it.
    func overlaps(_ interval: ClosedRange<Timestamp>) -> Bool {
        firstTime <= interval.upperBound && lastTime >= interval.lowerBound
    }

    /// True when its frames are in a file beside its tables; in an earlier format they are in the tables.
    var hasFrameFile: Bool { format >= JournalFormat.versionOfFrameFiles }

    /// True when a block begun at `opened` goes into this segment, given that it is the newest.
    ///
    /// A block a little older than the segment goes in too: blocks are numbered as they are sealed,
    /// and a clock that is set back a little must not begin a file for each of them. None goes into
    /// one that an earlier build wrote.
    func admits(_ opened: Timestamp) -> Bool {
        format == JournalFormat.version && opened < end
            && opened >= start.advanced(bySeconds: -seconds)
    }

    /// Counts a block in.
    mutating func add(_ stored: StoredBlock) {
        lastNumber = stored.number
        firstTime = min(firstTime, stored.block.firstTime)
        lastTime = max(lastTime, stored.block.lastTime)
        firstOpened = min(firstOpened, stored.opened)
        lastOpened = max(lastOpened, stored.opened)
        blocks += 1
        records += Int64(stored.recordCount)
    }

    /// The start of the segment that `moment` belongs to.
    static func start(of moment: Timestamp, seconds: Int64) -> Timestamp {
        let second = moment.microseconds / 1_000_000
        let step = max(seconds, 1)
        var rest = second % step
        if rest < 0 { rest += step }
        return Timestamp(microseconds: 0).advanced(bySeconds: second - rest)
    }

    /// The name of a segment that starts at this moment: `20261124T03`, with minutes and seconds
    /// behind it when segments are not of whole hours.
    static func name(start: Timestamp, seconds: Int64) -> String {
        // "2026-11-24T03:00:00.000000Z"
        let text = Array(start.rfc3339.utf8)
        var name: [UInt8] = []
        for index in 0..<(seconds % 3600 == 0 ? 13 : 19)
        where text[index] != UInt8(ascii: "-") && text[index] != UInt8(ascii: ":") {
            name.append(text[index])
        }
        return String(decoding: name, as: UTF8.self)
    }
}
