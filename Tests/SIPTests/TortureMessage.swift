// The torture test messages of RFC 4475 and RFC 5118, with the tables of what they must give.

import Testing

/// One row of a table with its message.
struct TortureMessage: CustomTestStringConvertible, Sendable {
    let file: String
    let row: [String: String]
    let message: Message

    var testDescription: String { file }

    static let rfc4475 = load("rfc4475")
    static let rfc5118 = load("rfc5118")

    /// Every message of both, for sweeps.
    static let all = rfc4475 + rfc5118

    static func named(_ file: String) -> Message? { all.first { $0.file == file }?.message }

    private static func load(_ folder: String) -> [TortureMessage] {
        Fixtures.table("\(folder)/expected.tsv").compactMap { row in
            guard let file = row["file"] else { return nil }
            return TortureMessage(
                file: file, row: row, message: Message(Fixtures.bytes("\(folder)/\(file)")))
        }
    }
}
