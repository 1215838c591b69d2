// What a test of a whole scenario does: writes a script, asks for every identity, compares.

import CallGraph
import CallTraceTesting
import Testing

/// A store that holds a script, and the questions that are asked of it.
struct TraceScene {
    let store = MemoryStore()
    let rules: LinkRules
    let now: Timestamp
    /// What ingest would know of the calls that are up.
    private let live: Live

    /// The live graph as tracing sees it.
    private struct Live: LiveLinks {
        let graph: LiveGraph

        func relatives(of key: IdentityKey) -> Set<IdentityKey> {
            graph.nodes(for: key).reduce(into: []) { keys, node in
                keys.formUnion(graph.closure(of: node).members.keys.map(\.key))
            }
        }
    }

    /// The script as it would arrive, or in a given order.
    init(_ script: CallScript, order: [Int]? = nil, rules: LinkRules = .standard) {
        self.rules = rules
        // Calls that are up may go on for a while after the last record.
        let last = script.entries.map(\.header.time).max() ?? script.start
        now = last.advanced(bySeconds: 5)
        live = Live(
            graph: script.write(to: store, order: order ?? script.byTime, rules: rules))
    }

    /// What an identity's trace is; nil when nothing is known of it.
    func trace(_ query: String, _ options: TraceOptions = TraceOptions()) async throws -> Trace? {
        try await TraceBuilder(reader: store, rules: rules).trace(query, now: now, options: options)
    }

    /// Expects that each of these identities gives all of them, under one call id, over links that say
    /// why; returns the trace of the first dialog.
    @discardableResult
    func expectCall(
        dialogs: Set<String>, channels: Set<String>, _ options: TraceOptions = TraceOptions(),
        _ location: SourceLocation = #_sourceLocation
    ) async throws -> Trace {
        var first: Trace?
        for identity in dialogs.sorted() + channels.subtracting(dialogs).sorted() {
            let trace = try #require(
                try await trace(identity, options), "\(identity) is not known",
                sourceLocation: location)
            Self.expect(trace, dialogs, channels, location)
            // What the live graph knows saves rounds and changes nothing.
            let alive = try await TraceBuilder(reader: store, rules: rules, live: live).trace(
                identity, now: now, options: options)
            #expect(
                alive?.dialogs == trace.dialogs && alive?.channels == trace.channels
                    && alive?.links == trace.links && alive?.related == trace.related
                    && alive?.hubs == trace.hubs && alive?.messages == trace.messages,
                "\(identity), live", sourceLocation: location)
            #expect(
                trace.call.id == (first ?? trace).call.id, "\(identity)", sourceLocation: location)
            first = first ?? trace
        }
        let trace = try #require(first, sourceLocation: location)
        let named = try await self.trace(trace.call.id, options)
        #expect(named?.call.id == trace.call.id, "by its own id", sourceLocation: location)
        return trace
    }

    /// Expects these legs in a trace, and that links lead to each.
    static func expect(
        _ trace: Trace, _ dialogs: Set<String>, _ channels: Set<String>,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(
            Set(trace.dialogs.map(\.callID)) == dialogs, "\(trace.query)", sourceLocation: location)
        #expect(
            Set(trace.channels.map(\.uuid)) == channels, "\(trace.query)", sourceLocation: location)
        #expect(trace.links.allSatisfy { !$0.evidence.isEmpty }, sourceLocation: location)
        // Members are reached over the links that are shown.
        var reached: Set<String> = []
        var queue = [(dialogs.union(channels)).min() ?? ""]
        while let one = queue.popLast() {
            guard reached.insert(one).inserted else { continue }
            for link in trace.links {
                if link.a.id == one { queue.append(link.b.id) }
                if link.b.id == one { queue.append(link.a.id) }
            }
        }
        #expect(
            dialogs.union(channels).subtracting(reached).isEmpty, "\(trace.query): no link",
            sourceLocation: location)
    }

    /// Expects that a trace shows these beside the call.
    static func expectRelated(
        _ trace: Trace?, _ identities: Set<String>, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(
            Set(trace?.related.map(\.identity.id) ?? []) == identities, "\(trace?.query ?? "")",
            sourceLocation: location)
    }
}
