// Why bytes of an event socket were refused.

/// A refusal, of a frame, an event, a setting or a connection.
public struct EventSocketError: Error, Hashable, Sendable {
    /// What was wrong; the raw value is a fixed word fit for a metric's label.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// A frame's header lines go on for more than `Limits.frameHeaderBytesMax`.
        case headerTooLarge = "header_too_large"
        /// A frame has more than `Limits.frameHeadersMax` header lines.
        case tooManyHeaders = "too_many_headers"
        /// A header line has no colon, no name, or a control character in its name.
        case malformedHeader = "malformed_header"
        /// A frame does not say what it is: the framing is lost or this is no event socket.
        case missingContentType = "missing_content_type"
        /// Content-Length is no decimal number, or is said twice and differs.
        case malformedLength = "malformed_length"
        /// A body is longer than `Limits.frameBodyBytesMax`.
        case bodyTooLarge = "body_too_large"
        /// More bytes were appended than `Limits.bufferedBytesMax` without taking frames out.
        case bufferFull = "buffer_full"
        /// An event is longer than `Limits.eventBytesMax`.
        case eventTooLarge = "event_too_large"
        /// An event has more than `Limits.eventHeadersMax` headers, or a name longer than
        /// `Limits.headerNameBytesMax`.
        case eventTooRich = "event_too_rich"
        /// An event's JSON is not one object by RFC 8259, or is nested deeper than
        /// `Limits.nestingMax`.
        case malformedJSON = "malformed_json"
        /// A plain event's lines, or its body's length, are not what the switch writes.
        case malformedPlainEvent = "malformed_plain_event"
        /// A body that is no CDR of mod_json_cdr: in none of its forms, or without a channel.
        case malformedCDR = "malformed_cdr"
        /// A password, event name or subclass that cannot be put into a command.
        case unusableSetting = "unusable_setting"
        /// The switch does not accept the password.
        case wrongPassword = "wrong_password"
        /// The switch's access list does not let this client in.
        case accessRefused = "access_refused"
        /// The switch refused the subscription to events.
        case subscriptionRefused = "subscription_refused"
        /// The switch refused to send its log.
        case logRefused = "log_refused"
    }

    /// What was wrong.
    public let reason: Reason

    /// An error for `reason`.
    public init(_ reason: Reason) { self.reason = reason }
}

extension EventSocketError: CustomStringConvertible {
    /// The fixed word of the reason.
    public var description: String { reason.rawValue }
}
