// Reports as files, and as bytes.

import Foundation
import MediaQuality
import Testing

/// The reports beside these tests.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures")

    /// The bytes of a file.
    static func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: name)))
    }

    /// The body of a SIP message in a file.
    static func body(_ name: String) throws -> [UInt8] {
        let bytes = try bytes(name)
        let end = try #require(Data(bytes).firstRange(of: Data("\r\n\r\n".utf8)))
        return Array(bytes[end.upperBound...])
    }

    /// Every SIP message there is.
    static func messages() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter {
            $0.hasSuffix(".sip")
        }
    }

    /// The reports in a header line of a file.
    static func header(_ name: String) throws -> (StatisticsHeader, [QualityReport])? {
        try header(Array(bytes(name)))
    }

    /// The reports in a header line.
    static func header(_ line: [UInt8]) -> (StatisticsHeader, [QualityReport])? {
        guard let colon = line.firstIndex(of: 0x3a),
            let header = StatisticsHeader(line.span, name: 0..<colon),
            let reports = header.read(line.span, (colon + 1)..<line.count)
        else { return nil }
        return (header, reports)
    }

    /// An RTCP packet's part: its first byte's count, its type, and words.
    static func part(_ count: UInt8, _ type: UInt8, _ words: [UInt32]) -> [UInt8] {
        var bytes: [UInt8] = [0x80 | count, type, 0, UInt8(words.count)]
        for word in words {
            for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(word >> shift & 255)) }
        }
        return bytes
    }

    /// A sender's report of 0x11111111 with one block on 0x22222222.
    static let senderReport = part(
        1, 200,
        [
            0x1111_1111, 0xeead_3b96, 0xe8d0_0000, 8000, 50, 8000,
            0x2222_2222, 0x40ff_ffff, 520, 160, 0x3b96_0000, 0x0001_0000,
        ])

    /// An extended report of 0x33333333 with the VoIP metrics of 0x44444444.
    static let extendedReport = part(
        0, 207,
        [
            0x3333_3333, 0x0400_0002, 0, 0,  // receiver reference time, passed over
            0x0700_0008, 0x4444_4444, 0x1a00_0000, 0, 0x00c8_0028, 0x7f7f_7f10, 0x5a7f_2a21, 0,
            0,
        ])
}

// The readers, on arrays: what `#expect` holds must be able to escape.

func rtcp(_ bytes: [UInt8], now: UInt32? = nil) -> [QualityReport]? {
    RTCPReader.read(bytes.span, now: now)
}
func rtcpJSON(_ bytes: [UInt8]) -> [QualityReport]? { RTCPJSONReader.read(bytes.span) }
func agentReport(_ bytes: [UInt8]) -> [QualityReport]? { AgentReportReader.read(bytes.span) }
func vqReport(_ bytes: [UInt8]) -> VQReport? { VQReportReader.read(bytes.span) }
func vqCallID(_ bytes: [UInt8]) -> Range<Int>? { VQReportReader.callID(in: bytes.span) }

/// Every reader on the same bytes: what is no report of its kind must do no harm.
func readEverything(_ bytes: [UInt8]) -> Int {
    var count = RTCPReader.read(bytes.span, now: 0x3b97_8000)?.count ?? 0
    count += RTCPJSONReader.read(bytes.span)?.count ?? 0
    count += AgentReportReader.read(bytes.span)?.count ?? 0
    count += VQReportReader.read(bytes.span)?.reports.count ?? 0
    if let callID = VQReportReader.callID(in: bytes.span) {
        #expect(callID.lowerBound >= 0 && callID.upperBound <= bytes.count)
    }
    for header in StatisticsHeader.allCases {
        count += header.read(bytes.span, 0..<bytes.count)?.count ?? 0
    }
    return count
}
