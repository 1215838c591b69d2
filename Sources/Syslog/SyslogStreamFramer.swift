// Messages out of a byte stream.

/// Cuts a TCP connection into messages; one for each connection. RFC 6587.
///
/// Both framings are taken, each message deciding for itself:
///
///     octet counting (§3.4.1)    MSG-LEN SP SYSLOG-MSG      71 <34>1 2026-11-27T…
///     non-transparent (§3.4.2)   SYSLOG-MSG TRAILER         <34>Nov 27 13:04:45 …  LF
///
/// A number, a space and `<` is a counted message; everything else ends with a line feed, or with a NUL
/// behind which a message or nothing begins: text may have NUL in it. After every `append` call `next`
/// until it asks for more, and `end` when the connection has ended. What comes out does not depend on
/// how the bytes were cut into reads.
public struct SyslogStreamFramer: Sendable {
    /// What to do next.
    public enum Step: Hashable, Sendable {
        /// A message lies at this range of ``SyslogStreamFramer/bytes``, until the next call. A cut one
        /// has ``Limits/messageBytesMax`` bytes, and its rest is skipped.
        case message(Range<Int>, isCut: Bool)
        /// Append more bytes.
        case needMore
        /// The stream was not read from: close the connection.
        case broken
    }

    /// What of a cut message is yet to be skipped.
    private enum Rest: Sendable {
        case nothing
        case counted(Int)
        case line
    }

    /// What the connection has sent and `next` has not passed yet, after some that it has.
    public private(set) var bytes: [UInt8] = []

    /// Where the bytes begin that have not been passed.
    private var position = 0
    /// Up to where the message at `position` is known not to end.
    private var searched = 0
    /// The bytes of the message that the last call returned, and what is to be skipped behind it.
    private var taken = 0
    private var restBehindTaken = Rest.nothing
    private var rest = Rest.nothing
    private var hasEnded = false
    /// True while nothing has come since `pause`.
    private var isPaused = false
    private var isBroken = false

    /// A framer at the beginning of a connection.
    public init() {}

    /// Adds what was read from the connection. Ranges returned before become invalid.
    ///
    /// A stream that is not read from is given up at ``Limits/streamBytesMax``.
    public mutating func append(_ new: Span<UInt8>) {
        settle()
        guard !isBroken, new.count > 0 else { return }
        isPaused = false
        dropPassedBytes()
        guard bytes.count + new.count <= Limits.streamBytesMax else {
            isBroken = true
            bytes = []
            return
        }
        // The pointer is read within the closure only, and the array copies what it points to.
        unsafe new.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }

    /// The next message, or what is needed to find one.
    public mutating func next() -> Step {
        settle()
        guard !isBroken else { return .broken }
        guard skipRest() else { return .needMore }
        while position < bytes.count, Self.isTrailer(bytes[position]) { position += 1 }
        guard position < bytes.count else { return .needMore }
        switch head(at: position) {
        case .incomplete where !hasEnded: return .needMore
        case .counted(let start, let count): return counted(from: start, count)
        case .incomplete, .line: return line()
        }
    }

    /// Says that no more is there just now: a NUL at the end ends a message then, as senders write whole
    /// ones. Without it the last message of a sender that uses NUL waits for the next.
    public mutating func pause() { isPaused = true }

    /// Says that no more comes: what is there without an end is a message too.
    public mutating func end() { hasEnded = true }

    /// Takes back what the last step said: the next call says it again. More may be appended between.
    ///
    /// For a caller who has no room for the message just now.
    public mutating func putBack() {
        taken = 0
        restBehindTaken = .nothing
    }
}

extension SyslogStreamFramer {
    private enum Head {
        case counted(start: Int, count: Int)
        case line
        /// It may become either.
        case incomplete
    }

    /// MSG-LEN SP and the `<` that every SYSLOG-MSG begins with; without the latter, `12 calls` in a line
    /// without a priority would count.
    private func head(at start: Int) -> Head {
        var at = start
        var count = 0
        while at < bytes.count, bytes[at].isDigit, at - start < Limits.lengthDigitsMax {
            count = count * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        guard at > start, bytes[start] != 0x30 else { return .line }
        guard at < bytes.count else { return .incomplete }
        guard bytes[at] == 0x20 else { return .line }
        guard at + 1 < bytes.count else { return .incomplete }
        return bytes[at + 1] == 0x3c ? .counted(start: at + 1, count: count) : .line
    }

    private mutating func counted(from start: Int, _ count: Int) -> Step {
        let given = min(count, Limits.messageBytesMax)
        let there = bytes.count - start
        guard there >= given || hasEnded else { return .needMore }
        taken = start - position + min(given, there)
        guard there >= given else {
            // The connection ended within it.
            return .message(start..<bytes.count, isCut: true)
        }
        if given < count { restBehindTaken = .counted(count - given) }
        return .message(start..<start + given, isCut: given < count)
    }

    private mutating func line() -> Step {
        let end = trailer(from: max(searched, position))
        let longest = position + Limits.messageBytesMax
        if let end, end <= longest {
            taken = end - position + 1
            return .message(position..<end, isCut: false)
        }
        // At the limit the next byte decides, and of a NUL the byte behind it.
        if searched > longest {
            taken = Limits.messageBytesMax
            restBehindTaken = .line
            return .message(position..<longest, isCut: true)
        }
        guard hasEnded else { return .needMore }
        taken = bytes.count - position
        return .message(position..<bytes.count, isCut: false)
    }

    /// The line feed or NUL from `start` that ends a message; without one, `searched` says how far it is
    /// sure.
    private mutating func trailer(from start: Int) -> Int? {
        let (place, isEnd) = search(from: start)
        searched = place
        return isEnd ? place : nil
    }

    private func search(from start: Int) -> (place: Int, isEnd: Bool) {
        let bytes = bytes.span
        var at = start
        while at < bytes.count {
            if bytes[at] == 0x0a { return (at, true) }
            if bytes[at] == 0 {
                guard let isEnd = isEnd(at) else { return (at, isPaused || hasEnded) }
                if isEnd { return (at, true) }
            }
            at += 1
        }
        return (at, false)
    }

    /// Whether the NUL at `place` ends a message: another one, or a line end, is behind it. Nil when that
    /// cannot be told yet.
    private func isEnd(_ place: Int) -> Bool? {
        guard place + 1 < bytes.count else { return nil }
        if bytes[place + 1] == 0x3c || Self.isTrailer(bytes[place + 1]) { return true }
        return switch head(at: place + 1) {
        case .counted: true
        case .line: false
        case .incomplete: nil
        }
    }

    /// Passes over what is left of a cut message; false when more of it has to come.
    private mutating func skipRest() -> Bool {
        switch rest {
        case .nothing: return true
        case .counted(let count):
            let there = min(count, bytes.count - position)
            position += there
            rest = there == count ? .nothing : .counted(count - there)
            return there == count
        case .line:
            guard let end = trailer(from: max(searched, position)) else {
                position = searched
                return false
            }
            position = end + 1
            rest = .nothing
            return true
        }
    }

    /// Passes what was returned last.
    private mutating func settle() {
        guard taken > 0 else { return }
        position += taken
        taken = 0
        rest = restBehindTaken
        restBehindTaken = .nothing
        searched = position
    }

    /// Moves what is pending to the front, and lets go of the memory of a burst.
    private mutating func dropPassedBytes() {
        guard position > 0 else { return }
        if position == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= Limits.streamBytesKept)
        } else {
            bytes.removeFirst(position)
        }
        searched = max(searched - position, 0)
        position = 0
    }

    private static func isTrailer(_ byte: UInt8) -> Bool {
        byte == 0x0a || byte == 0 || byte == 0x0d
    }
}
