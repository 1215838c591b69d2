// The file of a segment's compressed blocks, beside its tables.

import CallGraph
import Glibc

/// The frames of a segment's blocks, one behind the other; the rows of the blocks say where.
///
///     0   4    "CTRF"
///     4   u32  version of this layout, little-endian
///     8   u64  probe of the journal's seed, little-endian
///     16  …    frames
///
/// Through SQLite each byte would be written twice, to its log and from there to its file, and be summed up
/// on the way. Read at given places by any number of threads at once, written by one. Nothing is mapped: a
/// file that was cut is an error, not a signal. Closed when nobody holds it any more.
final class FrameFile: Sendable {
    /// Bytes before the first frame.
    static let headBytes = 16
    /// The version of this layout; the tables beside it have one of their own.
    static let version: UInt32 = 1

    /// Where it is.
    let path: String
    private let descriptor: Int32

    /// Makes a new file with its head; there must be none yet.
    init(creating path: String, seedProbe: IdentityKey) throws(JournalError) {
        self.path = path
        descriptor = try Self.open(path, O_RDWR | O_CREAT | O_EXCL)
        let head = Self.head(seedProbe)
        // The bytes of bytes.
        try unsafe write(head.span.bytes, at: 0)
        try Self.syncFolder(of: path)
    }

    /// Opens a file for reading; its head is not looked at, since each frame is checked.
    init(reading path: String) throws(JournalError) {
        self.path = path
        descriptor = try Self.open(path, O_RDONLY)
    }

    /// Opens a file for appending behind the frames that end at `end`; what a crash left there is cut off.
    ///
    /// Throws `FrameDamage` when frames are missing, or it belongs to something else.
    init(appending path: String, at end: Int64, seedProbe: IdentityKey) throws {
        self.path = path
        descriptor = try Self.open(path, O_RDWR)
        try check(seedProbe: seedProbe, end: end)
        guard ftruncate(descriptor, Int(end)) == 0 else { throw JournalError(code: errno, path) }
    }

    deinit { _ = Glibc.close(descriptor) }

    /// Throws `FrameDamage` unless the head is that of this journal and all of `end` bytes are there.
    func check(seedProbe: IdentityKey, end: Int64) throws {
        let found = try read(Self.headBytes, at: 0)
        guard found == Self.head(seedProbe) else { throw FrameDamage.foreign }
        let size = lseek(descriptor, 0, SEEK_END)
        guard size >= end else { throw FrameDamage.cut }
    }

    /// Writes bytes at a place, all of them or it throws.
    func write(_ bytes: RawSpan, at offset: Int64) throws(JournalError) {
        var done = 0
        while done < bytes.byteCount {
            let rest = bytes.extracting(done...)
            // The bytes outlive the call, and no more than they are is asked for.
            let written = unsafe rest.withUnsafeBytes { source in
                unsafe pwrite(
                    descriptor, source.baseAddress, source.count, Int(offset) + done)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else {
                throw JournalError(code: written < 0 ? errno : ENOSPC, path)
            }
            done += written
        }
    }

    /// So many bytes at a place.
    ///
    /// Throws `FrameDamage` when there are not as many, or more are asked for than a frame has.
    func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
        let offsetMax = Int64.max - Int64(JournalLimits.frameBytesMax)
        guard 0...JournalLimits.frameBytesMax ~= count, 0...offsetMax ~= offset else {
            throw FrameDamage.absurd
        }
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, done in
            while done < count {
                // The rest of the target has room for as many bytes as are asked for.
                let place = unsafe target.baseAddress.map { unsafe $0 + done }
                let taken = unsafe pread(descriptor, place, count - done, Int(offset) + done)
                if taken < 0 && errno == EINTR { continue }
                if taken < 0 { code = errno }
                guard taken > 0 else { return }
                done += taken
            }
        }
        guard code == 0 else { throw JournalError(code: code, path) }
        guard bytes.count == count else { throw FrameDamage.cut }
        return bytes
    }

    /// Waits until what was written is on the disk.
    func sync() throws(JournalError) {
        guard fdatasync(descriptor) == 0 else { throw JournalError(code: errno, path) }
    }

    private static func head(_ seedProbe: IdentityKey) -> [UInt8] {
        var head = Array("CTRF".utf8)
        for shift in 0..<4 as Range<UInt32> {
            head.append(UInt8(truncatingIfNeeded: version >> (shift * 8)))
        }
        for shift in 0..<8 as Range<UInt64> {
            head.append(UInt8(truncatingIfNeeded: seedProbe.value >> (shift * 8)))
        }
        return head
    }

    private static func open(_ path: String, _ flags: Int32) throws(JournalError) -> Int32 {
        // The path outlives the call. Closed to other users: calls are private.
        let descriptor = unsafe Glibc.open(path, flags | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw JournalError(code: errno, path) }
        return descriptor
    }

    /// After a loss of power the name is there as well, and not only what it names.
    private static func syncFolder(of path: String) throws(JournalError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = try open(folder, O_RDONLY)
        defer { _ = Glibc.close(descriptor) }
        // Not every file system can; then it does as it likes with the names in SQLite's folders as well.
        _ = fsync(descriptor)
    }
}

/// What is wrong with the file of frames of a segment, or with one frame.
enum FrameDamage: Error, CustomStringConvertible {
    /// There is no file.
    case missing
    /// It ends before what was written to it.
    case cut
    /// Its head is that of another journal, or of none.
    case foreign
    /// The row of a block says what no frame is like.
    case absurd
    /// It is not the frame that was written.
    case other

    var description: String {
        switch self {
        case .missing: "the file of its frames is missing"
        case .cut: "the file of its frames ends before it should"
        case .foreign: "the file of its frames belongs to something else"
        case .absurd: "its row names a place where no frame can be"
        case .other: "there is another frame in its place"
        }
    }
}
