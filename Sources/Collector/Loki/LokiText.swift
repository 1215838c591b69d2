// Lines as a person should find them in Loki.

internal import EventSocket

/// What lines of events and logs look like.
enum LokiText {
    /// An event in one line of logfmt: the headers that an operator greps for. The whole event, of ten
    /// kilobytes and more, stays in the journal.
    static func line(of event: SwitchEvent) -> String {
        var parts = ["event=\(quoted(event.name))"]
        func add(_ name: String, _ header: String) {
            if let value = event[header], !value.isEmpty {
                parts.append("\(name)=\(quoted(value))")
            }
        }
        add("subclass", "Event-Subclass")
        add("uuid", "Unique-ID")
        add("other_leg", "Other-Leg-Unique-ID")
        add("direction", "Call-Direction")
        add("channel", "Channel-Name")
        add("state", "Channel-Call-State")
        add("caller", "Caller-Caller-ID-Number")
        add("called", "Caller-Destination-Number")
        add("application", "Application")
        add("data", "Application-Data")
        add("hangup_cause", "Hangup-Cause")
        add("core_uuid", "Core-UUID")
        add("sequence", "Event-Sequence")
        return parts.joined(separator: " ")
    }

    /// A log line that can be read: colours of a terminal are left out, other control characters are shown
    /// by their pictures (U+2400 and up). Line ends and tabs stay.
    static func readable(_ line: [UInt8]) -> [UInt8] {
        guard line.contains(where: { $0 < 0x20 && !isLayout($0) || $0 == 0x7f }) else {
            return line
        }
        var text: [UInt8] = []
        text.reserveCapacity(line.count)
        var index = 0
        while index < line.count {
            let byte = line[index]
            if byte == 0x1b, let end = sequenceEnd(line, index) {
                index = end
                continue
            }
            if byte == 0x7f {
                text += [0xe2, 0x90, 0xa1]
            } else if byte < 0x20 && !isLayout(byte) {
                text += [0xe2, 0x90, 0x80 | byte]
            } else {
                text.append(byte)
            }
            index += 1
        }
        return text
    }

    private static func isLayout(_ byte: UInt8) -> Bool {
        byte == 0x09 || byte == 0x0a || byte == 0x0d
    }

    /// Where an escape sequence `ESC [ … letter` (ECMA-48 §5.4) ends that begins here; nil when none does.
    private static func sequenceEnd(_ line: [UInt8], _ start: Int) -> Int? {
        guard start + 1 < line.count, line[start + 1] == 0x5b else { return nil }
        var index = start + 2
        while index < line.count, index - start < 32, (0x20...0x3f).contains(line[index]) {
            index += 1
        }
        guard index < line.count, (0x40...0x7e).contains(line[index]) else { return nil }
        return index + 1
    }

    /// A logfmt value: quoted where it holds a space, a quote, an equals sign or a control character.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && $0.value != 0x7f
        }
        if isPlain { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
            }
        }
        return text + "\""
    }
}
