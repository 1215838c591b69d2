// Reading an IP address as text.

extension Endpoint {
    /// The address that `text` spells, without a port: `127.0.0.1` (four decimal numbers, no leading
    /// zeros), or IPv6 in every form of RFC 4291 §2.2, without a zone.
    public init?(parsing text: some StringProtocol) {
        // The longest form: eight groups, the last two as IPv4.
        guard text.utf8.count <= 45 else { return nil }
        if text.contains(":") {
            guard let groups = Self.groups(of: text) else { return nil }
            var high: UInt64 = 0
            var low: UInt64 = 0
            for group in groups.prefix(4) { high = high << 16 | UInt64(group) }
            for group in groups.dropFirst(4) { low = low << 16 | UInt64(group) }
            self.init(family: .v6, high: high, low: low, port: 0)
        } else {
            guard let address = Self.v4(text) else { return nil }
            self.init(v4: address, port: 0)
        }
    }

    private static func v4(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var address: UInt32 = 0
        for part in parts {
            guard part.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let byte = UInt8(part),
                part.utf8.count == 1 || part.first != "0"
            else { return nil }
            address = address << 8 | UInt32(byte)
        }
        return address
    }

    /// The eight groups of an IPv6 address.
    private static func groups(of text: some StringProtocol) -> [UInt16]? {
        let halves = halves(of: text)
        guard let first = halves.first, let head = list(first, isLast: halves.count == 1) else {
            return nil
        }
        if halves.count == 1 { return head.count == 8 ? head : nil }
        guard halves.count == 2, let tail = list(halves[1], isLast: true) else { return nil }
        // `::` stands for at least one group.
        guard head.count + tail.count <= 7 else { return nil }
        return head + [UInt16](repeating: 0, count: 8 - head.count - tail.count) + tail
    }

    /// What stands before and after each `::`.
    private static func halves(of text: some StringProtocol) -> [Substring] {
        var rest = Substring(text)
        var found: [Substring] = []
        while let gap = rest.firstRange(of: "::") {
            found.append(rest[..<gap.lowerBound])
            rest = rest[gap.upperBound...]
        }
        return found + [rest]
    }

    /// Groups between colons; the last may be an IPv4 address, two groups long.
    private static func list(_ text: Substring, isLast: Bool) -> [UInt16]? {
        if text.isEmpty { return [] }
        var groups: [UInt16] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if isLast, index == parts.count - 1, part.contains(".") {
                guard let address = v4(part) else { return nil }
                groups.append(UInt16(address >> 16))
                groups.append(UInt16(address & 0xffff))
                continue
            }
            // UInt16 would take a sign.
            guard (1...4).contains(part.utf8.count), part.utf8.allSatisfy(isHexadecimal),
                let group = UInt16(part, radix: 16)
            else { return nil }
            groups.append(group)
        }
        return groups
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}
