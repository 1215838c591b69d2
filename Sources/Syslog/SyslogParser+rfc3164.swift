// The form of RFC 3164, as programs and relays really send it.

extension SyslogParser {
    /// HEADER and MSG from behind PRI. Never fails: what is not recognised is text.
    ///
    /// A host is a word behind the time, unless that word is a tag already, which is how syslog(3) writes
    /// into a local socket and some relays send on. Without a time there is no host.
    func legacy(_ bytes: Span<UInt8>, priority: UInt8, isMalformed: Bool) -> SyslogMessage {
        var parser = self
        var message = SyslogMessage(.rfc3164, priority: priority, at: bytes.count)
        message.isMalformed = isMalformed
        parser.skipSequence(bytes)
        parser.spaces(bytes)
        message.time = parser.legacyTime(bytes) ?? parser.timestamp(bytes)
        if message.time != nil {
            parser.spaces(bytes)
            if parser.tag(bytes) == nil, let host = parser.host(bytes) {
                message.hostName = host
                parser.spaces(bytes)
            }
        }
        message.message = parser.position..<bytes.count
        message.text = message.message
        if let tag = parser.tag(bytes) {
            message.appName = tag.name
            message.processID = tag.process ?? message.processID
            message.text = tag.end..<bytes.count
        }
        return message
    }

    /// Passes over `29: *`, the number that Cisco's machines put before the time, and the sign of a clock
    /// that is not set; only if a time follows.
    private mutating func skipSequence(_ bytes: Span<UInt8>) {
        var parser = self
        if parser.number(bytes, digits: 1...10) != nil {
            guard parser.take(bytes, 0x3a) else { return }
            parser.spaces(bytes)
        }
        if parser.position < bytes.count, [0x2a, 0x2e].contains(bytes[parser.position]) {
            parser.position += 1
        }
        let start = parser.position
        guard parser.legacyTime(bytes) != nil else { return }
        position = start
    }

    /// A word of the signs of host names and addresses with another word behind it.
    private mutating func host(_ bytes: Span<UInt8>) -> Range<Int>? {
        var parser = self
        let word = parser.word(bytes)
        guard (1...Limits.hostNameBytesMax).contains(word.count), parser.position < bytes.count
        else { return nil }
        for index in word {
            switch bytes[index] {
            case 0x2d, 0x2e, 0x3a, 0x5f: continue
            case let byte where byte.isDigit || byte.isLetter: continue
            default: return nil
            }
        }
        position = parser.position
        return word
    }

    /// `name: `, `name[123]: ` or `name[123] `, not read: the name, what is in brackets, where the text
    /// begins. Nil when no such thing is here.
    private func tag(
        _ bytes: Span<UInt8>
    ) -> (name: Range<Int>, process: Range<Int>?, end: Int)? {
        var at = position
        while at < bytes.count, at - position <= Limits.tagBytesMax, Self.isTagByte(bytes[at]) {
            at += 1
        }
        let name = position..<at
        // `29: ` is a number that some machines put before the time.
        guard name.count <= Limits.tagBytesMax, at < bytes.count,
            name.contains(where: { bytes[$0].isLetter })
        else { return nil }
        var process: Range<Int>?
        if bytes[at] == 0x5b {
            var close = at + 1
            while close < bytes.count, close - at <= Limits.tagBytesMax,
                Self.isTagByte(bytes[close])
            {
                close += 1
            }
            guard close < bytes.count, bytes[close] == 0x5d, close > at + 1 else { return nil }
            process = at + 1..<close
            at = close + 1
        }
        if at < bytes.count, bytes[at] == 0x3a {
            at += 1
            // `fe80::1 text` is a host, `sip:1000@acme.test` no tag.
            guard at == bytes.count || bytes[at] == 0x20 || process != nil else { return nil }
        } else if process == nil || at < bytes.count && bytes[at] != 0x20 {
            return nil
        }
        if at < bytes.count, bytes[at] == 0x20 { at += 1 }
        return (name, process, at)
    }

    /// RFC 3164 §4.1.3 has letters and digits; programs have paths, instances and units.
    private static func isTagByte(_ byte: UInt8) -> Bool {
        if byte.isDigit || byte.isLetter { return true }
        switch byte {
        // % + - . / @ _ ( )
        case 0x25, 0x28, 0x29, 0x2b, 0x2d, 0x2e, 0x2f, 0x40, 0x5f: return true
        default: return false
        }
    }
}
