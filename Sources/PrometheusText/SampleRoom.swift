// Room for sample lines.

/// How many sample lines there may be, and how many are given away.
struct SampleRoom {
    private let most: Int
    private var taken = 0

    init(most: Int) { self.most = most }

    /// Takes room; false when there is not so much.
    mutating func take(_ lines: Int) -> Bool {
        guard lines <= most - taken else { return false }
        taken += lines
        return true
    }
}
