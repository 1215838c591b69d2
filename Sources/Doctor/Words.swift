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

    /// `a`, `a and b`, `a, b and c`, `a, b and 5 more`.
    static func list(_ items: [String], atMost max: Int = Limits.silentMax) -> String {
        var named = Array(items.prefix(max))
        if items.count > max { named.append("\(items.count - max) more") }
        guard let last = named.popLast() else { return "" }
        return named.isEmpty ? last : "\(named.joined(separator: ", ")) and \(last)"
    }

    /// `3.20 s behind`, `61 s ahead`.
    static func skew(_ seconds: Double) -> String {
        "\(duration(abs(seconds))) \(seconds < 0 ? "ahead" : "behind")"
    }

    /// `41 a second`, `1.2 a second`, `3 a minute`.
    static func rate(_ perSecond: Double) -> String {
        if perSecond >= 9.95 { return "\(Int(perSecond + 0.5)) a second" }
        let tenths = Int(perSecond * 10 + 0.5)
        if tenths >= 5 { return "\(tenths / 10).\(tenths % 10) a second" }
        return "\(Int(perSecond * 60 + 0.5)) a minute"
    }

    /// Words of the system or a switch, not too many of them.
    static func quoted(_ text: String) -> String { String(text.prefix(Limits.quotedCharactersMax)) }
}
