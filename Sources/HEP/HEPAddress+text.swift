// The written form of an address.

extension HEPAddress: CustomStringConvertible {
    /// The address as text: dotted for IPv4, RFC 5952 for IPv6, empty for none.
    public var description: String {
        switch family {
        case .none: ""
        case .v4: dotted
        case .v6: colonSeparated
        }
    }

    private var dotted: String {
        "\(low >> 24 & 0xFF).\(low >> 16 & 0xFF).\(low >> 8 & 0xFF).\(low & 0xFF)"
    }

    private var colonSeparated: String {
        let zeros = longestZeroRun()
        var text = ""
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                text += "::"
                index = zeros.upperBound
                continue
            }
            if !text.isEmpty, !text.hasSuffix(":") { text += ":" }
            text += String(group(index), radix: 16)
            index += 1
        }
        return text
    }

    /// The 16-bit group of an IPv6 address, 0 to 7 from the left.
    private func group(_ index: Int) -> UInt16 {
        let half = index < 4 ? high : low
        return UInt16(truncatingIfNeeded: half >> UInt64((3 - index % 4) * 16))
    }

    /// The first of the longest runs of two and more zero groups (RFC 5952 §4.2); else empty.
    private func longestZeroRun() -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            guard group(index) == 0 else {
                start = index + 1
                continue
            }
            let run = start..<(index + 1)
            if run.count >= 2, run.count > longest.count { longest = run }
        }
        return longest
    }
}
