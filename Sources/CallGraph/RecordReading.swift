// Which identities a record is about and names: what it is indexed by and what it ties together.

internal import EventSocket
internal import SIP

/// What one record says to the graph.
struct RecordReading {
    /// The dialog or channel that the record is about: its row in a trace.
    var subject: Identity?
    /// What it ties together.
    var links: [Link] = []
    /// The event of an event record.
    var event: SwitchEvent?
    /// The message of a SIP record.
    var message: SIPMessage?

    /// Reads a record; one that cannot be read has no subject.
    init(_ record: Record) {
        switch record.header.kind {
        case .sip:
            let message = SIPMessage.parse(record.payload.span)
            self.message = message
            subject =
                message.callID.isEmpty
                ? record.correlatedDialog ?? .withoutCallID
                : Identity(.dialog, record.text(message.callID))
        case .event:
            guard let event = try? SwitchEvent(json: record.payload) else { return }
            self.event = event
            let channelEvent = ChannelEvent(event, node: record.node, time: record.header.time)
            subject = channelEvent.channel
            links = channelEvent.links
        case .log:
            let name = String(decoding: record.correlation, as: UTF8.self)
            guard Identity.isUsable(name) else { return }
            if record.header.flags.contains(.namesDialog) {
                subject = Identity(.dialog, name)
                return
            }
            let channel = Identity(.channel, name)
            subject = channel
            if let callID = LogText.callID(in: record.payload), Identity.isUsable(callID) {
                let evidence = Evidence(
                    source: .log, name: "call-id", event: nil, node: record.node,
                    time: record.header.time)
                links = [
                    Link(
                        .same, channel, Identity(.dialog, callID), strength: .exact,
                        from: record.header.time, evidence: [evidence])
                ]
            }
        case .quality:
            subject = record.correlatedDialog
        case .call: break
        }
    }
}

extension Record {
    /// The dialog that the agent says the record belongs to, where it says one.
    var correlatedDialog: Identity? {
        let callID = String(decoding: correlation, as: UTF8.self)
        return Identity.isUsable(callID) ? Identity(.dialog, callID) : nil
    }

    /// Part of the payload as text, invalid UTF-8 repaired; empty when it is not in the payload.
    func text(_ part: ByteRange) -> String {
        let range = part.range
        guard range.lowerBound >= 0, range.upperBound <= payload.count else { return "" }
        return String(decoding: payload[range], as: UTF8.self)
    }
}
