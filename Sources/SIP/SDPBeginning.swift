// The little of a session description that two calls are compared by.

/// Where a description's first media is to be sent, and who made the description.
///
/// The same as ``SDPSession/origin``, and address and port of ``SDPSession/firstMedia(in:)``, without what
/// these read besides: every call is asked for it once.
public struct SDPBeginning: Sendable {
    /// The value of `o=`, empty when there is none.
    public var origin = ByteRange.empty

    /// The address of the first media section, or the session's; empty when there is none.
    public var address = ByteRange.empty

    /// The port of the first media section; nil when there is none that makes sense.
    public var port: UInt16?

    /// Reads the description in `range`, up to its second media section.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SDPBeginning {
        let (lower, upper) = range.clamped(to: bytes)
        var found = SDPBeginning()
        var hasMedia = false
        var hasMediaAddress = false
        var scanner = SDPLineScanner(bytes, lower, upper)
        while let line = scanner.next(bytes, of: wanted) {
            switch line.type {
            case 0x6d:
                if hasMedia { return found }
                hasMedia = true
                found.port = SDPMedia.port(of: bytes, line)
            case 0x6f where !hasMedia && found.origin.isEmpty:
                found.origin = ByteRange(line.lower, line.upper)
            case 0x63 where hasMedia ? !hasMediaAddress : found.address.isEmpty:
                found.address = SDPMedia.connectionAddress(bytes, line.lower, line.upper)
                hasMediaAddress = hasMedia
            default: break
            }
        }
        return found
    }

    /// `c`, `m` and `o`, one bit each.
    private static var wanted: UInt64 { 1 << (0x63 & 63) | 1 << (0x6d & 63) | 1 << (0x6f & 63) }
}
