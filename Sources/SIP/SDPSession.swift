// A session description as a list of places in its bytes.

/// A session description: its session part, and its media sections on demand.
///
/// Offsets into the bytes it was parsed from, trivially copyable. Nothing is required to be there:
/// descriptions without `v=`, `o=` or `s=` are in use. Source: RFC 8866 §5.
public struct SDPSession: Sendable {
    /// The value of `o=`: the same in every copy of an offer that was passed on unchanged.
    public var origin = ByteRange.empty

    /// The address of the session's `c=`, without its TTL; empty when there is none.
    public var address = ByteRange.empty

    /// The direction stated for all media; nil when there is none.
    public var direction: SDPDirection?

    /// How many media sections there are, up to ``Limits/mediaMax``.
    public var mediaCount = 0

    /// True when there are more media sections than are looked at.
    public var exceedsMediaLimit = false

    /// Where the first media section begins, up to the end of the description.
    var mediaRange = ByteRange.empty

    /// Parses the description in `range`, such as a body of type application/sdp.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SDPSession {
        let (lower, upper) = range.clamped(to: bytes)
        var session = SDPSession()
        var scanner = SDPLineScanner(bytes, lower, upper)
        while let line = scanner.next(bytes) {
            if line.type == 0x6d {
                if session.mediaCount == 0 { session.mediaRange = ByteRange(line.start, upper) }
                guard session.mediaCount < Limits.mediaMax else {
                    session.exceedsMediaLimit = true
                    break
                }
                session.mediaCount += 1
            } else if session.mediaCount == 0 {
                session.take(bytes, line)
            }
        }
        return session
    }

    /// Takes a line of the session part; of repeated ones the first counts.
    private mutating func take(_ bytes: Span<UInt8>, _ line: SDPLine) {
        switch line.type {
        case 0x6f where origin.isEmpty: origin = ByteRange(line.lower, line.upper)
        case 0x63 where address.isEmpty:
            address = SDPMedia.connectionAddress(bytes, line.lower, line.upper)
        case 0x61 where direction == nil:
            direction = SDPDirection.parse(bytes, line.lower, line.upper)
        default: break
        }
    }

    /// Shows every media section to `body` in order, until it returns false.
    public func forEachMedia(in bytes: Span<UInt8>, _ body: (SDPMedia) -> Bool) {
        guard mediaCount > 0 else { return }
        let (lower, upper) = mediaRange.clamped(to: bytes)
        var scanner = SDPLineScanner(bytes, lower, upper)
        var current: SDPMedia?
        var shown = 0
        while let line = scanner.next(bytes) {
            if line.type == 0x6d {
                if let media = current {
                    shown += 1
                    guard body(media), shown < mediaCount else { return }
                }
                current = SDPMedia(bytes, line, session: self)
            } else {
                current?.take(bytes, line)
            }
        }
        if let media = current { _ = body(media) }
    }

    /// The first media section, nil when there is none.
    public func firstMedia(in bytes: Span<UInt8>) -> SDPMedia? {
        var result: SDPMedia?
        forEachMedia(in: bytes) { media in
            result = media
            return false
        }
        return result
    }

    init() {}
}
