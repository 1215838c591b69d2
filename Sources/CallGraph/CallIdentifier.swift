// The name that a call has for as long as it is kept: in answers, in Loki, in traces.

/// A call's own name: 128 bits out of the identity of its earliest leg, the same on every collector.
public struct CallIdentifier: Hashable, Sendable {
    /// The first 64 bits.
    public let high: UInt64
    /// The last 64 bits.
    public let low: UInt64

    /// The name of the call whose earliest leg is the dialog or channel of this name.
    ///
    /// Any two fixed seeds: the name must be the same everywhere, not hard to guess.
    public init(_ kind: Identity.Kind, name: Span<UInt8>) {
        let salt: UInt64 = kind == .dialog ? 1 : 2
        high = IdentityHasher(seed: (1, 2)).key(name, salt: salt).value
        low = IdentityHasher(seed: (3, 4)).key(name, salt: salt).value
    }

    /// The name of the call whose earliest leg this is.
    public init(_ identity: Identity) {
        let name = Array(identity.id.utf8)
        self.init(identity.kind, name: name.span)
    }

    /// Reads 32 hexadecimal digits; nil for anything else.
    public init?(text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 32, digits.allSatisfy({ $0 != 0x2b && $0 != 0x2d }),
            let high = UInt64(text.prefix(16), radix: 16),
            let low = UInt64(text.suffix(16), radix: 16)
        else { return nil }
        self.high = high
        self.low = low
    }

    /// Appends the same digits as `text`.
    public func render(into bytes: inout [UInt8]) {
        for half in [high, low] {
            var shift: UInt64 = 64
            while shift > 0 {
                shift -= 4
                let digit = UInt8(half >> shift & 15)
                bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }

    /// 32 hexadecimal digits, lower case.
    public var text: String {
        var digits: [UInt8] = []
        render(into: &digits)
        return String(decoding: digits, as: UTF8.self)
    }
}
