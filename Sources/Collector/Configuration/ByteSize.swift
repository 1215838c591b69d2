// Sizes as people write them.

/// A number of bytes with an optional unit: `20GiB`, `500MB`, `1TiB`, `8388608`.
enum ByteSize {
    private static let units: [String: Int] = [
        "": 1, "b": 1,
        "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
        "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
    ]

    /// The bytes that `text` says, nil when it is no size or more than an `Int` holds. The unit is read
    /// without regard to case and may stand after a space; fractions are refused.
    static func parse(_ text: String) -> Int? {
        let digits = text.utf8.prefix { (0x30...0x39).contains($0) }
        guard let number = Int(Substring(digits)) else { return nil }
        let rest = text.utf8.dropFirst(digits.count)
        let unit = Substring(rest.drop { $0 == 0x20 }).lowercased()
        guard let factor = units[unit] else { return nil }
        let (bytes, isTooMuch) = number.multipliedReportingOverflow(by: factor)
        return isTooMuch ? nil : bytes
    }

    /// The shortest exact text: `20GiB`, `500MB`, `7`.
    static func render(_ bytes: Int) -> String {
        for unit in ["TiB", "TB", "GiB", "GB", "MiB", "MB", "KiB", "kB"] {
            guard let factor = units[unit.lowercased()], bytes >= factor else { continue }
            if bytes % factor == 0 { return "\(bytes / factor)\(unit)" }
        }
        return String(bytes)
    }
}
