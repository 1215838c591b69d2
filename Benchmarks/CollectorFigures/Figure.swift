// One measured figure and what is expected of it.

/// A figure: what it is, what was measured, and its bounds where it has some.
struct Figure: Codable {
    /// Which way is better.
    enum Sense: String, Codable {
        case lower
        case higher
    }

    /// What was measured.
    let name: String
    /// The value, in `unit`.
    let value: Double
    /// Its unit.
    let unit: String
    /// What it must reach; nil for one that is only told.
    var must: Double?
    /// What it should reach.
    var aim: Double?
    /// Which way is better.
    var sense = Sense.lower

    /// Whether it is where it must be.
    var isWell: Bool { must.map(isWithin) ?? true }

    /// The verdict in a word.
    var verdict: String {
        guard must != nil else { return "" }
        if let aim, isWithin(aim) { return "yes, aim" }
        return isWell ? "yes" : "MISSED"
    }

    /// A number as it is shown.
    static func text(_ value: Double) -> String {
        if value == value.rounded(), abs(value) >= 1000 { return grouped(Int(value)) }
        if abs(value) >= 1000 { return grouped(Int(value.rounded())) }
        let digits: Double = abs(value) >= 100 ? 10 : abs(value) >= 10 ? 100 : 1000
        let rounded = (value * digits).rounded() / digits
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }

    private func isWithin(_ bound: Double) -> Bool {
        sense == .lower ? value <= bound : value >= bound
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Array(String(abs(number)))
        var at = digits.count - 3
        while at > 0 {
            digits.insert(",", at: at)
            at -= 3
        }
        return (number < 0 ? "-" : "") + String(digits)
    }
}
