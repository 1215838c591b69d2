// The trace as JSON: the form that scripts and dashboards depend on.

package import CallGraph

/// Renders a trace, or the lack of one, as JSON.
///
/// Every key is always there; what is not known is `null`. Times are RFC 3339 in UTC with microseconds.
/// Each answer is UTF-8 and ends with a line feed.
package enum TraceJSON {
    /// The whole trace.
    package static func render(_ trace: Trace) -> [UInt8] {
        var json = JSONWriter()
        json.reserve(4096 + trace.messages.count * 1024)
        json.beginObject()
        json.key("query")
        json.string(trace.query)
        json.key("complete")
        json.bool(trace.isComplete)
        json.list("warnings", trace.warnings) { $0.string($1) }
        json.key("call")
        write(trace.call, to: &json)
        json.list("dialogs", trace.dialogs) { write($1, to: &$0) }
        json.list("channels", trace.channels) { write($1, to: &$0) }
        json.list("hubs", trace.hubs) { write($1, to: &$0) }
        json.list("links", trace.links) { write($1, to: &$0) }
        json.list("related", trace.related) { write($1, to: &$0) }
        json.list("messages", trace.messages) { write($1, to: &$0) }
        json.list("findings", trace.findings) { write($1, to: &$0) }
        json.list("hosts", trace.hosts) { json, host in
            json.beginObject()
            json.field("address", host.host.addressText)
            json.field("name", host.name)
            json.endObject()
        }
        // The words at the head of the ladder, so that every client tells the same.
        let sentence = CallSentence(trace) {
            TerminalText.fit($0, columns: Limits.nameColumnsMax, unicode: true)
        }
        json.list("summary", sentence.lines()) { $0.string($1) }
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// The answer when no record is about `query`.
    package static func notFound(_ query: String) -> [UInt8] {
        error("nothing is known of this identity", code: "not-found", query: query)
    }

    /// The answer when a question could not be answered; `code` is a fixed word.
    package static func error(_ text: String, code: String) -> [UInt8] {
        error(text, code: code, query: nil)
    }

    private static func error(_ text: String, code: String, query: String?) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        if let query { json.field("query", query) }
        json.key("error")
        json.beginObject()
        json.field("code", code)
        json.field("text", text)
        json.endObject()
        json.endObject()
        json.newline()
        return json.bytes
    }

    private static func write(_ call: Call, to json: inout JSONWriter) {
        json.beginObject()
        json.field("id", call.id)
        json.field("tenant", call.tenant)
        json.field("start", call.start)
        json.field("end", call.end)
        json.field("outcome", call.outcome.rawValue)
        json.key("duration_seconds")
        json.number(call.durationSeconds)
        json.key("setup_seconds")
        json.number(call.setupSeconds)
        json.field("hung_up_by", call.hungUpBy)
        json.field("cause", call.cause)
        json.field("cause_text", call.causeText)
        json.endObject()
    }

    private static func write(_ dialog: Dialog, to json: inout JSONWriter) {
        json.beginObject()
        json.field("call_id", dialog.callID)
        json.field("from", dialog.from)
        json.field("to", dialog.to)
        json.field("domain", dialog.domain)
        json.field("start", dialog.start)
        json.field("end", dialog.end)
        json.field("outcome", dialog.outcome.rawValue)
        json.key("status")
        json.number(dialog.status)
        json.field("method", dialog.method)
        json.field("reason", dialog.reason)
        json.field("ringing", dialog.ringing)
        json.field("answered", dialog.answered)
        json.field("ended_by", dialog.endedBy)
        json.field("release_cause", dialog.releaseCause)
        json.endObject()
    }

    private static func write(_ channel: Channel, to json: inout JSONWriter) {
        json.beginObject()
        json.field("uuid", channel.uuid)
        json.field("node", channel.node)
        json.field("core_uuid", channel.coreUUID)
        json.field("call_id", channel.callID)
        json.field("direction", channel.direction?.rawValue)
        json.field("hangup_cause", channel.hangupCause)
        json.field("name", channel.name)
        json.field("start", channel.start)
        json.field("answered", channel.answered)
        json.field("end", channel.end)
        json.field("hangup_disposition", channel.hangupDisposition)
        json.field("lost", channel.lost)
        json.key("loopback")
        json.bool(channel.isLoopback)
        json.endObject()
    }

    private static func write(_ link: Link, to json: inout JSONWriter) {
        json.beginObject()
        for (key, identity) in [("a", link.a), ("b", link.b)] {
            json.key(key)
            json.beginObject()
            json.field("kind", identity.kind.rawValue)
            json.field("id", identity.id)
            json.endObject()
        }
        json.field("kind", link.kind.rawValue)
        json.key("strength")
        json.number(link.strength.rawValue)
        json.field("from", link.from)
        json.field("until", link.until)
        json.list("evidence", link.evidence) { json, evidence in
            json.beginObject()
            json.field("source", evidence.source.rawValue)
            json.field("name", evidence.name)
            json.field("event", evidence.event)
            json.field("node", evidence.node)
            json.field("time", evidence.time)
            json.endObject()
        }
        json.endObject()
    }

    private static func write(_ finding: Finding, to json: inout JSONWriter) {
        json.beginObject()
        json.field("severity", finding.severity.rawValue)
        json.field("code", finding.code)
        json.field("text", finding.text)
        json.field("at", finding.at)
        json.endObject()
    }
}
