// A diagnosis as JSON, for scripts.

internal import CallGraph
internal import TraceRendering

/// Renders a diagnosis as JSON.
///
/// Every key is always there; what is not known is `null`. Times are RFC 3339 in UTC with microseconds.
package enum DiagnosisJSON {
    /// The whole diagnosis, in UTF-8, with a line feed at the end.
    package static func render(_ diagnosis: Diagnosis) -> [UInt8] {
        let snapshot = diagnosis.snapshot
        var json = JSONWriter()
        json.beginObject()
        text("version", snapshot.version, &json)
        text("started", snapshot.started.rfc3339, &json)
        text("now", snapshot.now.rfc3339, &json)
        json.key("well")
        json.bool(diagnosis.isWell)
        list("findings", diagnosis.remarks, &json) { remark, json in
            text("severity", remark.severity.rawValue, &json)
            text("code", remark.code, &json)
            text("text", remark.text, &json)
            text("advice", remark.advice, &json)
        }
        list("nodes", snapshot.nodes, &json) { node, json in
            text("name", node.name, &json)
            text("last_seen", node.lastSeen.rfc3339, &json)
            json.key("age_seconds")
            json.number(max(snapshot.now.seconds(since: node.lastSeen), 0))
            number("calls_active", node.activeCalls, &json)
            write(node.agent, &json)
        }
        list("switches", snapshot.switches, &json) { one, json in
            text("name", one.name, &json)
            text("address", one.address, &json)
            text("state", one.state.rawValue, &json)
            text("problem", one.problem, &json)
            json.key("clock_skew_seconds")
            json.number(one.skewSeconds)
        }
        writeWay(snapshot, &json)
        write(snapshot.journal, &json)
        list("followers", snapshot.followers, &json) { follower, json in
            text("name", follower.name, &json)
            json.key("lag_seconds")
            json.number(follower.lagSeconds)
            number("accepted", follower.accepted, &json)
            list("refused", follower.refusals.filter { $0.count > 0 }, &json) { refusal, json in
                text("reason", refusal.reason, &json)
                number("count", refusal.count, &json)
            }
            number("retries", follower.retries, &json)
            text("failing_since", follower.failingSince?.rfc3339, &json)
            text("last_problem", follower.problem, &json)
            text("last_refusal", follower.lastRefusal, &json)
        }
        json.endObject()
        json.newline()
        return json.bytes
    }

    /// What came in, and what got lost on the way.
    private static func writeWay(_ snapshot: CollectorSnapshot, _ json: inout JSONWriter) {
        json.key("listeners")
        json.beginArray()
        for listener in snapshot.listeners { json.string(listener) }
        json.endArray()
        number("hep_packets", snapshot.packets, &json)
        list("refused", snapshot.refusals.filter { $0.count > 0 }, &json) { refusal, json in
            text("reason", refusal.reason, &json)
            number("packets", refusal.count, &json)
        }
        list("refused_logs", snapshot.logRefusals.filter { $0.count > 0 }, &json) {
            refusal, json in
            text("reason", refusal.reason, &json)
            number("messages", refusal.count, &json)
        }
        list("refused_senders", snapshot.refusedSenders, &json) { sender, json in
            text("address", sender.address, &json)
            text("reason", sender.reason, &json)
            text("sent", sender.isLog ? "syslog" : "hep", &json)
            text("looks_like", sender.appearance, &json)
            number("count", sender.count, &json)
            text("last", sender.last.rfc3339, &json)
        }
        list("dropped", snapshot.losses.filter { $0.count > 0 }, &json) { loss, json in
            text("stage", loss.stage, &json)
            text("reason", loss.reason, &json)
            number("records", loss.count, &json)
        }
        list("sockets", snapshot.sockets, &json) { socket, json in
            text("name", socket.name, &json)
            number("kernel_drops", socket.kernelDrops, &json)
            number("receive_buffer_bytes", socket.bufferBytes, &json)
            number("receive_buffer_bytes_wanted", socket.wantedBytes, &json)
        }
        number("tcp_connections", snapshot.connections, &json)
        number("tcp_connections_waiting", snapshot.waitingConnections, &json)
    }

    /// What an agent has sent; of a node that sends no HEP there is nothing to say.
    private static func write(
        _ agent: CollectorSnapshot.Agent?, _ json: inout JSONWriter
    ) {
        number("hep_version", agent?.version, &json)
        number("packets", agent?.packets, &json)
        number("bytes", agent?.bytes, &json)
        json.key("packets_per_second")
        json.number(agent?.packetsPerSecond)
        json.key("clock_skew_seconds")
        json.number(agent?.skewSeconds)
        text("address", agent?.address, &json)
        list("errors", agent?.faults ?? [], &json) { fault, json in
            text("reason", fault.reason, &json)
            number("packets", fault.count, &json)
        }
    }

    private static func write(
        _ journal: CollectorSnapshot.Journal, _ json: inout JSONWriter
    ) {
        json.key("journal")
        json.beginObject()
        number("bytes", Int(journal.bytes), &json)
        json.key("read_only")
        json.bool(journal.isReadOnly)
        number("free_bytes", journal.freeBytes.map { Int($0) }, &json)
        number("reserve_bytes", journal.reserveBytes.map { Int($0) }, &json)
        number("write_errors", journal.writeErrors, &json)
        text("last_write_error", journal.lastWriteError, &json)
        number("unreadable_segments", journal.unreadableSegmentCount, &json)
        number("unreadable_blocks", journal.unreadableBlocks, &json)
        number("pending_bytes", journal.pendingBytes, &json)
        json.endObject()
    }

    private static func text(_ name: String, _ text: String?, _ json: inout JSONWriter) {
        json.key(name)
        json.string(text)
    }

    private static func number(_ name: String, _ number: Int?, _ json: inout JSONWriter) {
        json.key(name)
        json.number(number)
    }

    private static func list<Element>(
        _ name: String, _ elements: [Element], _ json: inout JSONWriter,
        _ write: (Element, inout JSONWriter) -> Void
    ) {
        json.key(name)
        json.beginArray()
        for element in elements {
            json.beginObject()
            write(element, &json)
            json.endObject()
        }
        json.endArray()
    }
}
