// Live counting: each call once, whoever mirrors it and however often.

import CallGraph
import SIP
import Testing

struct DialogTableTests {
    private static let caller = Endpoint(v4: 1, port: 5060)
    private static let proxy = Endpoint(v4: 2, port: 5060)
    private static let callee = Endpoint(v4: 3, port: 5060)

    /// Feeds start lines and says what each changed.
    private func run(
        _ steps: [(line: String, cseq: String, hop: (Endpoint, Endpoint), seconds: Int64)],
        _ table: inout DialogTable
    ) -> [DialogChange] {
        steps.map { step in
            let bytes = Array(
                "\(step.line)\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: \(step.cseq)\r\n\r\n"
                    .utf8)
            return table.observe(
                SIPMessage.parse(bytes.span), key: IdentityKey(value: 1), hop: step.hop, node: 1,
                time: Timestamp(microseconds: step.seconds * 1_000_000)
            ).change
        }
    }

    private let up = (caller, proxy)
    private let down = (proxy, callee)
    private let back = (callee, proxy)
    private let home = (proxy, caller)

    @Test func `an answered call is counted once, whatever is seen twice`() {
        var table = DialogTable()
        let changes = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 0),
                ("SIP/2.0 180 Ringing", "1 INVITE", back, 1),
                ("SIP/2.0 200 OK", "1 INVITE", back, 2),
                ("SIP/2.0 200 OK", "1 INVITE", home, 2),
                ("SIP/2.0 200 OK", "1 INVITE", home, 3),
            ], &table)
        #expect(
            changes.filter { $0 != .none }
                == [.began, .answered(setupSeconds: 2, ringingSeconds: nil)])
        #expect(table.active(node: 1) == 1)
        let end = run(
            [
                ("BYE sip:c@d SIP/2.0", "2 BYE", up, 12),
                ("BYE sip:c@d SIP/2.0", "2 BYE", down, 12),
                ("SIP/2.0 200 OK", "2 BYE", back, 12),
                ("SIP/2.0 200 OK", "2 BYE", home, 13),
                ("SIP/2.0 200 OK", "2 BYE", home, 14),
            ], &table)
        #expect(
            end == [
                .ended(talkSeconds: 10), .none, .none, .disconnected(seconds: 1, isComplete: true),
                .none,
            ])
        #expect(table.active(node: 1) == 0)
    }

    @Test func `a fork that fails below the proxy is not the end of the attempt`() {
        var table = DialogTable()
        let changes = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 0),
                ("SIP/2.0 486 Busy", "1 INVITE", back, 1),
                ("SIP/2.0 404 Not Found", "1 INVITE", home, 2),
                ("SIP/2.0 404 Not Found", "1 INVITE", home, 3),
            ], &table)
        #expect(
            changes == [
                .began, .none, .none,
                .failed(.notFound, seconds: 2, ringingSeconds: nil), .none,
            ])
        #expect(table.active(node: 1) == 0)
    }

    @Test func `a challenged INVITE and its retry are one attempt`() {
        var table = DialogTable()
        let changes = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("SIP/2.0 407 Auth", "1 INVITE", home, 1),
                ("INVITE sip:c@d SIP/2.0", "2 INVITE", up, 2),
                ("SIP/2.0 200 OK", "2 INVITE", home, 3),
            ], &table)
        #expect(
            changes == [
                .began, .challenged, .none,
                .answered(setupSeconds: 3, ringingSeconds: nil),
            ])
    }

    @Test func `a challenge that nobody answers ends as auth when it has aged`() {
        var table = DialogTable()
        var expired: [Outcome] = []
        table.expire(now: Timestamp(microseconds: 0)) { _, _, outcome in expired.append(outcome) }
        _ = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("SIP/2.0 407 Auth", "1 INVITE", home, 1),
            ], &table)
        let silence = Limits.dialogSilenceSeconds
        for turn in 1...3 {
            table.expire(now: Timestamp(microseconds: 0).advanced(bySeconds: silence * Int64(turn)))
            {
                _, _, outcome in expired.append(outcome)
            }
        }
        #expect(expired == [.auth])
        #expect(table.active(node: 1) == 0 && table.count == 0)
    }

    @Test func `a call that shows life does not age`() {
        var table = DialogTable()
        let silence = Limits.dialogSilenceSeconds
        table.expire(now: Timestamp(microseconds: 0)) { _, _, _ in }
        _ = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("SIP/2.0 200 OK", "1 INVITE", home, 1),
            ], &table)
        for turn in 1...5 {
            table.expire(now: Timestamp(microseconds: 0).advanced(bySeconds: silence * Int64(turn)))
            {
                _, _, _ in
            }
            _ = run([("INVITE sip:c@d SIP/2.0", "9 INVITE", up, silence * Int64(turn))], &table)
        }
        #expect(table.active(node: 1) == 1)
        #expect(
            run([("BYE sip:c@d SIP/2.0", "99 BYE", up, silence * 6)], &table)
                == [.ended(talkSeconds: Double(silence * 6 - 1))])
    }

    @Test func `a response of which no request was seen counts nothing`() {
        var table = DialogTable()
        #expect(run([("SIP/2.0 200 OK", "1 INVITE", home, 0)], &table) == [.none])
        #expect(table.count == 0)
    }

    @Test func `ringing is what the caller hears, and counts once`() {
        var table = DialogTable()
        let changes = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 0),
                ("SIP/2.0 100 Trying", "1 INVITE", home, 0),
                ("SIP/2.0 180 Ringing", "1 INVITE", back, 1),
                ("SIP/2.0 180 Ringing", "1 INVITE", home, 2),
                ("SIP/2.0 183 Progress", "1 INVITE", home, 3),
                ("SIP/2.0 486 Busy", "1 INVITE", home, 9),
            ], &table)
        #expect(
            changes.filter { $0 != .none } == [
                .began, .rang(seconds: 2), .failed(.busy, seconds: 9, ringingSeconds: 7),
            ])
    }

    @Test func `another target after one that failed is a failover, and parallel ones are not`() {
        let other = Endpoint(v4: 4, port: 5060)
        var serial = DialogTable()
        let changes = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 0),
                ("SIP/2.0 503 No", "1 INVITE", back, 1),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 1),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", (Self.proxy, other), 1),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", (Self.proxy, other), 2),
                ("SIP/2.0 200 OK", "1 INVITE", (other, Self.proxy), 3),
            ], &serial)
        #expect(changes.filter { $0 == .failedOver }.count == 1)
        var parallel = DialogTable()
        let forks = run(
            [
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", down, 0),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", (Self.proxy, other), 0),
                ("SIP/2.0 503 No", "1 INVITE", back, 1),
                ("INVITE sip:c@d SIP/2.0", "1 INVITE", (Self.proxy, other), 1),
            ], &parallel)
        #expect(!forks.contains(.failedOver))
    }

    @Test func `an attempt of which nothing more is heard ends after three minutes`() {
        var table = DialogTable()
        var ended: [Outcome] = []
        _ = run([("INVITE sip:c@d SIP/2.0", "1 INVITE", up, 1_000)], &table)
        _ = run([("SIP/2.0 180 Ringing", "1 INVITE", home, 1_100)], &table)
        for second in 1_000..<1_290 {
            table.expire(now: Timestamp(microseconds: Int64(second) * 1_000_000)) { _, _, outcome in
                ended.append(outcome)
            }
        }
        #expect(ended.isEmpty && table.active(node: 1) == 1)
        for second in 1_291..<1_360 {
            table.expire(now: Timestamp(microseconds: Int64(second) * 1_000_000)) { _, _, outcome in
                ended.append(outcome)
            }
        }
        #expect(ended == [.timeout] && table.active(node: 1) == 0)
        let late = run([("SIP/2.0 200 OK", "1 INVITE", home, 1_361)], &table)
        #expect(late == [.none])
    }

    @Test func `a call is told by the first trunk that it touches, and by its tenant`() throws {
        var table = DialogTable()
        table.trunks = TrunkDirectory([
            ("carrier", [try CIDR(parsing: "0.0.0.3")]), ("pbx", [try CIDR(parsing: "0.0.0.9")]),
        ])
        table.tenants.add(domain: "d", tenant: "acme")
        let bytes = Array(
            "INVITE sip:c@d SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK1\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\n\r\n"
                .utf8)
        let invite = SIPMessage.parse(bytes.span)
        let began = table.observe(
            invite, key: IdentityKey(value: 1), hop: up, node: 1, time: Timestamp(microseconds: 0),
            domain: { "D" })
        #expect(began.route == CallRoute(node: 1, tenant: 1))
        let later = table.observe(
            invite, key: IdentityKey(value: 1), hop: down, node: 1, time: Timestamp(microseconds: 1)
        )
        #expect(later.route == CallRoute(node: 1, trunk: 1, tenant: 1, direction: .out))
        let incoming = table.observe(
            invite, key: IdentityKey(value: 2), hop: back, node: 1,
            time: Timestamp(microseconds: 2), domain: { "elsewhere" })
        #expect(incoming.route == CallRoute(node: 1, trunk: 1, direction: .in))
    }
}
