// Everything the library can be asked about some bytes, with the answers checked for sense.

import SIP
import Testing

/// Asks everything, and notes an issue for every answer that cannot be.
struct Probe {
    private static let names: [SIPHeaderName] = [.callID, .sessionID, .proxyAuthorization]

    /// The furthest that any answer has pointed.
    private var furthest = 0

    private mutating func note(_ range: ByteRange) {
        furthest = max(furthest, range.range.upperBound)
    }

    static func everything(_ bytes: [UInt8]) {
        var probe = Probe()
        let sip = SIPMessage.parse(bytes.span)
        probe.askAboutMessage(sip, bytes)
        probe.askAboutHeaders(sip, bytes)
        probe.askAboutBody(sip, bytes)
        if probe.furthest > bytes.count { Issue.record("an answer points outside of \(bytes)") }
    }

    private mutating func askAboutMessage(_ sip: SIPMessage, _ bytes: [UInt8]) {
        note(sip.methodText)
        note(sip.requestURI)
        note(sip.reasonPhrase)
        note(sip.version)
        note(sip.callID)
        note(sip.from)
        note(sip.fromTag)
        note(sip.to)
        note(sip.toTag)
        note(sip.cseq)
        note(sip.cseqMethodText)
        note(sip.topVia)
        note(sip.branch)
        note(sip.contact)
        note(sip.contentType)
        note(sip.body)
        if !sip.callID.isEmpty, SIPSniff.classify(bytes.span) != .sip {
            Issue.record("a message with a Call-ID is no SIP: \(bytes)")
        }
        if sip.anomalies.contains(.missingCallID) != sip.callID.isEmpty {
            Issue.record("the Call-ID and its flag disagree: \(bytes)")
        }
        if sip.kind == .response, sip.anomalies.contains(.badStatus) != (sip.statusCode == 0) {
            Issue.record("the status and its flag disagree: \(bytes)")
        }
        if sip.startOfHeaders > sip.endOfHeaders || sip.endOfHeaders != sip.body.offset {
            Issue.record("start line, headers and body are not in order: \(bytes)")
        }
    }

    private mutating func askAboutHeaders(_ sip: SIPMessage, _ bytes: [UInt8]) {
        let span = bytes.span
        var count = 0
        sip.forEachHeader(in: span) { name, value in
            note(name)
            note(value)
            count += 1
            return true
        }
        if min(count, 65_535) != Int(sip.headerCount) {
            Issue.record("\(count) headers are not \(sip.headerCount): \(bytes)")
        }
        for name in Self.names {
            if let value = sip.first(name, in: span) { note(value) }
        }
        for value in [sip.from, sip.contact, sip.callID] {
            let address = SIPAddress.parse(span, value)
            note(address.displayName)
            note(address.uri)
            note(address.user)
            note(address.host)
            note(address.parameters)
            note(address.tag)
            let reference = DialogReference.parse(span, value)
            note(reference.callID)
            note(reference.toTag)
            note(reference.fromTag)
            note(ReasonValue.parse(span, value).text)
        }
        let uri = SIPURI.parse(span, sip.requestURI)
        note(uri.scheme)
        note(uri.user)
        note(uri.password)
        note(uri.host)
        note(uri.parameters)
        note(uri.headers)
        note(uri.opaque)
        let via = SIPVia.parse(span, sip.topVia)
        note(via.transport)
        note(via.host)
        note(via.branch)
        note(via.received)
        note(via.parameters)
        if via.branch != sip.branch { Issue.record("two branches in \(bytes)") }
    }

    private mutating func askAboutBody(_ sip: SIPMessage, _ bytes: [UInt8]) {
        let span = bytes.span
        var parts = 0
        BodyPart(contentType: sip.contentType, body: sip.body).forEachLeaf(in: span) {
            note($0.body)
            note($0.contentType)
            parts += 1
            return true
        }
        if parts > Limits.bodyPartsMax { Issue.record("\(parts) parts") }
        // Read as a description whatever it says it is.
        let session = SDPSession.parse(span, sip.body)
        note(session.origin)
        note(session.address)
        var media = 0
        session.forEachMedia(in: span) {
            note($0.type)
            note($0.transport)
            note($0.formats)
            note($0.address)
            media += 1
            return true
        }
        if media != session.mediaCount || media > Limits.mediaMax {
            Issue.record("\(media) media sections are not \(session.mediaCount): \(bytes)")
        }
    }
}
