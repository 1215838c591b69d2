// Bodies of SIP messages.

internal import SIP

extension SIPRedaction {
    /// A body of this Content-Type: session descriptions and SIP are gone through, everything else (presence,
    /// digits of DTMF, instant messages, pictures) is replaced by a word of how much it was.
    mutating func redactBody(
        _ body: String, type: String, _ names: inout Pseudonyms
    ) -> String {
        if body.isEmpty { return body }
        let media = String(type.prefix { $0 != ";" && $0 != " " }).lowercased()
        if media == "application/sdp" || media.isEmpty && body.hasPrefix("v=0") {
            return SDPRedaction.redact(body, &names)
        }
        if media.hasPrefix("message/sip"), depth < Limits.depthMax {
            var inner = SIPRedaction(depth: depth + 1)
            return inner.redact(body, &names)
        }
        if media.hasPrefix("multipart/"), depth < Limits.depthMax {
            return multipart(body, type: type, &names)
        }
        return "redacted: \(body.utf8.count) bytes\r\n"
    }

    /// Part by part: what stands between them is boundaries and headers of parts.
    private mutating func multipart(
        _ body: String, type: String, _ names: inout Pseudonyms
    ) -> String {
        // As a message of its own, so that the parts are found as everywhere.
        let head = Array("SIP/2.0 200 OK\r\nContent-Type: \(type)\r\n\r\n".utf8)
        let bytes = head + Array(body.utf8)
        let message = SIPMessage.parse(bytes.span)
        var leaves: [(type: String, range: Range<Int>)] = []
        BodyPart(contentType: message.contentType, body: message.body).forEachLeaf(in: bytes.span) {
            part in
            leaves.append((part.contentType.text(in: bytes.span), part.body.range))
            return true
        }
        var output = ""
        var at = head.count
        for leaf in leaves {
            guard leaf.range.lowerBound >= at, leaf.range.upperBound <= bytes.count else {
                continue
            }
            output += between(bytes[at..<leaf.range.lowerBound], &names)
            var inner = SIPRedaction(depth: depth + 1)
            output += inner.redactBody(
                String(decoding: bytes[leaf.range], as: UTF8.self), type: leaf.type, &names)
            at = leaf.range.upperBound
        }
        return output + between(bytes[at...], &names)
    }

    private mutating func between(
        _ bytes: ArraySlice<UInt8>, _ names: inout Pseudonyms
    ) -> String {
        MessageLines.map(String(decoding: bytes, as: UTF8.self)) { line in
            if line.isEmpty || line.hasPrefix("--") { return line }
            guard let colon = line.firstIndex(of: ":") else { return names.other(.value, line) }
            let name = String(line[..<colon])
            let value = URIRedaction.trimmed(String(line[line.index(after: colon)...]))
            return "\(name): \(header(name, value, &names))"
        }
    }
}
