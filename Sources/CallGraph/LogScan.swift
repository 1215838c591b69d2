// One walk through a log line, looking for names of calls.

/// Where the names stand in one line.
struct LogScan {
    /// The Call-ID that stands first.
    private(set) var callID: Range<Int>?
    /// The channel's UUID that stands first.
    private(set) var uuid: Range<Int>?
    /// A name in brackets: taken when nothing else is there.
    private var bracketed: Range<Int>?
    private var brackets = 0

    /// Looks through a line.
    mutating func run(_ text: Span<UInt8>) {
        uuid = Self.leadingUUID(text)
        var at = 0
        while at < text.count, callID == nil || uuid == nil {
            switch text[at] {
            case 0x7b where callID == nil: callID = Self.kamailioPrefix(text, at)
            case 0x5b where bracketed == nil && brackets < Limits.logBracketsMax:
                brackets += 1
                bracketed = Self.bracketed(text, at)
            case 0x43, 0x63, 0x55, 0x75:
                if at == 0 || Self.isBoundary(text[at - 1]) { label(text, at) }
            default: break
            }
            at += 1
        }
        if callID == nil { callID = bracketed }
    }

    /// Takes what follows a label at `at`, if there is one.
    private mutating func label(_ text: Span<UInt8>, _ at: Int) {
        if callID == nil, let value = Self.callIDLabel(text, at) {
            callID = LogToken.callID(text, from: value)
        } else if uuid == nil, let value = Self.uuidLabel(text, at) {
            uuid = LogToken.uuid(text, from: LogToken.open(text, value))
        }
    }

    /// A channel at the beginning of the line, or behind the name of the program that syslog puts there.
    private static func leadingUUID(_ text: Span<UInt8>) -> Range<Int>? {
        if let first = channel(text, 0) { return first }
        var at = 0
        while at < min(text.count, Limits.logIdentBytesMax), text[at] > 0x20 { at += 1 }
        // `Core-UUID: ` is a label and no program.
        guard at > 3, at < text.count, text[at] == 0x20, text[at - 1] == 0x3a,
            !LogToken.stands("id", in: text, at: at - 3)
        else { return nil }
        while at < text.count, text[at] == 0x20 { at += 1 }
        return channel(text, at)
    }

    /// A UUID, or a Call-ID that serves as one (`inbound-use-callid-as-uuid`) before the switch's date.
    private static func channel(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
        if let uuid = LogToken.uuid(text, from: start) { return uuid }
        var at = start
        guard let name = LogToken.word(text, &at), LogToken.isCallID(text, name),
            text[name.upperBound - 1] != 0x3a, name.contains(where: { text[$0] == 0x40 }),
            at + 11 <= text.count
        else { return nil }
        for (index, form) in "dddd-dd-dd ".utf8.enumerated() {
            let byte = text[at + index]
            guard form == 0x64 ? byte &- 0x30 < 10 : byte == form else { return nil }
        }
        return name
    }

    /// `{$mt $hdr(CSeq) $ci} `: 1 or 2, a number, a method, the Call-ID. The Call-ID may have braces of its
    /// own, but no blank.
    private static func kamailioPrefix(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
        var at = start + 1
        guard at + 1 < text.count, text[at] == 0x31 || text[at] == 0x32, text[at + 1] == 0x20
        else { return nil }
        at += 2
        guard let number = LogToken.word(text, &at), let method = LogToken.word(text, &at),
            number.allSatisfy({ text[$0] &- 0x30 < 10 }),
            method.allSatisfy({ (text[$0] | 0x20) &- 0x61 < 26 }),
            var name = LogToken.word(text, &at),
            text[name.upperBound - 1] == 0x7d
        else { return nil }
        name = name.lowerBound..<name.upperBound - 1
        return LogToken.isCallID(text, name) ? name : nil
    }

    /// `[X]: ` or `[X port 30000]: `, where X has an `@` or is a UUID.
    private static func bracketed(_ text: Span<UInt8>, _ start: Int) -> Range<Int>? {
        var at = start + 1
        while at < text.count, at - start <= Limits.correlationBytesMax,
            LogToken.isCallIDByte(text[at]), text[at] != 0x5d
        {
            at += 1
        }
        let name = start + 1..<at
        guard at < text.count, name.count <= Limits.correlationBytesMax else { return nil }
        if text[at] == 0x20 {
            guard LogToken.stands(" port ", in: text, at: at) else { return nil }
            at += 6
            while at < text.count, text[at] &- 0x30 < 10 { at += 1 }
        }
        guard LogToken.stands("]: ", in: text, at: at) else { return nil }
        // A user's address stands in brackets too: it has a scheme or a slash.
        var ats = 0
        for index in name {
            if text[index] == 0x40 { ats += 1 }
            if text[index] == 0x2f { return nil }
        }
        for scheme: StaticString in ["sip:", "sips:", "tel:"]
        where LogToken.stands(scheme, in: text, at: name.lowerBound) { return nil }
        let isAddress = ats == 1 && text[name.lowerBound] != 0x40
        guard isAddress || LogToken.uuid(text, from: name.lowerBound) == name else { return nil }
        return LogToken.isCallID(text, name) ? name : nil
    }

    /// Where the value begins behind `call-id`, `call_id`, `callid` or `ci`.
    private static func callIDLabel(_ text: Span<UInt8>, _ at: Int) -> Int? {
        for label: StaticString in ["call-id", "call_id", "callid"]
        where LogToken.stands(label, in: text, at: at) {
            return LogToken.separator(text, at + label.utf8CodeUnitCount, colon: true)
        }
        guard LogToken.stands("ci", in: text, at: at) else { return nil }
        return LogToken.separator(text, at + 2, colon: false)
    }

    /// Where the value begins behind `uuid` or `unique-id`.
    private static func uuidLabel(_ text: Span<UInt8>, _ at: Int) -> Int? {
        for label: StaticString in ["uuid", "unique-id"]
        where LogToken.stands(label, in: text, at: at) {
            return LogToken.separator(text, at + label.utf8CodeUnitCount, colon: true)
        }
        return nil
    }

    /// A byte that a label may follow. Not `-`, `_` or `.`: X-Call-ID, orig_callid and Core-UUID name
    /// something else.
    private static func isBoundary(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x20, 0x22, 0x27, 0x28, 0x2c, 0x3a, 0x3b, 0x3c, 0x5b, 0x7b, 0x7c: true
        default: false
        }
    }
}
