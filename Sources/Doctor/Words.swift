// Numbers and others' words, as remarks say them.

internal import TraceRendering

/// Figures in words.
enum Words {
    /// `0.32 s`, `3 min 5 s`; never negative.
    static func duration(_ seconds: Double) -> String { TimeWords.duration(seconds) }

    /// `1 packet`, `3 packets`.
    static func count(_ count: Int, _ noun: String) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
    }

    /// `1 packet was`, `3 packets were`.
    static func were(_ count: Int, _ noun: String) -> String {
        Words.count(count, noun) + (count == 1 ? " was" : " were")
    }

    /// `512 MiB`, `1.5 GiB`.
    static func bytes(_ bytes: Int) -> String {
        let units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"]
        var value = Double(max(bytes, 0))
        var unit = 0
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        let tenths = Int(value * 10 + 0.5)
        let text =
            tenths % 10 == 0 || unit == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
        return "\(text) \(units[unit])"
    }

    /// Words of the system or a switch, not too many of them.
    static func quoted(_ text: String) -> String { String(text.prefix(Limits.quotedCharactersMax)) }
}
