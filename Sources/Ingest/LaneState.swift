// The live state of a lane: who was heard, which calls are up, what is being counted.

internal import CallGraph
internal import EventSocket
internal import HEP
internal import SIP

/// Everything that a lane remembers between packets. Move-only: it has one owner.
struct LaneState: ~Copyable, Sendable {
    let hasher: IdentityHasher
    /// The key of messages that have no Call-ID.
    let withoutCallID: IdentityKey
    let admission: Admission
    let metrics: any IngestMetrics
    var nodes: NodeTable
    /// What agents have sent, in numbers.
    var agents = AgentTable()
    /// Who is refused.
    var refusedSenders = RefusedSenders()
    var dialogs = DialogTable()
    /// Registrations and transfers that wait for their answer.
    var requests = RequestTable()
    /// What is up on switches.
    var channels = ChannelTable()
    /// The messages that may come again.
    var repeats = RetransmissionFilter()
    /// Attempts by the second, by the number of the node.
    var peaks: [PeakRate] = []
    /// When the next call is named as an example of what is counted.
    var nextExample = Timestamp.distantPast
    /// The number of the first call in the journal, once there was one.
    var callNumberBase: UInt64?
    /// Facts that came while no block was at hand.
    var heldFacts = FactList()
    /// What belongs together among the calls that are up.
    var graph = LiveGraph()
    /// Which call media belongs to.
    var media: MediaTable
    /// True once an agent has sent a report on media.
    var hearsReports = false
    /// Descriptions of media that were noted.
    var descriptions = 0
    /// Messages of streams of which a part has come.
    var streams = StreamAssembly()
    /// Finds what SIP messages name.
    var scanner: SIPMentionScanner
    /// True when blocks keep outlines of their messages.
    let keepsOutlines: Bool
    /// True while the event in hand is the first with its switch's Core-UUID.
    var isFirstOfLife = false
    /// Records written since the last `settle`, by kind.
    var written = InlineArray<8, Int>(repeating: 0)
    /// Packets and messages since the last `settle`.
    var tally = BatchTally()
    /// HEP packets refused since the beginning.
    private(set) var refusals = 0

    init(
        hasher: IdentityHasher, admission: Admission, names: [UInt32: String],
        reserved: [String] = [], rules: LinkRules, tenants: TenantDirectory = .init(),
        keepsOutlines: Bool = false,
        metrics: any IngestMetrics
    ) {
        self.keepsOutlines = keepsOutlines
        scanner = SIPMentionScanner(rules: rules)
        self.hasher = hasher
        media = MediaTable(hasher: hasher)
        withoutCallID = hasher.key(Identity.withoutCallID.id)
        self.admission = admission
        self.metrics = metrics
        nodes = NodeTable(names: names)
        dialogs.tenants = tenants
        reserve(names, reserved)
    }

    /// Counts what was written since the last call, as kept, or as lost at this stage.
    mutating func settle(lostAt stage: DropStage? = nil) {
        tally.report(to: metrics)
        for kind in RecordKind.allCases {
            let count = written[Int(kind.rawValue)]
            guard count > 0 else { continue }
            written[Int(kind.rawValue)] = 0
            if let stage {
                metrics.dropped(stage: stage, count: count)
            } else {
                metrics.recorded(kind, count: count)
            }
        }
    }

    /// Counts a refusal.
    mutating func refuse(_ reason: RefusalReason) {
        refusals &+= 1
        metrics.hepRefused(reason)
    }

    /// Counts a refusal of syslog.
    func refuse(log reason: LogRefusal) { metrics.logRefused(reason) }

    /// Counts losses.
    func drop(_ stage: DropStage, count: Int) { metrics.dropped(stage: stage, count: count) }

    /// Lets old calls be forgotten.
    mutating func expire(now: Timestamp) {
        let metrics = metrics
        graph.expire(now: now)
        media.expire(now: now)
        var silent: [UInt64] = []
        requests.expire(now: now) { metrics.request($0) }
        dialogs.expire(now: now) { route, attempt, outcome in
            metrics.call(.attempt(outcome), of: route, example: nil)
            if outcome == .timeout { silent.append(attempt) }
        }
        hold(silent, now: now)
    }

    /// The nodes that were heard, with what is live of each.
    mutating func snapshot(now: Timestamp) -> [NodeSnapshot] {
        var found: [NodeSnapshot] = []
        let conferences = channels.conferenceCounts()
        for (number, node) in nodes.nodes.enumerated() where node.lastSeen != .distantPast {
            let held = conferences[NodeNumber(number)] ?? (0, 0)
            found.append(
                NodeSnapshot(
                    name: node.name.text, lastSeen: node.lastSeen,
                    active: dialogs.active(node: number),
                    channels: node.life == nil
                        ? nil : channels.channelCount(node: NodeNumber(number)),
                    conferences: held.count, conferenceMembers: held.members,
                    attemptsPeak: number < peaks.count ? peaks[number].peak(now: now) : 0))
        }
        return found
    }

    /// The number of a named node; a new one is announced.
    mutating func node(named name: [UInt8]) -> NodeNumber {
        announce(nodes.number(named: name))
    }

    /// Tells the metrics of a new node.
    mutating func announce(_ found: (NodeNumber, isNew: Bool)) -> NodeNumber {
        if found.isNew {
            let name = nodes.nodes[Int(found.0)].name.text
            metrics.nodeNamed(name, number: found.0)
        }
        return found.0
    }

    /// Writes a record; `touches` when it is a sign of life of the node.
    mutating func write(
        _ header: RecordHeader, node: NodeNumber, correlation: Span<UInt8>, payload: Span<UInt8>,
        keys: borrowing IdentityKeys, into block: inout RecordBlock, outline: MessageOutline? = nil,
        touches: Bool = true
    ) {
        block.keepsOutlines = keepsOutlines
        let name = nodes.nodes[Int(node)].name
        name.with {
            block.append(
                header, node: $0, correlation: correlation, payload: payload, keys: keys,
                outline: outline)
        }
        written[Int(header.kind.rawValue)] += 1
        if touches { nodes.touch(node, header.received) }
    }
}
