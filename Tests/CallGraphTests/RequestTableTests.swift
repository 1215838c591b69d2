// Registrations and transfers, each counted once.

import CallGraph
import SIP
import Testing

struct RequestTableTests {
    private let device = Endpoint(v4: 1, port: 5060)
    private let proxy = Endpoint(v4: 2, port: 5060)
    private let registrar = Endpoint(v4: 3, port: 5060)

    private func run(
        _ steps: [(line: String, cseq: String, hop: (Endpoint, Endpoint), seconds: Int64)],
        _ table: inout RequestTable, isAttended: Bool = false
    ) -> [RequestEnd] {
        steps.compactMap { step in
            let bytes = Array("\(step.line)\r\nCall-ID: x\r\nCSeq: \(step.cseq)\r\n\r\n".utf8)
            return table.observe(
                SIPMessage.parse(bytes.span), key: IdentityKey(value: 7), hop: step.hop, node: 1,
                time: Timestamp(microseconds: step.seconds * 1_000_000),
                isAttended: { isAttended })
        }
    }

    @Test func `a challenge and its retry are one registration, whoever mirrors it`() {
        var table = RequestTable()
        let ends = run(
            [
                ("REGISTER sip:d SIP/2.0", "1 REGISTER", (device, proxy), 0),
                ("REGISTER sip:d SIP/2.0", "1 REGISTER", (proxy, registrar), 0),
                ("SIP/2.0 401 Who", "1 REGISTER", (registrar, proxy), 1),
                ("SIP/2.0 401 Who", "1 REGISTER", (proxy, device), 1),
                ("REGISTER sip:d SIP/2.0", "2 REGISTER", (device, proxy), 2),
                ("REGISTER sip:d SIP/2.0", "2 REGISTER", (proxy, registrar), 2),
                ("SIP/2.0 200 OK", "2 REGISTER", (registrar, proxy), 3),
                ("SIP/2.0 200 OK", "2 REGISTER", (proxy, device), 4),
                ("SIP/2.0 200 OK", "2 REGISTER", (proxy, device), 5),
                ("REGISTER sip:d SIP/2.0", "2 REGISTER", (device, proxy), 5),
                // The next one, an hour later in the same dialog.
                ("REGISTER sip:d SIP/2.0", "3 REGISTER", (device, proxy), 60),
                ("SIP/2.0 403 No", "3 REGISTER", (proxy, device), 61),
            ], &table)
        #expect(
            ends == [
                RequestEnd(kind: .registration, outcome: .accepted, seconds: 4, node: 1),
                RequestEnd(kind: .registration, outcome: .clientError, seconds: 1, node: 1),
            ])
    }

    @Test func `a second challenge is a failure, a silent registrar a timeout`() {
        var table = RequestTable()
        var ends = run(
            [
                ("REGISTER sip:d SIP/2.0", "1 REGISTER", (device, proxy), 0),
                ("SIP/2.0 401 Who", "1 REGISTER", (proxy, device), 1),
                ("REGISTER sip:d SIP/2.0", "2 REGISTER", (device, proxy), 2),
                ("SIP/2.0 401 Who", "2 REGISTER", (proxy, device), 3),
                ("REGISTER sip:d SIP/2.0", "3 REGISTER", (device, proxy), 4),
                ("REGISTER sip:d SIP/2.0", "4 REGISTER", (device, proxy), 44),
            ], &table)
        for turn in 1...3 {
            table.expire(now: Timestamp(microseconds: Int64(turn) * 100_000_000)) {
                ends.append($0)
            }
        }
        #expect(ends.map(\.outcome) == [.auth, .timeout, .timeout])
        #expect(table.count == 0)
    }

    @Test func `a REFER is a transfer of its kind`() {
        for (isAttended, kind) in [
            (true, RequestEnd.Kind.attendedTransfer), (false, .blindTransfer),
        ] {
            var table = RequestTable()
            let ends = run(
                [
                    ("REFER sip:d SIP/2.0", "8 REFER", (device, proxy), 0),
                    ("SIP/2.0 202 Accepted", "8 REFER", (proxy, device), 0),
                    ("REFER sip:d SIP/2.0", "9 REFER", (device, proxy), 1),
                    ("SIP/2.0 503 No", "9 REFER", (proxy, device), 1),
                ], &table, isAttended: isAttended)
            #expect(ends.map(\.outcome) == [.accepted, .serverError])
            #expect(ends.allSatisfy { $0.kind == kind })
        }
    }
}
