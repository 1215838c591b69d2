// A message with its bytes, for the tests to ask questions of.

import Foundation
import SIP

/// A parsed message that still has its bytes.
struct Message: Sendable {
    let bytes: [UInt8]
    let sip: SIPMessage

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        sip = SIPMessage.parse(bytes.span)
    }

    /// A message out of lines, each ended with CRLF, and its body.
    init(lines: [String], body: String = "") {
        self.init(Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8))
    }

    /// A well-formed INVITE with these header lines added to it.
    init(headers: String..., body: String = "") {
        let lines = [
            "INVITE sip:bob@example.com SIP/2.0",
            "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKa1",
            "From: <sip:alice@example.com>;tag=a",
            "To: <sip:bob@example.com>",
            "Call-ID: c1@example.com",
            "CSeq: 1 INVITE",
        ]
        self.init(lines: lines + headers, body: body)
    }

    /// The piece as a string, folds and all.
    func text(_ range: ByteRange) -> String { range.text(in: bytes.span) }

    /// The piece as bytes.
    func raw(_ range: ByteRange) -> [UInt8] { Array(bytes[range.range]) }

    /// The value of the first header of this name, folds made spaces.
    func value(_ name: SIPHeaderName) -> String? {
        sip.first(name, in: bytes.span)?.unfolded(in: bytes.span)
    }

    /// The values of a list header, all fields together.
    func values(_ name: SIPHeaderName) -> [ByteRange] {
        var result: [ByteRange] = []
        sip.forEachValue(of: name, in: bytes.span) {
            result.append($0)
            return true
        }
        return result
    }

    var vias: [SIPVia] { values(.via).map { SIPVia.parse(bytes.span, $0) } }
    var uri: SIPURI { SIPURI.parse(bytes.span, sip.requestURI) }
    var from: SIPAddress { SIPAddress.parse(bytes.span, sip.from) }
    var to: SIPAddress { SIPAddress.parse(bytes.span, sip.to) }
    var contact: SIPAddress { SIPAddress.parse(bytes.span, sip.contact) }

    /// The media sections of the session description in the body.
    var media: [SDPMedia] {
        guard let range = sip.sessionDescription(in: bytes.span) else { return [] }
        var result: [SDPMedia] = []
        SDPSession.parse(bytes.span, range).forEachMedia(in: bytes.span) {
            result.append($0)
            return true
        }
        return result
    }

    /// The session description in the body.
    var session: SDPSession? {
        sip.sessionDescription(in: bytes.span).map { SDPSession.parse(bytes.span, $0) }
    }
}

/// A piece of text with what it is parsed as.
struct Text {
    let bytes: [UInt8]
    var all: ByteRange { ByteRange(offset: 0, count: UInt32(bytes.count)) }

    init(_ text: String) { bytes = Array(text.utf8) }

    func text(_ range: ByteRange) -> String { range.text(in: bytes.span) }
}
