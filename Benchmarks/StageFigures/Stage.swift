// The stages of a message's way, each on its own.

internal import ArgumentParser

/// A stage that is measured.
enum Stage: String, CaseIterable, ExpressibleByArgument, Codable {
    /// From datagram to packet.
    case decode
    /// From payload to message.
    case parse
    /// Keys, links of live calls, the count of calls.
    case link
    /// Into the open block.
    case append
    /// From sealed blocks to the disk: keys sorted, bytes compressed, written, keys merged.
    case seal
    /// One answer to a scrape with about 5,000 series.
    case exposition

    /// What it is called in the table.
    var title: String {
        switch self {
        case .decode: "HEP decode"
        case .parse: "SIP parse"
        case .link: "link (keys, live graph, call table)"
        case .append: "journal append"
        case .seal: "journal seal (sort, compress, write)"
        case .exposition: "/metrics with 5,000 series, a scrape"
        }
    }

    /// How often it is done in a run that is timed.
    var timedCount: Int { self == .exposition ? 20 : 60_000 }

    /// How often it is done in the two runs whose instructions are counted. Those of `seal` are so far
    /// apart that keys are merged in between.
    var countedCounts: (few: Int, many: Int) {
        switch self {
        case .exposition: (2, 6)
        case .seal: (5000, 60_000)
        default: (2000, 12_000)
        }
    }

    /// Does it `count` times and gives the CPU nanoseconds that one took, preparation left out.
    ///
    /// `prepared` messages are prepared, however many are used: so that two runs differ in nothing but
    /// the stage.
    func run(count: Int, prepared: Int, scratch: String) throws -> Double {
        let nanoseconds: Int
        let count = min(count, self == .exposition ? count : prepared)
        switch self {
        case .exposition: nanoseconds = ExpositionStage.run(count: count)
        case .seal:
            nanoseconds = try SealStage.run(
                StageInput(count: prepared, used: count), scratch: scratch)
        default:
            let input = try StageInput(count: prepared, used: count)
            nanoseconds =
                switch self {
                case .decode: try DecodingStages.decode(input)
                case .parse: DecodingStages.parse(input)
                case .link: LinkStage.run(input)
                default: AppendStage.run(input)
                }
        }
        return Double(nanoseconds) / Double(count)
    }
}
