// Hubs and what is related to a call, as JSON.

internal import CallGraph

extension TraceJSON {
    static func write(_ hub: Hub, to json: inout JSONWriter) {
        json.beginObject()
        json.field("kind", hub.kind)
        json.field("id", hub.id)
        json.field("name", hub.name)
        json.list("members", hub.members) { json, member in
            json.beginObject()
            json.field("uuid", member.identity.kind == .channel ? member.identity.id : nil)
            json.field("call_id", member.callID)
            json.field("from", member.from)
            json.field("until", member.until)
            json.endObject()
        }
        json.key("members_cut")
        json.bool(hub.isCut)
        json.endObject()
    }

    static func write(_ related: Related, to json: inout JSONWriter) {
        json.beginObject()
        json.field("kind", related.kind.rawValue)
        json.key("id")
        json.beginObject()
        json.field("kind", related.identity.kind.rawValue)
        json.field("id", related.identity.id)
        json.endObject()
        json.field("why", related.why)
        json.endObject()
    }
}
