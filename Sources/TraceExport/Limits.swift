// Every bound of exported traces, with its reason.

/// The bounds of this target. "Tempo" is a Tempo with its default limits.
package enum Limits {
    /// Bytes of a text in an attribute; Tempo cuts longer ones (max_attribute_bytes).
    static let attributeBytesMax = 2048
    /// Texts in an attribute that is a list: the channels of a Call-ID that several switches spoke.
    static let attributeTextsMax = 16
    /// Events of one span: the messages of a leg with some holds and transfers. SDKs of OpenTelemetry stop
    /// at the same number.
    static let eventsPerSpanMax = 128
    /// Bytes of the events of one span, before their signs are escaped, which may take six times as many: no
    /// span is larger than a request.
    static let eventBytesPerSpanMax = 96 << 10
    /// The same of all spans of a call, shared evenly among its legs: Tempo takes 5 MB of one trace
    /// (max_bytes_per_trace).
    static let eventBytesPerCallMax = 3 << 20
    /// Bytes of a log line in an event: the first lines say what it is about, and the whole is in the trace
    /// that calltrace itself shows.
    static let logTextBytesMax = 512
    /// Links of one span; SDKs of OpenTelemetry stop at the same number.
    static let linksPerSpanMax = 128
    /// Links of one call to what only a guess ties to it: where everybody calls one number, each call would
    /// have dozens, and they would be most of what is sent.
    static let guessLinksMax = 8
    /// Phases of one leg: a dozen holds and stays in queues.
    static let phasesPerLegMax = 32
    /// Legs of one trace that become spans: a serial hunt over some hundred agents.
    static let legsPerTraceMax = 200
    /// Bytes of one request as JSON. OpenTelemetry's collector takes 20 MiB, gateways before it a mebibyte.
    static let requestBytesMax = 900 << 10
    /// Bytes of an answer's text that are kept for a log line.
    static let reasonCharactersMax = 200
    /// The shortest wait before a request is sent again.
    static let firstWait = Duration.seconds(1)
    /// The longest that a request waits by our own choice.
    static let longestWait = Duration.seconds(60)
    /// The longest that a server can make a request wait (Retry-After): a mistyped one must not hold the
    /// journal back for days.
    static let retryAfterMax = Duration.seconds(900)
    /// Bytes of an answer that are read for a partial success.
    package static let answerBytesMax = 16 << 10
}
