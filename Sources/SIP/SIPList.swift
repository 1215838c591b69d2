// Values of a header that holds a list.

/// The values of a header such as Route, Diversion or History-Info, separated by commas.
///
/// Commas inside quotes and angle brackets separate nothing. Not for From, To, Call-ID, CSeq, Date,
/// Subject and the authentication headers, which hold one value and may hold commas.
/// Source: RFC 3261 §7.3.1.
public struct SIPList: Sendable {
    /// Where the header's value stands.
    public var range: ByteRange

    /// The values in `range`.
    public init(_ range: ByteRange) { self.range = range }

    /// The first value that is not empty.
    public func first(in bytes: Span<UInt8>) -> ByteRange? {
        var result: ByteRange?
        forEach(in: bytes) { value in
            result = value
            return false
        }
        return result
    }

    /// Shows every value that is not empty to `body` in order, until it returns false.
    public func forEach(in bytes: Span<UInt8>, _ body: (ByteRange) -> Bool) {
        let (lower, upper) = range.clamped(to: bytes)
        var scanner = ListScanner(lower, upper)
        while let value = scanner.next(bytes) {
            guard value.lower < value.upper else { continue }
            guard body(ByteRange(value.lower, value.upper)) else { return }
        }
    }
}
