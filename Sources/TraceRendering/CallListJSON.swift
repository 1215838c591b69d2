// A list of calls as JSON.

package import CallGraph

/// Renders a page of a search as JSON. Every key is always there; what is not known is `null`.
package enum CallListJSON {
    /// The page; `query` is what was asked, in names and values.
    package static func render(
        _ page: CallPage, query: [(name: String, value: String)]
    ) -> [UInt8] {
        var json = JSONWriter()
        json.reserve(512 + page.calls.count * 512)
        json.beginObject()
        json.key("query")
        json.beginObject()
        for (name, value) in query { json.field(name, value) }
        json.endObject()
        json.key("complete")
        json.bool(page.isComplete)
        json.list("warnings", page.warnings) { $0.string($1) }
        json.list("calls", page.calls) { write($1, to: &$0) }
        json.field("next", page.next?.text)
        json.endObject()
        json.newline()
        return json.bytes
    }

    private static func write(_ call: FoundCall, to json: inout JSONWriter) {
        json.beginObject()
        json.field("call_id", call.dialog.callID)
        json.field("from", call.dialog.from)
        json.field("to", call.dialog.to)
        json.field("target", call.target)
        json.field("domain", call.dialog.domain)
        json.field("source", call.source.text)
        json.field("destination", call.destination.text)
        json.field("node", call.node)
        json.field("start", call.dialog.start)
        json.field("end", call.dialog.end)
        json.field("outcome", call.dialog.outcome.rawValue)
        json.key("status")
        json.number(call.dialog.status)
        json.key("duration_seconds")
        json.number(call.durationSeconds)
        json.endObject()
    }
}
