// Parameters by name.

/// The parameters in a piece of a message: `a=1;b="two";c`.
///
/// Works on the parameters of an address, a URI or a Via, and on whole values such as that of
/// Session-ID, whose first element is then a parameter without a value.
public struct SIPParameters: Sendable {
    /// Where they stand.
    public var range: ByteRange

    /// The parameters in `range`.
    public init(_ range: ByteRange) { self.range = range }

    /// The value of the first parameter of this name (written in lowercase), without quotes.
    ///
    /// Empty for a parameter without a value; nil when there is none of this name.
    public func first(_ name: StaticString, in bytes: Span<UInt8>) -> ByteRange? {
        let (lower, upper) = range.clamped(to: bytes)
        var scanner = ParameterScanner(lower, upper)
        while let parameter = scanner.next(bytes) {
            if bytes.equals(name, parameter.nameLower, parameter.nameUpper, ignoringCase: true) {
                return parameter.value
            }
        }
        return nil
    }

    /// Shows every parameter to `body` in order, until it returns false.
    public func forEach(
        in bytes: Span<UInt8>, _ body: (_ name: ByteRange, _ value: ByteRange) -> Bool
    ) {
        let (lower, upper) = range.clamped(to: bytes)
        var scanner = ParameterScanner(lower, upper)
        while let parameter = scanner.next(bytes) {
            let name = ByteRange(parameter.nameLower, parameter.nameUpper)
            guard body(name, parameter.value) else { return }
        }
    }
}
