// The left edge of a ladder: when, and on which leg.

internal import CallGraph

/// The time and the leg in front of each row.
struct LadderGutter {
    /// What times count from.
    let start: Timestamp
    private let timeColumns: Int
    private let legColumns: Int

    /// `times`: all times that will be shown.
    init(start: Timestamp, times: some Sequence<Timestamp>, legCount: Int) {
        self.start = start
        timeColumns = times.reduce(9) { max($0, Self.offset($1, since: start).utf8.count + 1) }
        legColumns = max(3, String(legCount).utf8.count)
    }

    /// The columns it takes, a blank on the right included.
    var columns: Int { timeColumns + 1 + legColumns + 2 }

    /// Writes the captions.
    func putCaptions(in row: inout LadderRow) {
        row.put("time", at: timeColumns - 4, style: .dim)
        row.put("leg", at: timeColumns + 1 + legColumns - 3, style: .dim)
    }

    /// Writes a time and the number of a leg, if there is one.
    func put(_ time: Timestamp, leg: Int?, in row: inout LadderRow) {
        let text = Self.offset(time, since: start)
        row.put(text, at: timeColumns - text.utf8.count, style: .dim)
        guard let leg else { return }
        let number = String(leg)
        row.put(number, at: timeColumns + 1 + legColumns - number.utf8.count, style: .leg(leg))
    }

    /// Writes the sign for a time in which nothing happened.
    func putGap(_ sign: String, in row: inout LadderRow) {
        row.put(sign, at: timeColumns - 4, style: .dim)
    }

    /// `+0.013`: seconds from the start with three decimals, cut, not rounded.
    static func offset(_ time: Timestamp, since start: Timestamp) -> String {
        let microseconds = time.microseconds(since: start)
        let milliseconds = microseconds.magnitude / 1000
        let fraction = String(milliseconds % 1000)
        return (microseconds < 0 ? "-" : "+") + String(milliseconds / 1000) + "."
            + String(repeating: "0", count: 3 - fraction.utf8.count) + fraction
    }
}
