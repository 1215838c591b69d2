// The grammar of RFC 5424 §6.

extension SyslogParser {
    /// HEADER SP STRUCTURED-DATA [SP MSG], from behind PRI; nil when it is not of this grammar.
    mutating func rfc5424(_ bytes: Span<UInt8>, priority: UInt8) -> SyslogMessage? {
        // VERSION = NONZERO-DIGIT 0*2DIGIT; only 1 was ever given out.
        guard take(bytes, 0x31), take(bytes, 0x20) else { return nil }
        var message = SyslogMessage(.rfc5424, priority: priority, at: bytes.count)
        if !take(bytes, 0x2d) {
            guard let time = timestamp(bytes) else { return nil }
            message.time = time
        }
        guard let hostName = field(bytes, bytesMax: Limits.hostNameBytesMax),
            let appName = field(bytes, bytesMax: Limits.tagBytesMax),
            let processID = field(bytes, bytesMax: Limits.tagBytesMax),
            let messageID = field(bytes, bytesMax: Limits.tagBytesMax), take(bytes, 0x20)
        else { return nil }
        message.hostName = hostName
        message.appName = appName
        message.processID = processID
        message.messageID = messageID
        if !take(bytes, 0x2d) {
            if let data = structuredData(bytes) {
                message.structuredData = data
            } else {
                message.isMalformed = true
            }
        }
        if position < bytes.count, !take(bytes, 0x20) { message.isMalformed = true }
        takeByteOrderMark(bytes)
        message.message = position..<bytes.count
        message.text = message.message
        return message
    }

    /// SP and a word of visible ASCII; an empty range for the nil value.
    private mutating func field(_ bytes: Span<UInt8>, bytesMax: Int) -> Range<Int>? {
        guard take(bytes, 0x20) else { return nil }
        let word = word(bytes)
        guard !word.isEmpty, word.count <= bytesMax else { return nil }
        for index in word where bytes[index] &- 0x21 > 0x5d { return nil }
        if word.count == 1, bytes[word.lowerBound] == 0x2d { return bytes.count..<bytes.count }
        return word
    }

    /// 1*SD-ELEMENT (§6.3); nil, and nothing is read, when it does not end as it must.
    private mutating func structuredData(_ bytes: Span<UInt8>) -> Range<Int>? {
        let start = position
        while take(bytes, 0x5b) {
            var isQuoted = false
            var isClosed = false
            while position < bytes.count, !isClosed {
                switch bytes[position] {
                // `"`, `\` and `]` are escaped within a value (§6.3.3).
                case 0x5c where isQuoted: position += 1
                case 0x22: isQuoted.toggle()
                case 0x5d where !isQuoted: isClosed = true
                default: break
                }
                position += 1
            }
            guard isClosed else {
                position = start
                return nil
            }
        }
        return position > start ? start..<position : nil
    }

    /// BOM of §6.4, which says that UTF-8 follows and is no part of it.
    private mutating func takeByteOrderMark(_ bytes: Span<UInt8>) {
        guard position + 3 <= bytes.count, bytes[position] == 0xef, bytes[position + 1] == 0xbb,
            bytes[position + 2] == 0xbf
        else { return }
        position += 3
    }
}
