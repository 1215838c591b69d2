// Packets out of a byte stream.

/// Cuts a TCP or TLS connection into packets; one for each connection.
///
/// The only framing there is are the packets' own 16-bit lengths, and there is no preamble. After
/// every `append` call `next` until it asks for more. What comes out does not depend on how the
/// bytes were cut into reads.
///
/// After junk the next packet is searched for by its magic, and believed when its length and first
/// chunk are plausible and no other such header lies inside it: that one was cut short.
public struct HEPStreamFramer: Sendable {
    /// What to do next.
    public enum Step: Hashable, Sendable {
        /// A whole packet lies at this range of ``HEPStreamFramer/bytes``, until the next call.
        case packet(Range<Int>)
        /// A gzip member begins at this offset of ``HEPStreamFramer/bytes``.
        ///
        /// Inflate it and ``HEPStreamFramer/consume(_:)`` its length; when it is not complete yet,
        /// append more and ask again. One that is not gzip after all: `resynchronise()`.
        case gzip(offset: Int)
        /// Append more bytes.
        case needMore
        /// The stream is no HEP or not read from: close the connection.
        case broken
    }

    /// What the connection has sent and `next` has not passed yet, after some that it has.
    public private(set) var bytes: [UInt8] = []

    /// Bytes that belonged to no packet, so far.
    public private(set) var skippedBytes = 0

    /// Where the bytes begin that have not been passed.
    private var position = 0

    /// The length of the packet that the last call returned.
    private var taken = 0

    /// Whether the stream is being searched for the beginning of a packet.
    private var isSearching = false

    /// Bytes skipped since the last packet.
    private var junkRun = 0

    /// How many bytes were pending when the gzip member at `position` was offered; 0 before.
    private var offeredBytes = 0

    /// Whether the stream has been given up.
    private var isBroken = false

    /// A framer at the beginning of a connection.
    public init() {}

    /// Bytes that have been appended and belong to no packet that `next` returned.
    ///
    /// What is left when a connection closes was a packet cut short.
    public var pendingBytes: Int { bytes.count - position - taken }

    /// Adds what was read from the connection. Ranges returned before become invalid.
    ///
    /// A stream that is not read from is given up at ``Limits/streamBytesMax``.
    public mutating func append(_ new: Span<UInt8>) {
        settle()
        guard !isBroken else { return }
        guard bytes.count - position + new.count <= Limits.streamBytesMax else {
            giveUp()
            return
        }
        dropPassedBytes()
        bytes.append(copying: new)
    }

    /// The next packet, or what is needed to find one.
    public mutating func next() -> Step {
        settle()
        while !isBroken {
            let step = isSearching ? search() : readHere()
            if let step { return step }
        }
        return .broken
    }

    /// Takes back what the last step said: the next call says it again. More may be appended between.
    ///
    /// For a caller who has no room for the packet just now.
    public mutating func putBack() {
        taken = 0
        offeredBytes = 0
    }

    /// Passes over a gzip member of `count` bytes that begins where the last step said.
    ///
    /// Only what has been appended can be passed; a negative count passes nothing.
    public mutating func consume(_ count: Int) {
        settle()
        position += min(max(count, 0), bytes.count - position)
        offeredBytes = 0
        junkRun = 0
    }

    /// Says that what begins here is neither packet nor gzip, so that the next packet is searched.
    public mutating func resynchronise() {
        settle()
        isSearching = true
        skip(min(1, bytes.count - position))
    }

    /// Calls `body` with ``bytes`` without a copy.
    public func withBytes<Result, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes.span)
    }
}

extension HEPStreamFramer {
    /// The step for a place where a packet should begin; nil when it turned out to be junk.
    private mutating func readHere() -> Step? {
        switch StreamHeader.read(bytes.span, at: position) {
        case .incomplete:
            return .needMore
        case .packet(let length):
            guard bytes.count - position >= length else { return .needMore }
            return take(length)
        case .gzip:
            return offerGzip()
        case .junk:
            isSearching = true
            return nil
        }
    }

    /// The step while searching; nil when another place is to be looked at.
    private mutating func search() -> Step? {
        let found = StreamHeader.find(bytes.span, in: position..<bytes.count)
        skip(found.offset - position)
        guard let length = found.length, !isBroken else { return isBroken ? nil : .needMore }
        let end = position + length
        guard bytes.count >= end else { return .needMore }
        // A header inside: the outer packet was cut short and the stream went on with another.
        let inner = StreamHeader.find(bytes.span, in: (position + Limits.headerBytes)..<end)
        guard inner.length == nil else {
            skip(inner.offset - position)
            return nil
        }
        isSearching = false
        return take(length)
    }

    private mutating func take(_ length: Int) -> Step {
        taken = length
        junkRun = 0
        return .packet(position..<(position + length))
    }

    /// Offers the gzip member at `position`, once for every growth of what is there of it.
    private mutating func offerGzip() -> Step? {
        let pending = bytes.count - position
        guard pending > offeredBytes else { return .needMore }
        if offeredBytes > Limits.gzipMemberBytesMax {
            giveUp()
            return nil
        }
        offeredBytes = pending
        return .gzip(offset: position)
    }

    private mutating func skip(_ count: Int) {
        position += count
        skippedBytes += count
        junkRun += count
        offeredBytes = 0
        if junkRun > Limits.junkBytesMax { giveUp() }
    }

    private mutating func giveUp() {
        skippedBytes += bytes.count - position
        isBroken = true
        bytes = []
        position = 0
        taken = 0
    }

    /// Passes the packet that was returned last.
    private mutating func settle() {
        position += taken
        taken = 0
    }

    /// Moves what is pending to the front, and lets go of the memory of a burst.
    private mutating func dropPassedBytes() {
        guard position > 0 else { return }
        if position == bytes.count {
            bytes.removeAll(keepingCapacity: bytes.capacity <= Limits.streamBytesKept)
        } else {
            bytes.removeFirst(position)
        }
        position = 0
    }
}
