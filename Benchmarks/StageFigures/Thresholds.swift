// What a stage may cost.

internal import Foundation

/// The most that each stage may cost, from a file that is committed.
struct Thresholds: Codable {
    /// The bounds of a stage.
    struct Bounds: Codable {
        /// Instructions of one. Hardly differ from machine to machine, so the bound is close.
        var instructions: Double
        /// Nanoseconds of one. Differ by machine and by what else it does, so the bound is wide.
        var nanoseconds: Double
    }

    /// By the name of the stage.
    var stages: [String: Bounds]

    /// How far above a measured figure its bound is set.
    static let instructionsFactor = 1.12
    /// The same for time.
    static let nanosecondsFactor = 3.0

    /// Those in a file.
    init(path: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        self = try JSONDecoder().decode(Self.self, from: data)
    }

    /// Bounds for what was measured just now.
    init(_ figures: [StageFigure]) {
        stages = [:]
        for figure in figures {
            stages[figure.stage.rawValue] = Bounds(
                instructions: Self.rounded((figure.instructions ?? 0) * Self.instructionsFactor),
                nanoseconds: Self.rounded(figure.nanoseconds * Self.nanosecondsFactor))
        }
    }

    /// Writes them to a file.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let data = try encoder.encode(self) + Data("\n".utf8)
        try data.write(to: URL(fileURLWithPath: path))
    }

    /// Three digits are enough for a bound.
    private static func rounded(_ value: Double) -> Double {
        guard value >= 1000 else { return value.rounded(.up) }
        let unit = pow(10, Double(Int(log10(value)) - 2))
        return (value / unit).rounded(.up) * unit
    }
}
