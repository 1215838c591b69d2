// A whole trace under other names.

package import CallGraph
internal import MediaQuality

/// Replaces numbers, names, addresses, credentials and keys in a trace by keyed pseudonyms.
///
/// The same thing has the same pseudonym throughout, whatever form the trace is then given: calls, legs and
/// messages still join, times and statuses stay. Names of nodes stay unless they are addresses or domains.
package struct TraceRedaction {
    private var names: Pseudonyms
    private var messages = SIPRedaction()

    private init(key: RedactionKey) { names = Pseudonyms(key: key) }

    /// The trace under other names.
    package static func redact(_ trace: Trace, key: RedactionKey) -> Trace {
        var redaction = TraceRedaction(key: key)
        return redaction.redact(trace)
    }

    private mutating func redact(_ trace: Trace) -> Trace {
        var trace = trace
        // First what has a grammar: what it names is then known to free text.
        trace.query =
            trace.query == trace.call.id ? names.digits(trace.query) : names.identity(trace.query)
        let call = trace.call.id
        trace.call.id = names.digits(call)
        for index in trace.dialogs.indices { redact(&trace.dialogs[index]) }
        for index in trace.messages.indices {
            if case .sip(let row) = trace.messages[index] {
                trace.messages[index] = .sip(redacted(row))
            }
        }
        for index in trace.channels.indices { redact(&trace.channels[index]) }
        for index in trace.messages.indices { redactRest(&trace.messages[index]) }
        trace.call.tenant = trace.call.tenant.map { names.other(.tenant, $0) }
        trace.call.hungUpBy = trace.call.hungUpBy.map { party($0) }
        trace.call.causeText = trace.call.causeText.map { text($0) }
        trace.links = trace.links.map { redacted($0) }
        trace.hubs = trace.hubs.map { redacted($0) }
        trace.related = trace.related.map {
            Related($0.kind, redacted($0.identity), why: text($0.why))
        }
        var reasons: [Identity: Trace.Reason] = [:]
        for (identity, reason) in trace.reasons {
            reasons[redacted(identity)] = Trace.Reason(
                link: redacted(reason.link), from: redacted(reason.from))
        }
        trace.reasons = reasons
        trace.warnings = trace.warnings.map { text($0) }
        for index in trace.findings.indices {
            trace.findings[index].text = text(trace.findings[index].text)
        }
        trace.hosts = trace.hosts.map { host in
            let words = host.name.split(separator: " ").map { node(String($0)) }
            return HostName(host: names.address(host.host), name: words.joined(separator: " "))
        }
        return trace
    }

    private mutating func redact(_ dialog: inout Dialog) {
        dialog.callID = names.identity(dialog.callID)
        dialog.from = names.user(dialog.from)
        dialog.to = names.user(dialog.to)
        dialog.domain = names.host(dialog.domain)
        dialog.reason = dialog.reason.map { text($0) }
        dialog.endedBy = dialog.endedBy.map { party($0) }
        dialog.releaseCause = dialog.releaseCause.map { text($0) }
    }

    private mutating func redact(_ channel: inout Channel) {
        channel.uuid = names.identity(channel.uuid)
        channel.callID = channel.callID.map { names.identity($0) }
        channel.node = node(channel.node)
        channel.coreUUID = channel.coreUUID.map { names.identity($0) }
        channel.name = channel.name.map { text($0) }
        channel.lost = channel.lost.map { text($0) }
    }

    private mutating func redacted(_ row: SIPRow) -> SIPRow {
        var row = row
        row.callID = names.identity(row.callID)
        row.source = names.address(row.source)
        row.destination = names.address(row.destination)
        row.text = messages.redact(row.text, &names)
        row.original = nil
        for index in row.seenBy.indices { row.seenBy[index].node = node(row.seenBy[index].node) }
        return row
    }

    private mutating func redactRest(_ message: inout TraceMessage) {
        switch message {
        case .sip: break
        case .event(var row):
            row.uuid = names.identity(row.uuid)
            row.node = node(row.node)
            row.detail = row.detail.map { text($0) }
            message = .event(row)
        case .log(var row):
            row.uuid = names.identity(row.uuid)
            row.callID = row.callID.map { names.identity($0) }
            row.node = node(row.node)
            row.text = log(row.text)
            message = .log(row)
        case .quality(var row):
            row.callID = names.identity(row.callID)
            row.uuid = row.uuid.map { names.identity($0) }
            row.node = node(row.node)
            row.sender = names.address(row.sender)
            row.receiver = names.address(row.receiver)
            row.reporter = row.reporter.map { text($0) }
            row.report.reporterAddress = row.report.reporterAddress.map { text($0) }
            message = .quality(row)
        }
    }

    /// A log text; lines of it that are headers of SIP or lines of SDP are taken for what they are.
    private mutating func log(_ text: String) -> String {
        guard text.utf8.contains(0x0a) else { return self.text(text) }
        return MessageLines.map(text) { line in
            let name = line.prefix { $0.isLetter || $0 == "-" }
            if name.utf8.count > 1, line.dropFirst(name.count).first == ":",
                line.dropFirst(name.count + 1).first == " "
            {
                let value = URIRedaction.trimmed(String(line.dropFirst(name.count + 1)))
                return "\(name): \(messages.header(String(name), value, &names))"
            }
            if name.utf8.count == 1, line.dropFirst().first == "=" {
                return SDPRedaction.redact(line, &names)
            }
            return self.text(line)
        }
    }

    private mutating func redacted(_ identity: Identity) -> Identity {
        var identity = identity
        switch identity.kind {
        case .dialog, .channel, .conference: identity.id = names.identity(identity.id)
        case .queue, .fifo, .parking: identity.id = text(identity.id)
        case .token: identity.id = names.other(.value, identity.id)
        }
        return identity
    }

    private mutating func redacted(_ link: Link) -> Link {
        var link = link
        link.a = redacted(link.a)
        link.b = redacted(link.b)
        for index in link.evidence.indices {
            link.evidence[index].node = node(link.evidence[index].node)
        }
        return link
    }

    private mutating func redacted(_ hub: Hub) -> Hub {
        var hub = hub
        hub.id = names.known(hub.id) ?? text(hub.id)
        hub.name = names.known(hub.name) ?? text(hub.name)
        for index in hub.members.indices {
            hub.members[index].identity = redacted(hub.members[index].identity)
            hub.members[index].callID = hub.members[index].callID.map { names.identity($0) }
        }
        return hub
    }

    /// A user, or an address where no user is known.
    private mutating func party(_ name: String) -> String {
        if Endpoint(parsing: name) != nil { return names.host(name) }
        return name.contains(":") ? text(name) : names.user(name)
    }

    /// The name of an agent or a switch: its address where nobody gave it one.
    private mutating func node(_ name: String) -> String { text(name) }

    private mutating func text(_ text: String) -> String { FreeText.redact(text, &names) }
}
