// The header fields that every message is searched for.

extension MessageParser {
    /// Goes through all header fields from `start`.
    mutating func parseHeaders(_ bytes: Span<UInt8>, _ start: Int) {
        var scanner = HeaderScanner(from: start, to: end, lineEnd: message.lineEnd)
        while let line = scanner.next(bytes) {
            guard line.hasColon else {
                message.anomalies.insert(.lineWithoutColon)
                continue
            }
            if line.isIndented { message.anomalies.insert(.indentedHeader) }
            if message.headerCount < .max { message.headerCount += 1 }
            let nameCount = line.nameUpper - line.nameLower
            if nameCount > 0 {
                message.nameMarks |= SIPMessage.mark(
                    count: nameCount, first: bytes[line.nameLower])
            }
            guard let known = line.known else { continue }
            take(bytes, known, line.valueLower, line.valueUpper)
        }
        message.endOfHeaders = UInt32(truncatingIfNeeded: scanner.position)
        if !scanner.isComplete { message.anomalies.insert(.headersCut) }
    }

    /// Takes a known field with its value.
    @inline(__always)
    private mutating func take(
        _ bytes: Span<UInt8>, _ known: HeaderLine.Known, _ lower: Int, _ upper: Int
    ) {
        let value = ByteRange(lower, upper)
        switch known {
        case .via: takeVia(bytes, lower, upper)
        case .from:
            guard isFirst(message.from) else { return }
            message.from = value
            message.fromTag = takeTag(bytes, lower, upper)
        case .to:
            guard isFirst(message.to) else { return }
            message.to = value
            message.toTag = takeTag(bytes, lower, upper)
        case .callID:
            guard isFirst(message.callID) else { return }
            message.callID = value
        case .cseq:
            guard isFirst(message.cseq) else { return }
            message.cseq = value
            takeCSeq(bytes, lower, upper)
        case .contact:
            if message.contact.isEmpty { takeContact(bytes, lower, upper) }
        case .contentType:
            guard isFirst(message.contentType) else { return }
            message.contentType = value
        case .contentLength: takeContentLength(bytes, lower, upper)
        }
    }

    /// True while a single-value field has not been seen; else the repetition is noted.
    @inline(__always)
    private mutating func isFirst(_ field: ByteRange) -> Bool {
        if field.isEmpty { return true }
        message.anomalies.insert(.duplicateSingleHeader)
        return false
    }

    @inline(__always)
    private mutating func takeTag(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> ByteRange {
        let parts = AddressParts(bytes, lower, upper)
        if parts.isUnterminated { message.anomalies.insert(.unterminatedQuote) }
        return parts.tag(bytes)
    }

    /// Counts Via values and keeps the first (RFC 3261 §20.42).
    @inline(__always)
    private mutating func takeVia(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        guard bytes.firstOffset(of: ASCII.comma, lower, upper) != nil else {
            takeViaValue(bytes, lower, upper)
            return
        }
        var list = ListScanner(lower, upper)
        while let value = list.next(bytes) { takeViaValue(bytes, value.lower, value.upper) }
        if list.isUnterminated { message.anomalies.insert(.unterminatedQuote) }
    }

    @inline(__always)
    private mutating func takeViaValue(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        guard lower < upper, bytes[lower] != ASCII.semicolon else {
            message.anomalies.insert(.badVia)
            return
        }
        if message.viaCount < .max { message.viaCount += 1 }
        guard message.topVia.isEmpty else { return }
        message.topVia = ByteRange(lower, upper)
        if !bytes.hasPrefix("sip", lower, upper, ignoringCase: true) {
            message.anomalies.insert(.badVia)
        }
        guard let semicolon = bytes.firstOffset(of: ASCII.semicolon, lower, upper) else { return }
        var scanner = ParameterScanner(semicolon, upper)
        while let parameter = scanner.next(bytes) {
            if parameter.isUnterminated { message.anomalies.insert(.unterminatedQuote) }
            // "branch", spelled as a number.
            if parameter.isNamed(0x6272_616e_6368, 6), !parameter.value.isEmpty {
                message.branch = parameter.value
                return
            }
        }
    }

    /// `1*DIGIT LWS Method` (RFC 3261 §20.16; the number is below 2^31, §8.1.1.5).
    @inline(__always)
    private mutating func takeCSeq(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        let numberEnd = bytes.tokenEnd(lower, upper)
        let number = bytes.decimal(lower, numberEnd, maximum: Int(UInt32.max))
        message.cseqNumber = number.map { UInt32(truncatingIfNeeded: $0) }
        let method = bytes.skipWhitespace(numberEnd, upper)
        let methodEnd = bytes.tokenEnd(method, upper)
        message.cseqMethodText = ByteRange(method, methodEnd)
        message.cseqMethod = SIPMethod.parse(bytes, method, methodEnd)
        if (number ?? .max) > Int(Int32.max) || method >= methodEnd || methodEnd != upper {
            message.anomalies.insert(.badCSeq)
        }
    }

    @inline(__always)
    private mutating func takeContact(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        var list = ListScanner(lower, upper)
        guard let value = list.next(bytes) else { return }
        message.contact = ByteRange(value.lower, value.upper)
        let parts = AddressParts(bytes, value.lower, value.upper)
        if parts.isUnterminated || list.isUnterminated {
            message.anomalies.insert(.unterminatedQuote)
        }
        // Without brackets a URI may have no question mark (RFC 3261 §20.10, RFC 4475 §3.1.2.13).
        if !parts.hasBrackets,
            bytes.firstOffset(of: ASCII.question, parts.uriLower, parts.uriUpper) != nil
        {
            message.anomalies.insert(.badURI)
        }
    }

    @inline(__always)
    private mutating func takeContentLength(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        contentLengthCount += 1
        let length = bytes.decimal(lower, upper, maximum: Int(Int32.max))
        if length == nil { hasBadContentLength = true }
        guard contentLengthCount > 1 else {
            message.contentLength = length
            return
        }
        message.anomalies.insert(.duplicateSingleHeader)
        if length != message.contentLength { hasBadContentLength = true }
    }
}
