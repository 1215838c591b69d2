// Records as lines of Loki.

internal import CallGraph
internal import EventSocket
internal import LokiPush
internal import SIP
internal import Synchronization

/// Turns records into labelled lines.
///
/// Labels: `job`, `kind`, `node`, and nothing else. What identifies a call is structured metadata.
final class LokiEntries: Sendable {
    /// Nodes that get a stream of their own; Loki allows a tenant 5,000 streams by default, and there
    /// are up to five kinds.
    private static let labelledNodesMax = 256

    private let labelledNodes = Mutex<Set<String>>([])
    private let tenants: TenantDirectory
    private let lokiTenants: [String: LokiTenant]

    /// Entries routed by these tenants; `lokiTenants` names their Loki tenants.
    init(tenants: TenantDirectory, lokiTenants: [String: LokiTenant]) {
        self.tenants = tenants
        self.lokiTenants = lokiTenants
    }

    /// One record's line, and the Loki tenant that it is for (nil: the default one).
    func entry(_ record: Record) -> (labels: LokiLabels, entry: LokiEntry, tenant: LokiTenant?) {
        let header = record.header
        let node = label(ofNode: record.node)
        let labels = LokiLabels([
            ("job", "calltrace"), ("kind", header.kind.label), ("node", node),
        ])
        var metadata: [LokiLabel] = []
        func add(_ name: String, _ value: String?) {
            if let value, !value.isEmpty { metadata.append(LokiLabel(name: name, value: value)) }
        }
        if node != record.node { add("node_name", record.node) }
        var line = record.payload
        var tenant: String?
        switch header.kind {
        case .sip:
            let message = SIPMessage.parse(record.payload.span)
            func text(_ part: ByteRange) -> String {
                String(decoding: record.payload[part.range], as: UTF8.self)
            }
            let from = SIPAddress.parse(record.payload.span, message.from)
            let to = SIPAddress.parse(record.payload.span, message.to)
            add("call_id", text(message.callID))
            switch message.kind {
            case .request: add("method", text(message.methodText))
            case .response:
                add("method", text(message.cseqMethodText))
                add("status", message.statusCode > 0 ? String(message.statusCode) : nil)
            case .unrecognised: break
            }
            add("cseq", text(message.cseq))
            add("source", header.source.text)
            add("destination", header.destination.text)
            add("from_user", text(from.user))
            add("to_user", text(to.user))
            tenant =
                tenants.tenant(ofDomain: text(to.host)) ?? tenants.tenant(ofDomain: text(from.host))
        case .event:
            guard let event = try? SwitchEvent(json: record.payload) else { break }
            add("uuid", event.uniqueID)
            add("call_id", event["variable_sip_call_id"])
            line = Array(Self.line(of: event).utf8)
        case .log:
            add(
                header.flags.contains(.namesDialog) ? "call_id" : "uuid",
                String(decoding: record.correlation, as: UTF8.self))
            if !header.flags.contains(.namesDialog) { add("call_id", LogText.callID(in: line)) }
        case .quality:
            add("call_id", String(decoding: record.correlation, as: UTF8.self))
            add("source", header.source.text)
            add("destination", header.destination.text)
        case .call: break
        }
        let (nanoseconds, overflow) = header.time.microseconds.multipliedReportingOverflow(by: 1000)
        let entry = LokiEntry(time: overflow ? 0 : nanoseconds, line: line, metadata: metadata)
        return (labels, entry, tenant.flatMap { lokiTenants[$0] })
    }

    /// A node's label: its name, or `other` once there are too many. Names come from the network.
    private func label(ofNode name: String) -> String {
        labelledNodes.withLock { known in
            if known.contains(name) { return name }
            guard known.count < Self.labelledNodesMax else { return "other" }
            known.insert(name)
            return name
        }
    }

    /// An event in one line of logfmt: the headers that an operator greps for. The whole event, of ten
    /// kilobytes and more, stays in the journal.
    private static func line(of event: SwitchEvent) -> String {
        var parts = ["event=\(quoted(event.name))"]
        func add(_ name: String, _ header: String) {
            if let value = event[header], !value.isEmpty {
                parts.append("\(name)=\(quoted(value))")
            }
        }
        add("subclass", "Event-Subclass")
        add("uuid", "Unique-ID")
        add("other_leg", "Other-Leg-Unique-ID")
        add("direction", "Call-Direction")
        add("channel", "Channel-Name")
        add("state", "Channel-Call-State")
        add("caller", "Caller-Caller-ID-Number")
        add("called", "Caller-Destination-Number")
        add("application", "Application")
        add("data", "Application-Data")
        add("hangup_cause", "Hangup-Cause")
        add("core_uuid", "Core-UUID")
        add("sequence", "Event-Sequence")
        return parts.joined(separator: " ")
    }

    /// A logfmt value: quoted where it holds a space, a quote, an equals sign or a control character.
    private static func quoted(_ value: String) -> String {
        let isPlain = value.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && $0.value != 0x7f
        }
        if isPlain { return value }
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            default: text.unicodeScalars.append(scalar.value < 0x20 ? " " : scalar)
            }
        }
        return text + "\""
    }
}
