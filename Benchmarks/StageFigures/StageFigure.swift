// What a stage costs, as measured.

/// The figures of a stage.
struct StageFigure {
    let stage: Stage
    /// CPU time of one, median of several runs.
    let nanoseconds: Double
    /// Instructions of one; nil when they could not be counted.
    var instructions: Double?

    /// Whether it is within its bounds.
    func isWell(_ bounds: Thresholds.Bounds?) -> Bool {
        guard let bounds else { return false }
        return nanoseconds <= bounds.nanoseconds
            && instructions.map { $0 <= bounds.instructions } ?? true
    }

    /// A row of the table.
    func row(_ bounds: Thresholds.Bounds?) -> String {
        let counted = instructions.map { Self.text($0) } ?? "–"
        let cells = [
            stage.title, counted, bounds.map { Self.text($0.instructions) } ?? "–",
            Self.text(nanoseconds), bounds.map { Self.text($0.nanoseconds) } ?? "–",
            isWell(bounds) ? "yes" : "TOO MUCH",
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// The head of the table.
    static let head = """
        | stage | instructions | at most | ns of CPU | at most | ok |
        |---|---|---|---|---|---|
        """

    private static func text(_ value: Double) -> String { String(Int(value.rounded())) }
}
