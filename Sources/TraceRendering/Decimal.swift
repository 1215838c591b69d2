// Numbers as decimal text, the same on every machine and in every language.

/// Renders numbers with a fixed or bounded count of decimals.
enum Decimal {
    /// A number rounded to the most decimals of the range, trailing zeros cut down to the least.
    ///
    /// NaN is `nan`; infinities, and what is too large to count in the last decimal, come as Swift
    /// writes them.
    static func text(_ value: Double, decimals: ClosedRange<Int>) -> String {
        var scale = 1.0
        for _ in 0..<decimals.upperBound { scale *= 10 }
        let scaled = value * scale
        guard abs(scaled) < 0x1p63 else { return value.description }
        // By hand, since rounded() would need the C library's mathematics to be linked.
        let units = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
        var digits = String(units.magnitude)
        let zeros = decimals.upperBound + 1 - digits.utf8.count
        if zeros > 0 { digits = String(repeating: "0", count: zeros) + digits }
        let whole = digits.dropLast(decimals.upperBound)
        var fraction = digits.suffix(decimals.upperBound)
        while fraction.utf8.count > decimals.lowerBound, fraction.last == "0" {
            fraction.removeLast()
        }
        return (units < 0 ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    /// A number with so many decimals.
    static func text(_ value: Double, decimals: Int) -> String {
        text(value, decimals: decimals...decimals)
    }
}
