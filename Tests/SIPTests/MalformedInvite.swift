// One INVITE, each time with one field spoilt in another way.

import Foundation
import Testing

/// The messages that have the same field spoilt.
struct MalformedInvites: CustomTestStringConvertible, Sendable {
    struct Row: Decodable, Sendable {
        let id: String
        let field: String
        /// The Call-ID that must be found; nil when there is none, or when it is what is spoilt.
        let callID: String?
        let bytes: [UInt8]

        enum CodingKeys: String, CodingKey {
            case id, field
            case callID = "call_id"
            case bytes = "b64"
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            id = try container.decode(String.self, forKey: .id)
            field = try container.decode(String.self, forKey: .field)
            callID = try container.decodeIfPresent(String.self, forKey: .callID)
            bytes = [UInt8](try container.decode(Data.self, forKey: .bytes))
        }
    }

    let field: String
    let rows: [Row]

    var testDescription: String { field }

    /// All messages, grouped by the field that is spoilt.
    static let all: [MalformedInvites] = load()

    private static func load() -> [MalformedInvites] {
        guard let data = try? Fixtures.gunzip("malformed-invite.jsonl.gz") else { return [] }
        let decoder = JSONDecoder()
        let rows = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Row.self, from: $0)
        }
        return Dictionary(grouping: rows, by: \.field)
            .map { MalformedInvites(field: $0.key, rows: $0.value) }
            .sorted { $0.field < $1.field }
    }
}
