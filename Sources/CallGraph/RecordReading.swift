// Which identities a record is about and names: what it is indexed by and what it ties together.

internal import EventSocket
internal import SIP

/// What one record says to the graph.
struct RecordReading {
    /// The dialog or channel that the record is about: its row in a trace.
    var subject: Identity?
    /// A second leg that the record is about as well: a log line may name a dialog and a channel, a report in
    /// SIP is on the media of another dialog.
    var alsoAbout: Identity?
    /// What it ties together.
    var links: [Link] = []
    /// Keys of what only suggests a tie: of the same media, the same numbers.
    var hints: [(mention: SIPMention, key: IdentityKey)] = []
    /// The event of an event record.
    var event: SwitchEvent?
    /// The message of a SIP record.
    var message: SIPMessage?
    /// The hub that an event tells of, and what people call it.
    var hub: (identity: Identity, name: String)?

    /// Reads a record; one that cannot be read has no subject.
    init(_ record: Record, scanner: inout SIPMentionScanner, hasher: IdentityHasher) {
        switch record.header.kind {
        case .sip:
            let message = SIPMessage.parse(record.payload.span)
            self.message = message
            let subject =
                message.callID.isEmpty
                ? record.correlatedDialog ?? .withoutCallID
                : Identity(.dialog, record.text(message.callID))
            self.subject = subject
            if !message.callID.isEmpty {
                addMentions(of: message, record, by: subject, &scanner, hasher)
            }
            alsoAbout = Self.reported(message, record)
            if alsoAbout == subject { alsoAbout = nil }
        case .event:
            guard let event = try? SwitchEvent(json: record.payload) else { return }
            self.event = event
            let channelEvent = ChannelEvent(event, node: record.node, time: record.header.time)
            subject = channelEvent.channel
            links = channelEvent.links
            hub = channelEvent.hub
        case .log:
            if record.header.flags.contains(.correlates) {
                addStatement(record, isCorrelate: true)
                return
            }
            let name = String(decoding: record.correlation, as: UTF8.self)
            guard Identity.isUsable(name) else { return }
            let namesDialog = record.header.flags.contains(.namesDialog)
            if record.header.flags.contains(.namesBoth) {
                let mention = scanner.logMentions.find(in: record.payload)
                alsoAbout =
                    namesDialog
                    ? mention.uuid.map { Identity(.channel, $0) }
                    : mention.callID.map { Identity(.dialog, $0) }
            }
            if namesDialog {
                subject = Identity(.dialog, name)
                return
            }
            let channel = Identity(.channel, name)
            subject = channel
            if let callID = LogText.callID(in: record.payload), Identity.isUsable(callID) {
                links = [
                    Link(
                        .same, channel, Identity(.dialog, callID), strength: .exact,
                        from: record.header.time,
                        evidence: [Self.evidence(.log, "call-id", nil, record)])
                ]
            }
        case .quality:
            addStatement(record, isCorrelate: false)
            subject = record.correlatedDialog ?? subject
        case .call: break
        }
    }

    /// The dialog that a telephone's report is on.
    private static func reported(_ message: SIPMessage, _ record: Record) -> Identity? {
        let bytes = record.payload.span
        guard let body = SIPQuality.reportBody(message, bytes),
            let callID = SIPQuality.reportedCallID(body, bytes)
        else { return nil }
        let name = String(decoding: record.payload[callID], as: UTF8.self)
        return Identity.isUsable(name) ? Identity(.dialog, name) : nil
    }

    /// The reading of a message as far as it is about another dialog than its own.
    var withoutMessage: RecordReading {
        var reading = self
        reading.message = nil
        reading.hints = []
        return reading
    }

    /// The links of two dialogs that an agent names outright.
    private mutating func addStatement(_ record: Record, isCorrelate: Bool) {
        let statement = AgentStatement(payload: record.payload, isCorrelate: isCorrelate)
        guard statement.dialogs.count == 2 else { return }
        let (a, b) = (
            Identity(.dialog, statement.dialogs[0]), Identity(.dialog, statement.dialogs[1])
        )
        subject = a
        let name = isCorrelate ? "correlate" : statement.name
        links = [
            Link(
                .correlation, a, b, strength: .exact, from: record.header.time,
                until: record.header.time, evidence: [Self.evidence(.hep, name, nil, record)])
        ]
    }

    private mutating func addMentions(
        of message: SIPMessage, _ record: Record, by dialog: Identity,
        _ scanner: inout SIPMentionScanner, _ hasher: IdentityHasher
    ) {
        var found: [(SIPMention, String)] = []
        var hints: [(mention: SIPMention, key: IdentityKey)] = []
        let bytes = record.payload.span
        scanner.scan(message, bytes, correlation: record.correlation.span) { mention, text in
            if mention.isHint {
                hints.append((mention, hasher.key(text, salt: mention.salt)))
            } else {
                found.append((mention, text.text))
            }
        }
        self.hints = hints
        let method = record.text(
            message.kind == .request ? message.methodText : message.cseqMethodText)
        for (mention, name) in found where Identity.isUsable(name) {
            for link in scanner.links(mention, dialog, name, at: record.header.time) {
                var link = link
                let source: Evidence.Source = mention == .correlation ? .hep : .sip
                link.evidence = [
                    Self.evidence(source, scanner.label(of: mention), method, record)
                ]
                if link.a != link.b { links.append(link) }
            }
        }
    }

    private static func evidence(
        _ source: Evidence.Source, _ name: String, _ event: String?, _ record: Record
    ) -> Evidence {
        Evidence(
            source: source, name: name, event: event, node: record.node, time: record.header.time)
    }
}

extension Span<UInt8> {
    /// The bytes as text, invalid UTF-8 repaired.
    var text: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        for index in 0..<count { bytes.append(self[index]) }
        return String(decoding: bytes, as: UTF8.self)
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
