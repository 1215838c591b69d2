// Telling formats apart, and the words for errors.

import HEP
import Testing

struct HEPFormatTests {
    @Test func `each format is told by its first bytes`() {
        let heads: [(String, HEPFormat)] = [
            ("HEP3", .version3), ("EEP3", .version3), ("EEP1", .version3), ("HEP1", .unknown),
            ("HEPX", .unknown), ("HEP", .unknown), ("hep3", .unknown), ("", .unknown),
            ("\u{8}\u{2}\u{10}\u{11}", .protobuf), ("\r\n\r\n", .unknown),
        ]
        for (head, expected) in heads {
            let bytes = Array(head.utf8)
            #expect(format(of: bytes) == expected, "\(head)")
        }
        #expect(format(of: [0x1F, 0x8B, 8]) == .gzip)
        #expect(format(of: [0x1F, 0x8B, 7]) == .unknown)
        for family: UInt8 in [2, 10, 23, 28, 30] {
            #expect(format(of: [1, 0, family]) == .version1)
            #expect(format(of: [2, 0, family]) == .version2)
            #expect(format(of: [3, 0, family]) == .unknown)
        }
        #expect(format(of: [1, 0, 3]) == .unknown)
    }

    @Test func `bytes of no format are refused as such`() {
        expectRefusal(of: Array("GET / HTTP/1.1".utf8), .magic, at: 0)
        expectRefusal(of: [], .length, at: 0)
        expectRefusal(of: [0x48], .length, at: 1)
    }

    @Test func `the reasons are lowercase words fit for a label`() {
        for reason in HEPError.Reason.allCases {
            #expect(reason.rawValue.allSatisfy { $0.isASCII && $0.isLowercase })
        }
        let error = HEPError(.chunk, offset: 93, field: "chunk length")
        #expect(error.description == "HEP packet refused: chunk at byte 93 (chunk length)")
        #expect(HEPError(.magic, offset: 0).description == "HEP packet refused: magic at byte 0")
    }
}
