// The name of a header field, ready to be compared with what messages hold.

/// A header field's name. Compared without regard to case; a compact form counts as the name.
///
/// Source: RFC 3261 §7.3.1 and §7.3.3, and the IANA registry of SIP header fields.
public struct SIPHeaderName: Hashable, Sendable {
    /// The name as it is usually written.
    public let name: String

    /// The letter of the compact form in lowercase, 0 when there is none.
    let compact: UInt8

    /// The name in lowercase.
    private let lowercase: [UInt8]
    private let head: UInt64
    private let tail: UInt64

    /// The name of a header that is configured, such as `X-Trunk-Call`.
    ///
    /// Nil for what cannot be a header's name: empty, longer than ``Limits/headerNameBytesMax``, or
    /// with bytes that no token has. A name that is known, or its compact form, is the known one.
    public init?(custom name: String) {
        let bytes = Array(name.utf8)
        guard !bytes.isEmpty, bytes.count <= Limits.headerNameBytesMax,
            bytes.allSatisfy(ASCII.isToken)
        else { return nil }
        let lowercase = bytes.map(ASCII.lowercase)
        let known = Self.known.first {
            $0.lowercase == lowercase || lowercase.count == 1 && lowercase[0] == $0.compact
        }
        self = known ?? SIPHeaderName(name)
    }

    init(_ name: String, compact: UInt8 = 0) {
        self.name = name
        self.compact = compact
        lowercase = name.utf8.map(ASCII.lowercase)
        var head: UInt64 = 0
        var tail: UInt64 = 0
        for (index, byte) in lowercase.enumerated() {
            tail = tail << 8 | UInt64(byte)
            if index == 7 { head = tail }
        }
        self.head = head
        self.tail = tail
    }

    /// Two names are equal when only the case of their letters differs.
    public static func == (a: SIPHeaderName, b: SIPHeaderName) -> Bool {
        a.lowercase == b.lowercase
    }

    /// Hashes the name without its case.
    public func hash(into hasher: inout Hasher) { hasher.combine(lowercase) }

    /// True when the line is of this name or of its compact form.
    @inline(__always)
    func matches(_ line: HeaderLine, _ bytes: Span<UInt8>) -> Bool {
        let length = line.nameUpper - line.nameLower
        if length == 1, compact != 0 { return line.tail == UInt64(compact) }
        guard length == lowercase.count, line.tail == tail, line.head == head else { return false }
        // First and last eight bytes are compared; only a longer name has more between them.
        guard length > 16 else { return true }
        for index in 8..<length - 8 {
            guard ASCII.lowercase(bytes[line.nameLower + index]) == lowercase[index] else {
                return false
            }
        }
        return true
    }
}
