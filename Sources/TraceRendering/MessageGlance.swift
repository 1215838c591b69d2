// What a message's text tells at a glance.

/// What a glance at a message's text tells, without parsing it: it may be cut or broken.
struct MessageGlance {
    /// The reason phrase; nil in a request.
    let reason: String?
    /// True when a Content-Type, of the whole or of a part of a multipart body, is that of SDP.
    let hasSDP: Bool

    init(_ text: String) {
        let bytes = text.utf8.prefix(Limits.scannedBytesMax)
        var lines = bytes.split(separator: 0x0a, omittingEmptySubsequences: false).makeIterator()
        reason = lines.next().flatMap(Self.reason(in:))
        var found = false
        while !found, let line = lines.next() { found = Self.namesSDP(line) }
        hasSDP = found
    }

    /// The third word and all after it in `SIP/2.0 180 Ringing` (RFC 3261 §7.2).
    private static func reason(in line: Substring.UTF8View) -> String? {
        let words = line.split(separator: 0x20, maxSplits: 2)
        guard words.count == 3, words[0].starts(with: "SIP/".utf8) else { return nil }
        return String(Substring(words[2].last == 0x0d ? words[2].dropLast() : words[2]))
    }

    /// `Content-Type: application/sdp`, compact `c:` too (RFC 3261 §7.3.3, §20.15).
    private static func namesSDP(_ line: Substring.UTF8View) -> Bool {
        guard let colon = line.firstIndex(of: 0x3a) else { return false }
        let name = line[..<colon].filter { $0 != 0x20 && $0 != 0x09 }.map(lowercased)
        guard name.elementsEqual("content-type".utf8) || name.elementsEqual("c".utf8) else {
            return false
        }
        let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
        let wanted = "application/sdp".utf8
        return value.prefix(wanted.count).map(lowercased).elementsEqual(wanted)
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (0x41...0x5a).contains(byte) ? byte | 0x20 : byte
    }
}
