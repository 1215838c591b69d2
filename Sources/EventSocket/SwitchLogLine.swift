// One line of a switch's log.

/// A line that came as a frame of `log/data`; the body is the text.
///
/// The frame names no node and no time of its own: the connection is the node, and the text begins
/// with the switch's local time. Source: mod_event_socket.c, `log`.
public struct SwitchLogLine: Sendable, Equatable {
    /// How bad it is, as syslog counts.
    public let level: Level
    /// `User-Data`: the channel that it is about, nil for lines of modules.
    public let uniqueID: String?
    /// `Log-File`, such as `sofia.c`; empty when missing.
    public let file: String
    /// `Log-Func`; empty when missing.
    public let function: String
    /// `Log-Line`; 0 when missing or no number.
    public let line: Int
    /// The text without the line feeds at its end. May have several lines.
    public let text: String

    /// Reads a frame; nil when it is no log line, has no level, or is longer than
    /// `Limits.eventBytesMax`.
    ///
    /// A level beyond debug, which the switch has for its own developers, is debug.
    public init?(frame: EventSocketFrame) {
        guard frame.contentType == .logData, frame.body.count <= Limits.eventBytesMax,
            let number = frame.header("Log-Level").flatMap({ ASCII.decimal(Array($0.utf8)[...]) }),
            let level = Level(rawValue: UInt8(clamping: min(number, 7)))
        else { return nil }
        self.level = level
        uniqueID = frame.header("User-Data").flatMap { $0.isEmpty ? nil : $0 }
        file = frame.header("Log-File") ?? ""
        function = frame.header("Log-Func") ?? ""
        line = frame.header("Log-Line").flatMap { Int($0) } ?? 0
        var body = frame.body[...]
        while let last = body.last, last == ASCII.lineFeed || last == 0x0d { body.removeLast() }
        text = String(decoding: body, as: UTF8.self)
    }

    /// The Call-ID that mod_sofia ties to the channel when it takes or makes a call.
    ///
    /// `… receiving invite from A:P version: … call-id: X` of sofia.c and `… sending invite
    /// call-id: X` of sofia_glue.c. Nil for every other line, and for `(null)`, which is what a leg
    /// says that has no Call-ID yet. Only these two files are believed, since callers write their
    /// own words into other lines.
    public var callID: String? {
        let words: String
        switch file {
        case "sofia.c": words = " receiving invite from "
        case "sofia_glue.c": words = " sending invite "
        default: return nil
        }
        let bytes = Array(text.utf8.prefix { $0 != ASCII.lineFeed && $0 != 0x0d })
        // The last one: what stands before it is partly the caller's choice.
        let mark = " call-id: "
        guard let position = ASCII.lastPosition(of: mark, in: bytes),
            ASCII.lastPosition(of: words, in: Array(bytes[..<(position + 1)])) != nil
        else { return nil }
        let value = bytes[(position + mark.utf8.count)...]
        guard !value.isEmpty, value.allSatisfy({ $0 > 0x20 && $0 != 0x7f }),
            !value.elementsEqual("(null)".utf8)
        else { return nil }
        return String(decoding: value, as: UTF8.self)
    }
}
