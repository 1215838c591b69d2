// Calls made up for tests: SIP messages and switch events, written as records.

public import CallGraph
import EventSocket
import SIP

/// Writes records of made-up calls to a store, as ingest would.
public struct CallScript {
    /// One record to be written.
    public struct Entry: Sendable {
        /// Its parts of fixed size.
        public var header: RecordHeader
        /// Who saw it.
        public var node: String
        /// What it says it belongs to.
        public var correlation: [UInt8]
        /// Its bytes.
        public var payload: [UInt8]
    }

    /// What was written so far.
    public var entries: [Entry] = []
    /// The moment that times are counted from.
    public let start: Timestamp

    /// An empty script that begins at this moment.
    public init(start: Timestamp = Timestamp(microseconds: 1_795_389_991_000_000)) {
        self.start = start
    }

    /// A SIP message seen by an agent so many milliseconds after the start.
    ///
    /// `vias` says how many hosts it has been through: 1 where it begins. `extra` are whole header
    /// lines with their line ends, `correlation` is HEP chunk 0x11.
    public mutating func sip(
        _ startLine: String, callID: String, cseq: String, at milliseconds: Int64, from: UInt8,
        to: UInt8, node: String = "200", caller: String = "1010", called: String = "1001",
        ipProtocol: UInt8 = 17, extra: String = "", fromTag: String = "a", toTag: String = "",
        domain: String = "acme.test", body: String = "", vias: Int = 1, correlation: String = ""
    ) {
        var text = "\(startLine)\r\n"
        for via in (0..<max(vias, 1)).reversed() {
            let host = via == max(vias, 1) - 1 ? from : 100 + UInt8(truncatingIfNeeded: via)
            text += "Via: SIP/2.0/UDP 127.0.0.\(host):5060;branch=z9hG4bK\(callID)\(cseq)\(via)\r\n"
        }
        text += "From: <sip:\(caller)@\(domain)>;tag=\(fromTag)\r\n"
        text += "To: <sip:\(called)@\(domain)>\(toTag.isEmpty ? "" : ";tag=" + toTag)\r\n"
        text += "Call-ID: \(callID)\r\nCSeq: \(cseq)\r\n\(extra)"
        if !body.isEmpty { text += "Content-Type: application/sdp\r\n" }
        text += "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        let time = moment(milliseconds)
        entries.append(
            Entry(
                header: RecordHeader(
                    kind: .sip, ipProtocol: ipProtocol, time: time, received: time,
                    source: Endpoint(v4: 0x7f00_0000 | UInt32(from), port: 5060),
                    destination: Endpoint(v4: 0x7f00_0000 | UInt32(to), port: 5060),
                    sender: Endpoint(v4: 0x7f00_000a, port: 0)),
                node: node, correlation: Array(correlation.utf8), payload: Array(text.utf8)))
    }

    /// An agent's statement in JSON: OpenSIPS's `correlate()` (HEP type 96) or a quality report.
    public mutating func statement(
        _ json: String, isCorrelate: Bool, at milliseconds: Int64, node: String = "300",
        correlation: String = ""
    ) {
        let time = moment(milliseconds)
        entries.append(
            Entry(
                header: RecordHeader(
                    kind: isCorrelate ? .log : .quality, flags: isCorrelate ? .correlates : [],
                    ipProtocol: 6, time: time, received: time),
                node: node, correlation: Array(correlation.utf8), payload: Array(json.utf8)))
    }

    /// An event of a channel so many milliseconds after the start; without a channel's name of the
    /// switch as a whole.
    ///
    /// A value that begins with `[` is an array, as of a variable that was pushed more than once.
    public mutating func event(
        _ name: String, channel: String, at milliseconds: Int64, node: String = "fs1",
        core: String = "core-1", _ headers: [(String, String)] = []
    ) {
        let time = moment(milliseconds)
        var pairs = [
            ("Event-Name", name), ("Core-UUID", core),
            ("Event-Sequence", String(entries.count + 1)),
            ("Event-Date-Timestamp", String(time.microseconds)),
        ]
        if !channel.isEmpty { pairs.append(("Unique-ID", channel)) }
        pairs += headers
        let members = pairs.map { name, value in
            value.hasPrefix("[") ? "\"\(name)\":\(value)" : "\"\(name)\":\"\(value)\""
        }
        let json = "{" + members.joined(separator: ",") + "}"
        entries.append(
            Entry(
                header: RecordHeader(kind: .event, time: time, received: time), node: node,
                correlation: [], payload: Array(json.utf8)))
    }

    /// A CUSTOM event of a channel, or of none.
    public mutating func custom(
        _ subclass: String, channel: String = "", at milliseconds: Int64, node: String = "fs1",
        core: String = "core-1", _ headers: [(String, String)] = []
    ) {
        event(
            "CUSTOM", channel: channel, at: milliseconds, node: node, core: core,
            [("Event-Subclass", subclass)] + headers)
    }

    /// A log line of a channel so many milliseconds after the start.
    public mutating func log(
        _ text: String, channel: String, at milliseconds: Int64, node: String = "fs1"
    ) {
        let time = moment(milliseconds)
        entries.append(
            Entry(
                header: RecordHeader(kind: .log, ipProtocol: 6, time: time, received: time),
                node: node, correlation: Array(channel.utf8), payload: Array(text.utf8)))
    }

    /// Writes the entries in the given order, or as they were made.
    ///
    /// Indexes them as ingest does: of a channel's thirty events that say the same thing, the first is
    /// found by what it names and the others by their channel, but for those that ingest calls anchors.
    /// Returns what ingest would know of the calls that are up.
    @discardableResult
    public func write(
        to store: MemoryStore, order: [Int]? = nil, rules: LinkRules = .standard
    ) -> LiveGraph {
        var index = Index(rules: rules)
        for place in order ?? Array(entries.indices) {
            let entry = entries[place]
            let node = Array(entry.node.utf8)
            let kept = store.append { block in
                block.append(
                    entry.header, node: node.span, correlation: entry.correlation.span,
                    payload: entry.payload.span, keys: index.keys(of: entry, store.hasher))
            }
            precondition(kept == .taken)
        }
        return index.graph
    }

    /// The places of the entries in order of their times, as they would arrive.
    public var byTime: [Int] {
        entries.indices.sorted {
            (entries[$0].header.time, $0) < (entries[$1].header.time, $1)
        }
    }

    /// The moment so many milliseconds after the start.
    public func moment(_ milliseconds: Int64) -> Timestamp {
        Timestamp(microseconds: start.microseconds + milliseconds * 1000)
    }

    /// What ingest remembers while it indexes.
    private struct Index: ~Copyable {
        private var scanner: SIPMentionScanner
        private(set) var graph = LiveGraph()
        private var lives: [String: String] = [:]

        init(rules: LinkRules) { scanner = SIPMentionScanner(rules: rules) }

        mutating func keys(of entry: Entry, _ hasher: IdentityHasher) -> IdentityKeys {
            switch entry.header.kind {
            case .sip:
                var mentions: [(SIPMention, IdentityKey)] = []
                let keys = IdentityKeys(
                    SIPMessage.parse(entry.payload.span), entry.payload.span,
                    correlation: entry.correlation.span, scanner: &scanner, hasher: hasher,
                    withoutCallID: hasher.key(Identity.withoutCallID.id)
                ) { mention, key in mentions.append((mention, key)) }
                for (mention, key) in mentions {
                    for edge in scanner.edges(mention, keys[0], key, at: entry.header.time)
                    where edge.a != edge.b { graph.observe(edge) }
                }
                return keys
            case .event:
                guard let event = try? SwitchEvent(json: entry.payload) else {
                    return IdentityKeys()
                }
                let reading = ChannelEvent(event, node: entry.node, time: entry.header.time)
                var newLinks = LinkMask.none
                for (index, link) in reading.links.enumerated() {
                    let edge = GraphEdge(
                        a: LiveNode(link.a.kind, hasher.key(link.a.id)),
                        b: LiveNode(link.b.kind, hasher.key(link.b.id)), kind: link.kind,
                        strength: link.strength,
                        stay: link.from...max(link.from, link.until ?? .distantFuture))
                    if graph.observe(edge) { newLinks.insert(index) }
                }
                var keys = reading.keys(hasher, newLinks: newLinks)
                if let core = event.coreUUID, lives.updateValue(core, forKey: entry.node) != core {
                    keys.append(hasher.key(SwitchLife.identity(entry.node)))
                }
                return keys
            case .quality:
                return keys(of: entry, isCorrelate: false, hasher)
            default:
                if entry.header.flags.contains(.correlates) {
                    return keys(of: entry, isCorrelate: true, hasher)
                }
                if !entry.header.flags.isDisjoint(with: [.namesDialog, .namesBoth]) {
                    return IdentityKeys(
                        scanner.logMentions.find(in: entry.payload), hasher: hasher)
                }
                let channel = String(decoding: entry.correlation, as: UTF8.self)
                return IdentityKeys(logLine: entry.payload, channel: channel, hasher: hasher)
            }
        }

        private func keys(
            of entry: Entry, isCorrelate: Bool, _ hasher: IdentityHasher
        ) -> IdentityKeys {
            IdentityKeys(
                AgentStatement(payload: entry.payload, isCorrelate: isCorrelate),
                correlation: entry.correlation.span, hasher: hasher)
        }
    }
}
