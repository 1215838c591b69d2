// Header fields looked for when somebody asks.

extension SIPMessage {
    /// Shows every header field to `body` in order, until it returns false.
    ///
    /// Names come without whitespace, values without whitespace around them; a folded value is one,
    /// with its line ends inside (``ByteRange/unfolded(in:)``). Lines that are no header are passed
    /// over. `bytes` are those that the message was parsed from.
    public func forEachHeader(
        in bytes: Span<UInt8>, _ body: (_ name: ByteRange, _ value: ByteRange) -> Bool
    ) {
        forEachLine(in: bytes) { line in
            body(
                ByteRange(line.nameLower, line.nameUpper),
                ByteRange(line.valueLower, line.valueUpper))
        }
    }

    /// The mark of a header's name, for ``mayHold(_:)``; marks of several names are joined by `|`.
    ///
    /// A name counts in the form that it is sent in, so that a compact form has a mark of its own.
    public static func mark(of name: some Collection<UInt8>) -> UInt64 {
        guard let first = name.first else { return 0 }
        return mark(count: name.count, first: first)
    }

    /// False when the message has none of the headers of these marks: most messages need not be searched
    /// again.
    public func mayHold(_ marks: UInt64) -> Bool { nameMarks & marks != 0 }

    /// The factor was sought so that hardly one of 100 usual names has the mark of a name that links calls.
    @inline(__always)
    static func mark(count: Int, first: UInt8) -> UInt64 {
        let name = UInt64(truncatingIfNeeded: count) << 5 | UInt64(first & 31)
        return 1 << ((name &* 31037) >> 10 & 63)
    }

    /// The value of the first field of this name, nil when there is none; it may be empty.
    public func first(_ header: SIPHeaderName, in bytes: Span<UInt8>) -> ByteRange? {
        var result: ByteRange?
        forEachLine(in: bytes) { line in
            guard header.matches(line, bytes) else { return true }
            result = ByteRange(line.valueLower, line.valueUpper)
            return false
        }
        return result
    }

    /// Shows the value of every field of this name to `body` in order, until it returns false.
    public func forEach(
        _ header: SIPHeaderName, in bytes: Span<UInt8>, _ body: (ByteRange) -> Bool
    ) {
        forEachLine(in: bytes) { line in
            guard header.matches(line, bytes) else { return true }
            return body(ByteRange(line.valueLower, line.valueUpper))
        }
    }

    /// Shows every value of a header that holds a list, all its fields together, until `body`
    /// returns false. Empty values are passed over.
    public func forEachValue(
        of header: SIPHeaderName, in bytes: Span<UInt8>, _ body: (ByteRange) -> Bool
    ) {
        forEach(header, in: bytes) { field in
            var goesOn = true
            SIPList(field).forEach(in: bytes) { value in
                goesOn = body(value)
                return goesOn
            }
            return goesOn
        }
    }

    /// The transport in the top Via, such as `UDP`; nil when there is none.
    public func transportInVia(in bytes: Span<UInt8>) -> ByteRange? {
        guard !topVia.isEmpty else { return nil }
        let transport = SIPVia.parse(bytes, topVia).transport
        return transport.isEmpty ? nil : transport
    }

    @inline(__always)
    private func forEachLine(in bytes: Span<UInt8>, _ body: (HeaderLine) -> Bool) {
        // Cut to the bytes, should they be others than those that were parsed.
        let end = min(Int(endOfHeaders), bytes.count)
        let start = min(Int(startOfHeaders), end)
        var scanner = HeaderScanner(from: start, to: end, lineEnd: lineEnd)
        while let line = scanner.next(bytes) {
            guard line.hasColon else { continue }
            guard body(line) else { return }
        }
    }
}
