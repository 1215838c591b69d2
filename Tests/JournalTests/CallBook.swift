// Calls written into a journal, and what a search for them must find: a naive model.

import CallGraph
import Foundation
import Testing

@testable import Journal

/// A call as the model knows it.
struct ModelCall {
    var callID: String
    var from: String
    var to: String
    var target: String
    var domain: String
    var source: Endpoint
    var destination: Endpoint
    var node: String
    var number: UInt64
    var start: Timestamp
    var last: Timestamp
    var status: Int?
    var answered: Timestamp?
    var end: Timestamp?

    /// How it stands at this moment.
    func outcome(now: Timestamp) -> Outcome {
        if let status { return Outcome(status: status) }
        return now.seconds(since: last) > 180 ? .timeout : .inProgress
    }
}

/// Writes calls as a lane does: a record a message, a fact for what changed.
struct CallBook {
    private(set) var calls: [ModelCall] = []
    private var nextNumber: UInt64 = 0
    private var firstOfRun = 0

    /// Begins as a new run of the collector does: of earlier calls it knows nothing.
    mutating func restart(now: Timestamp) {
        nextNumber = UInt64(now.microseconds)
        firstOfRun = calls.count
    }

    /// Writes the INVITE of a call.
    mutating func begin(
        _ journal: RecordJournal, from: String, to: String, target: String? = nil,
        domain: String = "acme.test", source: Endpoint = Endpoint(v4: 0x0a00_0001, port: 5060),
        destination: Endpoint = Endpoint(v4: 0x0a00_0002, port: 5080), node: String = "fs1",
        callID: String? = nil, toTag: String = "", time: Timestamp
    ) {
        let call = ModelCall(
            callID: callID ?? "call-\(calls.count)@x", from: from, to: to, target: target ?? to,
            domain: domain, source: source, destination: destination, node: node,
            number: nextNumber, start: time, last: time)
        nextNumber += 1
        let tag = toTag.isEmpty ? "" : ";tag=\(toTag)"
        let text = """
            INVITE sip:\(call.target)@\(domain) SIP/2.0\r
            Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r
            From: <sip:\(from)@here.test>;tag=1\r
            To: <sip:\(to)@\(domain)>\(tag)\r
            Call-ID: \(call.callID)\r
            CSeq: 1 INVITE\r
            Content-Length: 0\r
            \r

            """
        _ = journal.append { block in
            block.facts.append(
                number: call.number, time: time, record: UInt32(block.count),
                isWithinDialog: !toTag.isEmpty, hop: (source, destination),
                node: Array(node.utf8).span, from: Array(from.utf8).span, to: Array(to.utf8).span,
                target: Array((call.target == to ? "" : call.target).utf8).span,
                domain: Array(domain.utf8).span)
            Self.write(text, call, journal, time, into: &block)
        }
        calls.append(call)
    }

    /// Writes what became of the call at `index`.
    mutating func step(
        _ journal: RecordJournal, _ index: Int, _ kind: DialogStep.Kind, status: Int = 0,
        time: Timestamp
    ) {
        var call = calls[index]
        call.last = max(call.last, time)
        switch kind {
        case .challenged: call.status = status
        case .answered:
            call.status = status
            call.answered = time
        case .failed:
            call.status = status
            call.end = time
        case .ended: call.end = time
        case .silent: break
        }
        let line = kind == .ended ? "BYE sip:x@y SIP/2.0" : "SIP/2.0 \(status) Whatever"
        let text = """
            \(line)\r
            Via: SIP/2.0/UDP 10.0.0.1;branch=z9hG4bK1\r
            From: <sip:\(call.from)@here.test>;tag=1\r
            To: <sip:\(call.to)@\(call.domain)>;tag=2\r
            Call-ID: \(call.callID)\r
            CSeq: \(kind == .ended ? "2 BYE" : "1 INVITE")\r
            \r

            """
        let isKnown = index >= firstOfRun
        let number = call.number
        _ = journal.append { block in
            if isKnown {
                block.facts.append(
                    DialogStep(kind: kind, status: UInt16(status), time: time, number: number))
            }
            if kind != .silent { Self.write(text, call, journal, time, into: &block) }
        }
        calls[index] = call
    }

    /// The Call-IDs that a question must find, the last begun first.
    func expected(_ query: CallQuery, now: Timestamp) -> [String] {
        calls.reversed().filter { call in
            func network(_ network: CIDR) -> Bool {
                network.contains(call.source) || network.contains(call.destination)
            }
            let outcome = call.outcome(now: now)
            return
                (query.number.map {
                    $0.matches(call.from) || $0.matches(call.to) || $0.matches(call.target)
                } ?? true)
                && (query.from?.matches(call.from) ?? true)
                && (query.to.map { $0.matches(call.to) || $0.matches(call.target) } ?? true)
                && (query.domain?.matches(call.domain) ?? true)
                && (query.node?.matches(call.node) ?? true)
                && (query.address.map(network) ?? true)
                && (query.status?.matches(call.status) ?? true)
                && (query.outcome.map { $0 == outcome } ?? true)
                && query.interval.contains(call.start)
        }.map(\.callID)
    }

    private static func write(
        _ text: String, _ call: ModelCall, _ journal: RecordJournal, _ time: Timestamp,
        into block: inout RecordBlock
    ) {
        var keys = IdentityKeys()
        keys.append(journal.hasher.key(call.callID))
        let none: [UInt8] = []
        block.append(
            RecordHeader(
                kind: .sip, ipProtocol: 17, time: time, received: time, source: call.source,
                destination: call.destination),
            node: Array(call.node.utf8).span, correlation: none.span,
            payload: Array(text.utf8).span, keys: keys)
    }
}

extension RecordJournal {
    /// All pages of a question, in pages of `limit`.
    func allCalls(
        _ query: CallQuery, limit: Int = 7, now: Timestamp
    ) async throws -> (calls: [FoundCall], warnings: [String]) {
        var query = query
        query.limit = limit
        var calls: [FoundCall] = []
        var warnings: [String] = []
        while true {
            let page = try await self.calls(query, now: now)
            calls += page.calls
            warnings += page.warnings
            #expect(page.isComplete == page.warnings.isEmpty)
            guard let next = page.next else { return (calls, warnings) }
            #expect(page.calls.count == limit)
            query.before = next
        }
    }
}
