// Lengths of time as one says them.

/// Lengths of time in words.
package enum TimeWords {
    /// `0.32 s`, `12 s`, `3 min 5 s`, `2 h 10 min`.
    package static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds < 1e12 else { return "an unknown time" }
        let seconds = max(seconds, 0)
        if seconds < 9.995 { return Decimal.text(seconds, decimals: 2) + " s" }
        let whole = Int(seconds + 0.5)
        if whole < 120 { return "\(whole) s" }
        if whole < 7200 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}
