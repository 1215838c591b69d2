// The directions of TCP connections, followed.

/// What a stream has given.
struct StreamPiece {
    /// Its direction's number, never used again.
    var stream: Int
    /// When these bytes were captured.
    var time: Int64
    /// The bytes; empty where only an end is told.
    var bytes: [UInt8]
    /// True when bytes before these are missing, or the beginning of the connection.
    var isAfterGap: Bool
    /// True when nothing more comes.
    var isEnd: Bool
}

/// Puts the segments of TCP in their order, one direction a stream.
///
/// A missing segment is waited for, within the bounds of `Limits`; then the stream goes on behind the gap.
/// Where segments overlap, what was delivered first counts (RFC 9293 §3.10.7.4).
struct StreamTable {
    /// A direction's two ends.
    struct Key: Hashable {
        var source: PacketEndpoint
        var destination: PacketEndpoint
    }

    private var streams: [Key: StreamOrder] = [:]
    private var numbers = 0
    /// Bytes that wait in all streams.
    private var waitingBytes = 0

    /// Gaps that were skipped.
    private(set) var gaps = 0

    /// How many directions are followed.
    var count: Int { streams.count }

    /// Takes a segment; what can now be told, in order.
    mutating func take(
        _ segment: TCPSegment, of bytes: Span<UInt8>, key: Key, time: Int64, isCut: Bool
    ) -> [StreamPiece] {
        if streams[key] == nil {
            // An end of something that was never seen, or a bare acknowledgement, begins nothing.
            guard segment.isSYN || !segment.payload.isEmpty, !segment.isRST else { return [] }
            makeRoom(now: time)
        }
        var pieces: [StreamPiece] = []
        var stream = streams.removeValue(forKey: key)
        if segment.isSYN, let old = stream, old.isOther(than: segment) {
            finish(old, time: time, into: &pieces)
            stream = nil
        }
        var order = stream ?? StreamOrder(number: nextNumber(), segment: segment, time: time)
        let waited = order.waitingBytes
        order.take(segment, of: bytes, time: time, isCut: isCut, into: &pieces)
        if waitingBytes - waited + order.waitingBytes > Limits.waitingBytesMax {
            order.skipGap(into: &pieces)
        }
        waitingBytes += order.waitingBytes - waited
        gaps += pieces.count { $0.isAfterGap }
        if order.isOver {
            waitingBytes -= order.waitingBytes
        } else {
            streams[key] = order
        }
        return pieces
    }

    /// What is left when no more segments come, behind its gaps, with the ends of all streams.
    mutating func finish() -> [(key: Key, piece: StreamPiece)] {
        var found: [(key: Key, piece: StreamPiece)] = []
        for (key, order) in streams.sorted(by: { $0.value.number < $1.value.number }) {
            var pieces: [StreamPiece] = []
            finish(order, time: order.lastTime, into: &pieces)
            found += pieces.map { (key, $0) }
        }
        streams.removeAll()
        waitingBytes = 0
        return found
    }

    private mutating func nextNumber() -> Int {
        numbers += 1
        return numbers
    }

    private mutating func finish(
        _ order: StreamOrder, time: Int64, into pieces: inout [StreamPiece]
    ) {
        var order = order
        waitingBytes -= order.waitingBytes
        let before = pieces.count
        while !order.isOver, order.waitingBytes > 0 { order.skipGap(into: &pieces) }
        gaps += pieces[before...].count { $0.isAfterGap }
        if !order.isOver {
            pieces.append(
                StreamPiece(
                    stream: order.number, time: time, bytes: [], isAfterGap: false, isEnd: true))
        }
    }

    /// Forgets silent streams when there is no room for one more; the oldest half of them in a flood.
    private mutating func makeRoom(now: Int64) {
        guard streams.count >= Limits.streamsMax else { return }
        var kept = streams.filter { now - $0.value.lastTime <= Limits.streamSilenceMicroseconds }
        if kept.count > Limits.streamsMax / 2 {
            let times = kept.values.map(\.lastTime).sorted()
            let middle = times[times.count / 2]
            kept = kept.filter { $0.value.lastTime > middle }
        }
        streams = kept
        waitingBytes = kept.values.reduce(0) { $0 + $1.waitingBytes }
    }
}
