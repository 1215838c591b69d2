// Where everything that comes in becomes records: one owner of the live state, behind one lock.

package import CallGraph
package import EventSocket
internal import Synchronization

/// Takes packets, events and log lines, counts them, and writes them to the journal.
///
/// The lock is taken once for a batch (up to 256 datagrams, or what one read of a connection held), never
/// for a message. Whoever calls does so from its own thread; nothing in here blocks or waits.
package final class IngestLane: Sendable {
    private let state: Mutex<LaneState>
    private let sink: any RecordSink

    /// A lane that writes to `sink`, finds names by `hasher`, and reports to `metrics`.
    ///
    /// `names` gives agents names by their capture id. They and `reserved`, the names of switches, have their
    /// labels before any stranger has. With `keepsOutlines` messages need not be parsed again by
    /// who follows.
    package init(
        sink: any RecordSink, hasher: IdentityHasher, admission: Admission,
        names: [UInt32: String] = [:], reserved: [String] = [], rules: LinkRules = .standard,
        tenants: TenantDirectory = .init(), keepsOutlines: Bool = false, metrics: any IngestMetrics
    ) {
        self.sink = sink
        state = Mutex(
            LaneState(
                hasher: hasher, admission: admission, names: names, reserved: reserved,
                rules: rules, tenants: tenants, keepsOutlines: keepsOutlines, metrics: metrics))
    }

    /// Takes HEP packets that lie in `buffer`. What there is no room for is lost, and counted.
    package func consume(
        _ buffer: Span<UInt8>, _ datagrams: [Datagram], over transport: HEPTransport,
        received: Timestamp
    ) {
        write(count: datagrams.count, whenFull: .drop) { state, index, block in
            let datagram = datagrams[index]
            state.take(
                buffer.extracting(datagram.range), from: datagram.sender, over: transport,
                received: received, into: &block)
        }
    }

    /// Takes one HEP packet of a stream, unless the disk does not keep up: then nothing was done and
    /// false is returned, so that the sender can be made to wait.
    ///
    /// While the journal is read-only, packets are taken and counted as lost: that may last for days,
    /// and an agent that is held up for days is a broken agent.
    package func offer(
        _ buffer: Span<UInt8>, _ packet: Datagram, over transport: HEPTransport,
        received: Timestamp
    ) -> Bool {
        write(count: 1, whenFull: .wait) { state, _, block in
            state.take(
                buffer.extracting(packet.range), from: packet.sender, over: transport,
                received: received, into: &block)
        } == 1
    }

    /// Takes one HEP packet of a capture that is imported; nil, with nothing done, when it cannot be recorded
    /// now, for whatever reason: it can come again. False for one that is refused.
    package func offer(
        imported packet: Span<UInt8>, sender: Endpoint, received: Timestamp
    ) -> Bool? {
        var isRecorded = true
        let count = write(count: 1, whenFull: .refuse) { state, _, block in
            let before = state.refusals
            state.take(packet, from: sender, over: .http, received: received, into: &block)
            isRecorded = state.refusals == before
        }
        return count == 1 ? isRecorded : nil
    }

    /// Takes what a switch said, in its order; what there is no room for is lost, and counted.
    package func consume(
        _ messages: [SwitchMessage], of node: String, at sender: Endpoint, received: Timestamp
    ) {
        write(count: messages.count, whenFull: .drop) { state, index, block in
            state.take(messages[index], of: node, at: sender, received: received, into: &block)
        }
    }

    /// Takes what a switch said, in its order, and returns how much of it: less than all when the
    /// disk does not keep up, so that the switch can be made to wait.
    package func offer(
        _ messages: ArraySlice<SwitchMessage>, of node: String, at sender: Endpoint,
        received: Timestamp
    ) -> Int {
        write(count: messages.count, whenFull: .wait) { state, index, block in
            state.take(
                messages[messages.startIndex + index], of: node, at: sender, received: received,
                into: &block)
        }
    }

    /// Takes a CDR; false when nothing can be written: its switch keeps it, and sends it again.
    package func offer(cdr: SwitchEvent, received: Timestamp) -> Bool {
        write(count: 1, whenFull: .refuse) { state, _, block in
            state.take(cdr: cdr, received: received, into: &block)
        } == 1
    }

    /// Takes the summary of a call that is over; lost, and counted, when there is no room.
    package func consume(_ call: FinishedCall, received: Timestamp) {
        write(count: 1, whenFull: .drop) { state, _, block in
            state.take(call, received: received, into: &block)
        }
    }

    /// The legs that are one live call with each of these.
    package func companies(of legs: [LiveNode]) -> [[LiveNode]] {
        state.withLock { state in legs.map { state.graph.company(of: $0) } }
    }

    /// Counts something that was refused before it became a packet, and keeps who sent it.
    package func refuse(
        _ reason: RefusalReason, from sender: Endpoint, looksLike appearance: Appearance? = nil,
        received: Timestamp
    ) {
        state.withLock {
            $0.refuse(reason, from: sender, received: received) { appearance }
        }
    }

    /// Counts something of syslog that was refused before it became a line, and keeps who sent it.
    package func refuse(log reason: LogRefusal, from sender: Endpoint, received: Timestamp) {
        state.withLock { $0.refuse(log: reason, from: sender, received: received) }
    }

    /// Counts an event or log line that could not be read.
    package func dropEvent() { state.withLock { $0.drop(.events, count: 1) } }

    /// Lets old calls be forgotten and writes what is left of messages whose rest did not come. To be
    /// called every second or so.
    package func expire(now: Timestamp) {
        state.withLock { state in
            state.expire(now: now)
            write(state.streams.removeSilent(now: now), &state)
        }
    }

    /// Writes what is held of messages whose rest has not come. To be called when nothing more comes and
    /// the sink still takes records.
    package func flush() { state.withLock { write($0.streams.removeAll(), &$0) } }

    /// The nodes heard so far.
    package func nodes(now: Timestamp) -> [NodeSnapshot] {
        state.withLock { $0.snapshot(now: now) }
    }

    /// Tells calls that begin from now on by these trunks.
    package func setTrunks(_ trunks: TrunkDirectory) {
        state.withLock { $0.dialogs.trunks = trunks }
    }

    /// The channels of a switch are not known any more: nobody listens to it, or it will tell anew.
    package func forgetChannels(of name: String) {
        state.withLock { state in
            let node = state.node(named: Array(name.utf8))
            state.channels.forget(node: node)
        }
    }

    /// What the nodes heard so far have sent, in the order of their numbers.
    package func agents(now: Timestamp) -> [AgentReport] {
        state.withLock { $0.agentReports(now: now) }
    }

    /// Who was refused, as far as addresses tell; some of them when there are many.
    package func refusedSenders() -> [RefusedSender] {
        state.withLock { $0.refusedSenders.all }
    }

    /// Writes messages that are given up.
    private func write(_ messages: [HeldMessage], _ state: inout LaneState) {
        write(count: messages.count, whenFull: .drop, &state) { state, index, block in
            state.write(messages[index], into: &block)
        }
    }

    /// How much the live graph holds, and what it and the count of calls had to let go.
    package func live() -> LiveCounts {
        state.withLock { state in
            LiveCounts(
                identities: state.graph.nodeCount, links: state.graph.linkCount,
                linksDropped: state.graph.overflowCount,
                dialogsDropped: state.dialogs.overflowCount,
                mediaDropped: state.media.overflowCount)
        }
    }

    /// What to do with things for which no block is free.
    enum WhenFull {
        /// Count them as lost.
        case drop
        /// Leave them to the caller, while that helps.
        case wait
        /// Leave them to the caller, however long that lasts.
        case refuse
    }

    /// Runs `take` for each of `count` things with a block to write to, changing blocks as they fill;
    /// returns for how many.
    @discardableResult
    func write(
        count: Int, whenFull: WhenFull, _ take: (inout LaneState, Int, inout RecordBlock) -> Void
    ) -> Int {
        guard count > 0 else { return 0 }
        return state.withLock { write(count: count, whenFull: whenFull, &$0, take) }
    }

    /// The same with the state at hand.
    @discardableResult
    private func write(
        count: Int, whenFull: WhenFull, _ state: inout LaneState,
        _ take: (inout LaneState, Int, inout RecordBlock) -> Void
    ) -> Int {
        var index = 0
        while index < count {
            let outcome = sink.append { block in
                while index < count && !block.isFull {
                    take(&state, index, &block)
                    index += 1
                }
            }
            switch outcome {
            case .taken: state.settle()
            case .noBlock where whenFull != .drop: return index
            case .readOnly where whenFull == .refuse: return index
            case .noBlock, .readOnly:
                // Nothing can be kept now, but everything is still counted.
                var scratch = RecordBlock()
                while index < count {
                    take(&state, index, &scratch)
                    index += 1
                    scratch.removeAll()
                }
                state.settle(lostAt: outcome == .readOnly ? .readOnlyJournal : .journal)
            }
        }
        return index
    }
}

extension IngestLane: LiveLinks {
    /// The keys of everything that is one live call with this identity.
    package func relatives(of key: IdentityKey) -> Set<IdentityKey> {
        state.withLock { state in
            var found: Set<IdentityKey> = []
            for node in state.graph.nodes(for: key) {
                let closure = state.graph.closure(of: node)
                // Of a standing channel only the hours around the call are wanted, not its whole shift.
                found.formUnion(
                    closure.members.keys.filter { !closure.hubs.contains($0) }.map(\.key))
            }
            return found
        }
    }
}
