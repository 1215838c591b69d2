// Many times of the same thing, and what they come to.

/// Measured values in order.
package struct Percentiles: Sendable {
    private let sorted: [Double]

    /// Those of these values.
    package init(_ values: [Double]) { sorted = values.sorted() }

    /// How many there are.
    package var count: Int { sorted.count }

    /// The value that `percent` of a hundred do not exceed, by nearest rank; 0 when there are none.
    package func at(_ percent: Double) -> Double {
        guard !sorted.isEmpty else { return 0 }
        let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
        return sorted[min(max(rank, 1), sorted.count) - 1]
    }

    /// Half are below it.
    package var median: Double { at(50) }

    /// The largest.
    package var worst: Double { sorted.last ?? 0 }
}
