// JSON, piece by piece.

import Foundation
import Testing
import TraceRendering

@Suite("JSON writer")
struct JSONWriterTests {
    @Test func `commas stand between values and nowhere else`() {
        var json = JSONWriter()
        json.beginObject()
        json.key("a")
        json.beginArray()
        json.number(1)
        json.beginArray()
        json.endArray()
        json.beginObject()
        json.endObject()
        json.null()
        json.endArray()
        json.key("b")
        json.bool(false)
        json.key("c")
        json.string(nil)
        json.endObject()
        #expect(Self.text(json) == #"{"a":[1,[],{},null],"b":false,"c":null}"#)
    }

    @Test(arguments: [
        (0.0, "0.0"), (3.0, "3.0"), (3.007606, "3.007606"), (0.1 + 0.2, "0.3"), (-0.5, "-0.5"),
        (0.000_000_4, "0.0"), (-0.000_000_4, "0.0"), (123_456.000_001, "123456.000001"),
        (1e300, "1e+300"), (Double.nan, "null"), (Double.infinity, "null"),
        (-Double.infinity, "null"), (9_007_199_254_740_992, "9007199254740992.0"),
    ])
    func `a number is one that JSON can say`(value: Double, text: String) throws {
        var json = JSONWriter()
        json.beginArray()
        json.number(value)
        json.endArray()
        #expect(Self.text(json) == "[\(text)]")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(json.bytes)) }
    }

    @Test func `every character comes back, and none of them could steer a terminal`() throws {
        for value in (0...UInt32(0x2fff)).map(\.self) + [0xfeff, 0xffff, 0x1f600, 0x10ffff] {
            guard let scalar = Unicode.Scalar(value) else { continue }
            // A mark before it, or the parser may take U+FEFF for a byte order mark.
            let text = "x" + String(scalar)
            var json = JSONWriter()
            json.beginArray()
            json.string(text)
            json.endArray()
            let parsed = try JSONSerialization.jsonObject(with: Data(json.bytes)) as? [String]
            #expect(parsed?.first.map { Array($0.utf8) } == Array(text.utf8))
            let written = String(decoding: json.bytes, as: UTF8.self).unicodeScalars
            #expect(written.allSatisfy { !Hostile.steersTerminal($0) }, "\(value)")
        }
    }

    private static func text(_ json: JSONWriter) -> String {
        String(decoding: json.bytes, as: UTF8.self)
    }
}
