// Into the open block, and from sealed blocks to the disk.

internal import CallGraph
internal import Foundation
internal import Journal

/// Appending to a block.
enum AppendStage {
    /// Appends every message; a full block is emptied as if another had taken its place.
    static func run(_ input: StageInput) -> Int {
        var block = RecordBlock()
        var kept = 0
        let time = CPUTime.nanoseconds {
            for entry in input.messages {
                if block.isFull {
                    kept &+= block.count
                    block.removeAll()
                }
                block.append(entry, of: input)
            }
        }
        BlackHole.take(kept &+ block.count)
        return time
    }
}

/// Writing what was appended.
enum SealStage {
    /// Appends every message, then measures what it takes until all is on disk and the files closed.
    static func run(_ input: StageInput, scratch: String) throws -> Int {
        let folder = "\(scratch)/seal-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.removeItem(atPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let time = input.messages.last?.header.time ?? .distantPast
        let journal = try RecordJournal(
            directory: folder,
            options: JournalOptions(
                retentionDays: 0, retentionBytes: 0, pendingBytesMax: 1 << 30),
            now: { time })
        var next = 0
        while next < input.messages.count {
            let outcome = journal.append { block in
                while next < input.messages.count, !block.isFull {
                    block.append(input.messages[next], of: input)
                    next += 1
                }
            }
            guard outcome == .taken else {
                throw StageError("the journal has no room for the messages")
            }
        }
        journal.shutdown()
        let before = CPUTime.now
        try Blocking.run { try await journal.run() }
        let taken = CPUTime.now - before
        guard journal.statistics.recordsWritten == UInt64(input.messages.count) else {
            throw StageError("the journal did not write all messages")
        }
        return taken
    }
}

extension RecordBlock {
    /// Appends a message of the input with its keys.
    fileprivate mutating func append(_ entry: StageInput.Message, of input: StageInput) {
        var keys = IdentityKeys()
        for index in entry.keys { keys.append(input.keys[index]) }
        let none: [UInt8] = []
        let node = StageInput.node
        append(
            entry.header, node: node.span, correlation: none.span,
            payload: input.slab.span.extracting(entry.payload), keys: keys)
    }
}
