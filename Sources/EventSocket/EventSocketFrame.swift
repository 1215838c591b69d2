// One frame of FreeSWITCH's event socket.

/// Header lines, an empty line, and as many bytes of body as Content-Length says.
///
/// ```
/// Content-Length: 845\n
/// Content-Type: text/event-json\n
/// \n
/// {"Event-Name":"CHANNEL_STATE",…}
/// ```
/// Source: mod_event_socket.c of FreeSWITCH 1.11.
public struct EventSocketFrame: Sendable, Equatable {
    /// What a frame holds, by its Content-Type.
    public enum ContentType: Sendable, Equatable {
        /// `auth/request`: the switch asks for the password.
        case authRequest
        /// `command/reply`: the answer to a command stands in Reply-Text.
        case commandReply
        /// `api/response`: the answer to an `api` command is the body.
        case apiResponse
        /// `text/event-json`: an event as one JSON object.
        case eventJSON
        /// `text/event-plain`: an event as URL-encoded header lines.
        case eventPlain
        /// `text/event-xml`: an event as XML, which this client never asks for.
        case eventXML
        /// `log/data`: a log line; its level, place and channel are header lines.
        case logData
        /// `text/disconnect-notice`: the switch is about to close the connection.
        case disconnectNotice
        /// `text/rude-rejection`: the switch's access list refuses this client.
        case rudeRejection
        /// Anything else.
        case other
    }

    /// What the frame holds.
    public var contentType: ContentType { head.contentType }

    /// The body, exactly as long as Content-Length said; empty when there was none.
    public let body: [UInt8]

    private let head: FrameHead

    init(head: FrameHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }

    /// The value of the first header line of this name, whose letters' case does not matter.
    ///
    /// URL-decoded where the wire encodes: in the answer to `connect` of an outbound socket, which
    /// is a whole event. Bytes that are not UTF-8 are replaced.
    public func header(_ name: String) -> String? { head.value(name) }
}
