// One direction of a TCP connection, in order.

/// Delivers the bytes of one direction in the order of their sequence numbers.
struct StreamOrder {
    /// A segment that came before one that it follows.
    private struct Waiting {
        var sequence: UInt32
        var bytes: [UInt8]
        var time: Int64
        var isFIN: Bool
    }

    /// The stream's number.
    let number: Int
    /// When its last segment was captured.
    private(set) var lastTime: Int64
    /// Bytes that wait for what is missing before them.
    private(set) var waitingBytes = 0
    /// True when the connection has ended.
    private(set) var isOver = false
    /// The number of the next byte.
    private var expected: UInt32
    /// The number of the SYN; nil when it was not captured.
    private var initial: UInt32?
    /// In the order of their numbers.
    private var waiting: [Waiting] = []
    /// True until the first byte, when the connection's beginning was not captured.
    private var isCutOff: Bool

    /// A direction that begins with this segment.
    init(number: Int, segment: TCPSegment, time: Int64) {
        self.number = number
        lastTime = time
        expected = segment.isSYN ? segment.sequence &+ 1 : segment.sequence
        initial = segment.isSYN ? segment.sequence : nil
        isCutOff = !segment.isSYN
    }

    /// True when a SYN begins another connection between the same ends.
    func isOther(than segment: TCPSegment) -> Bool {
        initial.map { $0 != segment.sequence } ?? (segment.sequence &+ 1 != expected)
    }

    /// Takes a segment.
    mutating func take(
        _ segment: TCPSegment, of bytes: Span<UInt8>, time: Int64, isCut: Bool,
        into pieces: inout [StreamPiece]
    ) {
        lastTime = max(lastTime, time)
        if segment.isRST { return end(time, into: &pieces) }
        let sequence = segment.isSYN ? segment.sequence &+ 1 : segment.sequence
        let distance = Int32(bitPattern: sequence &- expected)
        if distance.magnitude > UInt32(Limits.sequenceDistanceMax) {
            // Another connection; its beginning was not captured.
            guard !segment.payload.isEmpty else { return }
            deliverWaiting(into: &pieces)
            expected = sequence
            isCutOff = true
            return add(segment, bytes, sequence, time, into: &pieces)
        }
        add(segment, bytes, sequence, time, into: &pieces)
        // What the capture left out of a segment is a gap of its own: the next number says so.
        if isCut { isCutOff = true }
        if let first = waiting.first,
            waiting.count > Limits.segmentsWaitingMax
                || waitingBytes > Limits.streamBytesWaitingMax
                || time - first.time > Limits.gapMicroseconds
        {
            skipGap(into: &pieces)
        }
    }

    /// Goes on behind what is missing, as far as the next thing that is.
    mutating func skipGap(into pieces: inout [StreamPiece]) {
        guard let first = waiting.first else { return }
        expected = first.sequence
        isCutOff = true
        drain(into: &pieces)
    }

    private mutating func deliverWaiting(into pieces: inout [StreamPiece]) {
        while !isOver, !waiting.isEmpty { skipGap(into: &pieces) }
    }

    private mutating func add(
        _ segment: TCPSegment, _ bytes: Span<UInt8>, _ sequence: UInt32, _ time: Int64,
        into pieces: inout [StreamPiece]
    ) {
        guard !isOver, !segment.payload.isEmpty || segment.isFIN else { return }
        var copy: [UInt8] = []
        copy.append(copying: bytes.extracting(segment.payload))
        insert(Waiting(sequence: sequence, bytes: copy, time: time, isFIN: segment.isFIN))
        drain(into: &pieces)
    }

    private mutating func insert(_ new: Waiting) {
        let distance = Int32(bitPattern: new.sequence &- expected)
        var index = waiting.endIndex
        while index > 0,
            Int32(bitPattern: waiting[index - 1].sequence &- expected) > distance
        {
            index -= 1
        }
        // A retransmission of what waits already.
        if index > 0, waiting[index - 1].sequence == new.sequence,
            waiting[index - 1].bytes.count >= new.bytes.count,
            waiting[index - 1].isFIN || !new.isFIN
        {
            return
        }
        waiting.insert(new, at: index)
        waitingBytes += new.bytes.count
    }

    /// Delivers what follows without a gap.
    private mutating func drain(into pieces: inout [StreamPiece]) {
        var delivered = 0
        while !isOver, delivered < waiting.count {
            let distance = Int32(bitPattern: waiting[delivered].sequence &- expected)
            guard distance <= 0 else { break }
            let next = waiting[delivered]
            delivered += 1
            waitingBytes -= next.bytes.count
            // What overlaps was delivered already.
            let known = Int(distance.magnitude)
            if known < next.bytes.count {
                pieces.append(
                    StreamPiece(
                        stream: number, time: next.time, bytes: Array(next.bytes[known...]),
                        isAfterGap: isCutOff, isEnd: false))
                isCutOff = false
                expected &+= UInt32(next.bytes.count - known)
            }
            if next.isFIN, known <= next.bytes.count { end(next.time, into: &pieces) }
        }
        if isOver {
            waiting.removeAll()
            waitingBytes = 0
        } else if delivered > 0 {
            waiting.removeFirst(delivered)
        }
    }

    private mutating func end(_ time: Int64, into pieces: inout [StreamPiece]) {
        guard !isOver else { return }
        isOver = true
        waiting.removeAll()
        waitingBytes = 0
        pieces.append(
            StreamPiece(stream: number, time: time, bytes: [], isAfterGap: false, isEnd: true))
    }
}
