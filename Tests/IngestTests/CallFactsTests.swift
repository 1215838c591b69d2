// What a lane says of calls beside their records.

import CallGraph
import HEP
import Ingest
import Synchronization
import Testing

/// Keeps the block that a lane fills.
private final class FactStore: RecordSink {
    private let block = Mutex(RecordBlock())

    func append(_ fill: (inout RecordBlock) -> Void) -> AppendOutcome {
        block.withLock { fill(&$0) }
        return .taken
    }

    /// `begin`, or the kind of a step; then the record or status, and the call's number less the first.
    var facts: [String] {
        block.withLock { block in
            var first: UInt64?
            var found: [String] = []
            block.facts.forEach { fact in
                switch fact {
                case .beginning(let one):
                    first = first ?? one.number
                    found.append("begin \(one.record) \(one.number - (first ?? 0))")
                case .step(let step):
                    found.append("\(step.kind) \(step.status) \(step.number - (first ?? 0))")
                }
            }
            return found
        }
    }

    /// The number of the first call.
    var firstNumber: UInt64? {
        block.withLock { block in
            var numbers: [UInt64] = []
            block.facts.forEach { if case .beginning(let one) = $0 { numbers.append(one.number) } }
            return numbers.first
        }
    }
}

struct CallFactsTests {
    private static let receipt = Timestamp(microseconds: 1_795_389_991_000_000)

    private let store = FactStore()
    private let lane: IngestLane

    init() {
        lane = IngestLane(
            sink: store, hasher: IdentityHasher(seed: (1, 2)),
            admission: Admission(keys: []) { _ in true }, metrics: CountingMetrics())
    }

    private func send(
        _ line: String, _ cseq: String, callID: String = "a", isUp: Bool = true
    ) throws {
        let text =
            "\(line)\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nFrom: <sip:1@h>;tag=1\r\n"
            + "To: <sip:2@h>\r\nCall-ID: \(callID)\r\nCSeq: \(cseq)\r\n\r\n"
        let ends = [
            HEPAddress(v4: 0x0a00_0001),
            HEPAddress(v4: 0x0a00_0002),
        ]
        let encoder = HEPEncoder(
            source: ends[isUp ? 0 : 1], sourcePort: 5060, destination: ends[isUp ? 1 : 0],
            destinationPort: 5060)
        let packet = try encoder.encode(Array(text.utf8).span)
        lane.consume(
            packet.span,
            [Datagram(range: 0..<packet.count, sender: Endpoint(v4: 1, port: 1))], over: .udp,
            received: Self.receipt)
    }

    @Test func `a call's begin and what becomes of it are facts, each once`() throws {
        try send("OPTIONS sip:2@h SIP/2.0", "1 OPTIONS", callID: "o")
        for _ in 0..<2 { try send("INVITE sip:2@h SIP/2.0", "1 INVITE") }
        for _ in 0..<2 { try send("SIP/2.0 407 Who", "1 INVITE", isUp: false) }
        try send("INVITE sip:2@h SIP/2.0", "1 INVITE", callID: "b")
        try send("INVITE sip:2@h SIP/2.0", "2 INVITE")
        for _ in 0..<2 { try send("SIP/2.0 200 OK", "2 INVITE", isUp: false) }
        for _ in 0..<2 { try send("SIP/2.0 486 Busy", "1 INVITE", callID: "b", isUp: false) }
        for _ in 0..<2 { try send("BYE sip:2@h SIP/2.0", "3 BYE") }
        #expect(
            store.facts == [
                "begin 1 0", "challenged 407 0", "begin 5 1", "answered 200 0", "failed 486 1",
                "ended 0 0",
            ])
        // The numbers of a later run are larger, since time goes on.
        #expect(store.firstNumber == UInt64(Self.receipt.microseconds))
    }

    @Test func `a call that falls silent is a fact with the next call`() throws {
        lane.expire(now: Self.receipt)
        try send("INVITE sip:2@h SIP/2.0", "1 INVITE")
        var now = Self.receipt
        for _ in 0..<3 {
            now = now.advanced(bySeconds: CallGraph.Limits.dialogSilenceSeconds + 1)
            lane.expire(now: now)
        }
        #expect(store.facts == ["begin 0 0"])
        try send("INVITE sip:2@h SIP/2.0", "1 INVITE", callID: "b")
        #expect(store.facts == ["begin 0 0", "silent 0 0", "begin 1 1"])
    }
}
