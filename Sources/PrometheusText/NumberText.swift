// Numbers as the text format writes them.

enum NumberText {
    /// Integers up to here are exact in a `Double` and are written without a fraction.
    private static let exactIntegerMax = 9_007_199_254_740_992.0

    /// The shortest text that reads back as the same number; `+Inf`, `-Inf` and `NaN` as the format
    /// has them.
    static func render(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-Inf" : "+Inf" }
        if number.magnitude <= exactIntegerMax, number == number.rounded(.towardZero) {
            return String(Int64(number))
        }
        return number.description
    }

    /// The bound of a bucket as OpenMetrics wants it (1.0.0 §4.3.4, canonical numbers): Go's `%g`,
    /// with `.0` when it would look like an integer.
    static func bound(_ number: Double) -> String {
        let text = number.description
        // Swift's own text is the same but from a million on, where `%g` has an exponent.
        guard number.isFinite, number.magnitude >= 1_000_000, !text.contains("e") else {
            return number.isFinite ? text : render(number)
        }
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        let exponent = parts[0].count - 1
        var digits = parts.joined()
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        let fraction = digits.dropFirst()
        let point = fraction.isEmpty ? "" : "."
        let sign = number < 0 ? "-" : ""
        return
            "\(sign)\(digits.prefix(1))\(point)\(fraction)e+\(exponent < 10 ? "0" : "")\(exponent)"
    }
}
