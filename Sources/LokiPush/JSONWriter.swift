// A push as JSON, written by hand.

/// Writes `{"streams":[{"stream":{…},"values":[["<ns>","<line>",{…}]]}]}` (Loki's push API).
struct JSONWriter {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ batch: LokiBatch) {
        bytes.reserveCapacity(batch.uncompressedBytes + batch.uncompressedBytes / 8 + 64)
        raw("{\"streams\":[")
        for (position, stream) in batch.streams.enumerated() {
            raw(position == 0 ? "{\"stream\":" : ",{\"stream\":")
            object(stream.labels.labels)
            raw(",\"values\":[")
            for (position, entry) in stream.entries.enumerated() {
                raw(position == 0 ? "[\"" : ",[\"")
                raw(String(entry.time))
                raw("\",\"")
                escape(entry.line)
                raw("\"")
                if !entry.metadata.isEmpty {
                    raw(",")
                    object(entry.metadata)
                }
                raw("]")
            }
            raw("]}")
        }
        raw("]}")
    }

    private mutating func object(_ labels: [LokiLabel]) {
        raw("{")
        for (position, label) in labels.enumerated() {
            if position > 0 { raw(",") }
            raw("\"")
            raw(label.name)
            raw("\":\"")
            escape(Array(label.value.utf8))
            raw("\"")
        }
        raw("}")
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Text between quotes (RFC 8259 §7): what must be escaped is, the runs between stand as they
    /// are.
    private mutating func escape(_ text: [UInt8]) {
        var runStart = 0
        for (index, byte) in text.enumerated() {
            guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                continue
            }
            bytes.append(contentsOf: text[runStart..<index])
            runStart = index + 1
            bytes.append(UInt8(ascii: "\\"))
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(UInt8(ascii: "n"))
            case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "r"))
            case UInt8(ascii: "\t"): bytes.append(UInt8(ascii: "t"))
            default:
                raw("u00")
                bytes.append(Self.digit(byte >> 4))
                bytes.append(Self.digit(byte & 15))
            }
        }
        bytes.append(contentsOf: text[runStart...])
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }
}
