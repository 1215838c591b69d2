// Bytes as a switch sends them, made by hand, and ways to feed them.

@testable import EventSocket

/// Frames in the switch's own framing.
enum Wire {
    static let greeting = "Content-Type: auth/request\n\n"

    static func reply(_ text: String) -> String {
        "Content-Type: command/reply\nReply-Text: \(text)\n\n"
    }

    static func answer(_ body: String) -> String {
        "Content-Type: api/response\nContent-Length: \(body.utf8.count)\n\n\(body)"
    }

    static func event(_ json: String) -> String {
        "Content-Length: \(json.utf8.count)\nContent-Type: text/event-json\n\n\(json)"
    }

    static func plainEvent(_ text: String) -> String {
        "Content-Length: \(text.utf8.count)\nContent-Type: text/event-plain\n\n\(text)"
    }

    static func notice(_ text: String) -> String {
        "Content-Type: text/disconnect-notice\nContent-Length: \(text.utf8.count)\n\n\(text)"
    }

    static func log(
        _ text: String, level: String = "6", file: String = "sofia.c", uuid: String = "u-1"
    ) -> String {
        """
        Content-Type: log/data
        Content-Length: \(text.utf8.count)
        Log-Level: \(level)
        Text-Channel: 3
        Log-File: \(file)
        Log-Func: some_function
        Log-Line: 1143
        User-Data: \(uuid)

        \(text)
        """
    }
}

extension EventSocketFramer {
    mutating func append(_ bytes: [UInt8]) { append(bytes.span) }

    /// All frames that are whole.
    mutating func all() throws(EventSocketError) -> [EventSocketFrame] {
        var frames: [EventSocketFrame] = []
        while let frame = try next() { frames.append(frame) }
        return frames
    }
}

extension EventSocketSession {
    mutating func receive(_ text: String) -> [Action] { receive(Array(text.utf8).span) }
}

/// The frames of a whole connection.
func frames(of bytes: [UInt8]) throws(EventSocketError) -> [EventSocketFrame] {
    var framer = EventSocketFramer()
    framer.append(bytes)
    return try framer.all()
}

/// The frames of a text, and the word of the error if there is one.
func outcome(of text: String) -> (frames: Int, refusal: EventSocketError.Reason?) {
    outcome(of: Array(text.utf8))
}

/// The same over bytes.
func outcome(of bytes: [UInt8]) -> (frames: Int, refusal: EventSocketError.Reason?) {
    var framer = EventSocketFramer()
    framer.append(bytes)
    var count = 0
    do throws(EventSocketError) {
        while try framer.next() != nil { count += 1 }
        return (count, nil)
    } catch {
        return (count, error.reason)
    }
}

/// Why a text is no event; nil when it is one.
func refusal(json text: String) -> EventSocketError.Reason? {
    do throws(EventSocketError) {
        _ = try SwitchEvent(json: Array(text.utf8))
        return nil
    } catch {
        return error.reason
    }
}

/// The same for the plain form.
func refusal(plain text: String) -> EventSocketError.Reason? {
    do throws(EventSocketError) {
        _ = try SwitchEvent(plain: Array(text.utf8))
        return nil
    } catch {
        return error.reason
    }
}
