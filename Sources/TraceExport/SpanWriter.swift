// Spans in the JSON of OTLP: identifiers in hexadecimal, 64-bit numbers as strings, enums as numbers.

internal import CallGraph

/// Writes the JSON of one span (OTLP 1.x, JSON Protobuf Encoding).
struct SpanWriter {
    private var bytes: [UInt8] = []

    /// A span as JSON.
    static func json(_ span: TraceSpan) -> [UInt8] {
        var writer = SpanWriter()
        writer.write(span)
        return writer.bytes
    }

    /// A text cut to so many bytes, without leaving half a character.
    static func cut(_ text: String, to limit: Int) -> String {
        guard text.utf8.count > limit else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: limit)
        while end > text.utf8.startIndex, text.utf8[end] & 0xc0 == 0x80 {
            end = text.utf8.index(before: end)
        }
        return String(text[..<end])
    }

    private mutating func write(_ span: TraceSpan) {
        raw("{\"traceId\":\"\(span.trace.text)\",\"spanId\":\"\(span.id.text)\"")
        if let parent = span.parent { raw(",\"parentSpanId\":\"\(parent.text)\"") }
        raw(",\"name\":")
        quote(span.name)
        raw(",\"kind\":\(span.kind.rawValue)")
        raw(",\"startTimeUnixNano\":\"\(Self.nanoseconds(span.start))\"")
        raw(",\"endTimeUnixNano\":\"\(Self.nanoseconds(span.end))\"")
        write(span.attributes)
        list("events", span.events) { writer, event in
            writer.raw("{\"timeUnixNano\":\"\(Self.nanoseconds(event.time))\",\"name\":")
            writer.quote(event.name)
            writer.write(event.attributes)
            writer.raw("}")
        }
        if span.droppedEvents > 0 { raw(",\"droppedEventsCount\":\(span.droppedEvents)") }
        list("links", span.links) { writer, link in
            writer.raw("{\"traceId\":\"\(link.trace.text)\",\"spanId\":\"\(link.span.text)\"")
            writer.write(link.attributes)
            writer.raw("}")
        }
        if span.droppedLinks > 0 { raw(",\"droppedLinksCount\":\(span.droppedLinks)") }
        if let problem = span.problem {
            raw(",\"status\":{\"code\":2,\"message\":")
            quote(problem)
            raw("}")
        }
        raw("}")
    }

    private mutating func write(_ attributes: [SpanAttribute]) {
        list("attributes", attributes) { writer, attribute in
            writer.raw("{\"key\":")
            writer.quote(attribute.name)
            writer.raw(",\"value\":{")
            switch attribute.value {
            case .text(let text):
                writer.raw("\"stringValue\":")
                writer.quote(text)
            case .number(let number): writer.raw("\"intValue\":\"\(number)\"")
            case .seconds(let seconds): writer.raw("\"doubleValue\":\(seconds)")
            case .flag(let flag): writer.raw("\"boolValue\":\(flag)")
            case .texts(let texts):
                writer.raw("\"arrayValue\":{\"values\":[")
                for (index, text) in texts.enumerated() {
                    writer.raw(index > 0 ? ",{\"stringValue\":" : "{\"stringValue\":")
                    writer.quote(text)
                    writer.raw("}")
                }
                writer.raw("]}")
            }
            writer.raw("}}")
        }
    }

    /// A member that is a list; nothing when it is empty.
    private mutating func list<Element>(
        _ name: String, _ elements: [Element], _ write: (inout SpanWriter, Element) -> Void
    ) {
        guard !elements.isEmpty else { return }
        raw(",\"\(name)\":[")
        for (index, element) in elements.enumerated() {
            if index > 0 { raw(",") }
            write(&self, element)
        }
        raw("]")
    }

    /// Nanoseconds since 1970, held at what the protocol's unsigned number can say.
    private static func nanoseconds(_ time: Timestamp) -> Int64 {
        min(max(time.microseconds, 0), .max / 1000) * 1000
    }

    private mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    /// A text in quotes (RFC 8259 §7), cut to what an attribute may have.
    private mutating func quote(_ text: String) {
        bytes.append(0x22)
        for byte in Self.cut(text, to: Limits.attributeBytesMax).utf8 {
            switch byte {
            case 0x22, 0x5c: bytes += [0x5c, byte]
            case 0x0a: bytes += [0x5c, 0x6e]
            case 0x0d: bytes += [0x5c, 0x72]
            case 0x09: bytes += [0x5c, 0x74]
            case 0..<0x20, 0x7f:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
