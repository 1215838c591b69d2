// The header lines of a frame, checked once and read when asked for.

/// The lines up to the empty one, and what they say of the body.
struct FrameHead: Sendable, Equatable {
    /// The lines with their line feeds, without the empty one.
    let bytes: [UInt8]
    let contentType: EventSocketFrame.ContentType
    let bodyBytes: Int
    /// Whether values are URL-encoded: only the answer to `connect` is an event in header lines.
    let isEncoded: Bool

    /// Checks the lines in `bytes`, each of which must end in a line feed.
    init(_ bytes: [UInt8]) throws(EventSocketError) {
        var position = 0
        var count = 0
        var type: EventSocketFrame.ContentType?
        var length: Int?
        var isEvent = false
        while position < bytes.count {
            guard let line = HeaderLine(in: bytes, at: &position) else {
                throw EventSocketError(.malformedHeader)
            }
            count += 1
            guard count <= Limits.frameHeadersMax else { throw EventSocketError(.tooManyHeaders) }
            if line.isNamed("content-type", in: bytes) {
                type = type ?? Self.contentType(bytes[line.value])
            } else if line.isNamed("content-length", in: bytes) {
                let stated = try Self.length(bytes[line.value])
                guard length == nil || length == stated else {
                    throw EventSocketError(.malformedLength)
                }
                length = stated
            } else if line.isNamed("event-name", in: bytes) {
                isEvent = true
            }
        }
        guard let type else { throw EventSocketError(.missingContentType) }
        self.bytes = bytes
        self.contentType = type
        self.bodyBytes = length ?? 0
        self.isEncoded = isEvent && type == .commandReply
    }

    /// The value of the first line of this name in any case of letters.
    func value(_ name: String) -> String? {
        let wanted = name.utf8.map(ASCII.lowercased)
        var position = 0
        while position < bytes.count, let line = HeaderLine(in: bytes, at: &position) {
            guard line.isNamed(wanted, in: bytes) else { continue }
            let value = bytes[line.value]
            return isEncoded
                ? String(decoding: PercentEncoding.decode(value), as: UTF8.self)
                : String(decoding: value, as: UTF8.self)
        }
        return nil
    }

    private static func contentType(_ value: ArraySlice<UInt8>) -> EventSocketFrame.ContentType {
        switch String(decoding: value.map(ASCII.lowercased), as: UTF8.self) {
        case "auth/request": .authRequest
        case "command/reply": .commandReply
        case "api/response": .apiResponse
        case "text/event-json": .eventJSON
        case "text/event-plain": .eventPlain
        case "text/event-xml": .eventXML
        case "log/data": .logData
        case "text/disconnect-notice": .disconnectNotice
        case "text/rude-rejection": .rudeRejection
        default: .other
        }
    }

    private static func length(_ digits: ArraySlice<UInt8>) throws(EventSocketError) -> Int {
        guard let length = ASCII.decimal(digits) else { throw EventSocketError(.malformedLength) }
        guard length <= Limits.frameBodyBytesMax else { throw EventSocketError(.bodyTooLarge) }
        return length
    }
}
