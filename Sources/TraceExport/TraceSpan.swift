// A span, as OpenTelemetry knows it.

internal import CallGraph

/// A span (OpenTelemetry, trace/v1 Span).
struct TraceSpan {
    /// What a span stands for towards others; the numbers are those of the protocol.
    enum Kind: Int {
        case inside = 1
        /// Somebody called.
        case server = 2
        /// Somebody was called.
        case client = 3
    }

    /// Something that happened within a span.
    struct Event {
        var time: Timestamp
        var name: String
        var attributes: [SpanAttribute]
    }

    /// Another span that has to do with this one.
    struct Link {
        var trace: CallIdentifier
        var span: SpanIdentifier
        var attributes: [SpanAttribute]
    }

    var trace: CallIdentifier
    var id: SpanIdentifier
    /// nil for the root.
    var parent: SpanIdentifier?
    /// One of a few words: names are what spans are grouped by.
    var name: String
    var kind: Kind
    var start: Timestamp
    var end: Timestamp
    var attributes: [SpanAttribute] = []
    var events: [Event] = []
    /// Events that there was no room for.
    var droppedEvents = 0
    var links: [Link] = []
    /// Links that there was no room for.
    var droppedLinks = 0
    /// Why it counts as failed; nil when it does not.
    var problem: String?
}
