// The plain form of an event.

extension SwitchEvent {
    /// Reads an event of `text/event-plain` and writes it as JSON.
    ///
    /// ```
    /// Event-Name: CHANNEL_CREATE\n
    /// Channel-Name: sofia/internal/1010%40acme.test\n
    /// variable_originated_legs: ARRAY%3A%3Aa|%3Ab\n
    /// Content-Length: 5\n
    /// \n
    /// hello
    /// ```
    /// Values are URL-decoded, `ARRAY::a|:b` becomes an array, `_undef_` is absent, and a body
    /// becomes the header `_body`, as in the switch's own JSON. Source: switch_event_serialize.
    ///
    /// - Throws: `malformed_plain_event` when a line is no header, the empty line is missing, or
    ///   the body is
    ///   not as long as Content-Length says; `event_too_large`, `event_too_rich`.
    public init(plain bytes: [UInt8]) throws(EventSocketError) {
        guard bytes.count <= Limits.eventBytesMax else { throw EventSocketError(.eventTooLarge) }
        var writer = JSONWriter()
        var position = 0
        var bodyBytes = 0
        var count = 0
        while position < bytes.count, bytes[position] != ASCII.lineFeed {
            guard let line = HeaderLine(in: bytes, at: &position) else {
                throw EventSocketError(.malformedPlainEvent)
            }
            count += 1
            guard count <= Limits.eventHeadersMax else { throw EventSocketError(.eventTooRich) }
            let value = PercentEncoding.decode(bytes[line.value])
            if value.isEmpty || value.elementsEqual("_undef_".utf8) { continue }
            if line.isNamed("content-length", in: bytes) {
                guard let length = ASCII.decimal(value[...]) else {
                    throw EventSocketError(.malformedPlainEvent)
                }
                bodyBytes = length
            }
            if let values = SwitchArray.split(value[...]) {
                writer.append(name: bytes[line.name], values: values)
            } else {
                writer.append(name: bytes[line.name], value: value[...])
            }
        }
        guard position < bytes.count, bytes.count - position - 1 == bodyBytes else {
            throw EventSocketError(.malformedPlainEvent)
        }
        if bodyBytes > 0 {
            writer.append(name: Array("_body".utf8)[...], value: bytes[(position + 1)...])
        }
        try self.init(json: writer.finished())
    }
}
