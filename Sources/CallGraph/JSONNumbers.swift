// Single numbers out of JSON that is not read as a whole.

/// Finds single numbers in JSON without reading all of it.
enum JSONNumbers {
    /// The number after the first `"name":`, plain or in quotes; nil when there is none.
    static func first(_ name: StaticString, in text: [UInt8]) -> Double? {
        let wanted = Array("\"\(name)\"".utf8)
        guard text.count >= wanted.count else { return nil }
        var at = 0
        while at <= text.count - wanted.count {
            if text[at] == wanted[0], text[at..<(at + wanted.count)].elementsEqual(wanted) {
                let rest = text[(at + wanted.count)...].drop {
                    $0 == 0x20 || $0 == 0x3a || $0 == 0x22
                }
                let digits = rest.prefix(24).prefix {
                    ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2d || $0 == 0x2e
                }
                return Double(String(decoding: digits, as: UTF8.self))
            }
            at += 1
        }
        return nil
    }
}
