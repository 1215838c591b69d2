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
}
