// Who is refused: listed, bounded, and not to be pushed out.

import CallGraph
import CallTraceTesting
import HEP
import Testing

@testable import Ingest

struct RefusedSenderTests {
    private static func address(_ number: Int) -> Endpoint {
        Endpoint(v4: 0x0a00_0000 + UInt32(number), port: UInt16(truncatingIfNeeded: number))
    }

    private static let magic = RefusedSender.Reason.hep(.magic)

    @Test func `a sender is one row for a reason, whatever its port`() throws {
        var table = RefusedSenders()
        for port in 1...5 as ClosedRange<UInt16> {
            table.note(
                Self.magic, from: Endpoint(v4: 1, port: port), at: AgentSetup.moment(Double(port)))
        }
        table.note(.hep(.auth), from: Endpoint(v4: 1, port: 9), at: AgentSetup.begin)
        let rows = table.all.sorted { $0.count > $1.count }
        #expect(rows.map(\.count) == [5, 1] && rows.map(\.reason.label) == ["magic", "auth"])
        #expect(rows.first?.last == AgentSetup.moment(5))
    }

    @Test func `who goes on keeps its place against 100,000 others, who keep none`() {
        var table = RefusedSenders()
        for second in stride(from: 0, through: 30, by: 5) {
            table.note(Self.magic, from: Self.address(0), at: AgentSetup.moment(Double(second)))
        }
        var looks = 0
        for number in 1...100_000 {
            table.note(
                Self.magic, from: Self.address(number),
                at: AgentSetup.moment(31 + Double(number) / 10_000)
            ) {
                looks += 1
                return .other
            }
        }
        #expect(table.all.count == Limits.refusedSendersPerReasonMax)
        #expect(table.all.contains { $0.sender == Self.address(0).host && $0.count == 7 })
        #expect(looks < Limits.refusedSendersPerReasonMax)
        #expect(table.all.filter { $0.count == 1 }.count == table.all.count - 1)
    }

    @Test func `one reason takes no places of another`() {
        var table = RefusedSenders()
        for number in 0..<1000 {
            for second in [0, 10, 20, 30] as [Double] {
                table.note(
                    Self.magic, from: Self.address(number), at: AgentSetup.moment(second))
            }
        }
        table.note(.hep(.auth), from: Self.address(7), at: AgentSetup.moment(31))
        #expect(table.all.contains { $0.reason == .hep(.auth) })
    }

    @Test func `full of those who go on, it lets others in when those fall silent`() {
        var table = RefusedSenders()
        for number in 0..<Limits.refusedSendersPerReasonMax {
            for second in [0, 10, 20] as [Double] {
                table.note(Self.magic, from: Self.address(number), at: AgentSetup.moment(second))
            }
        }
        let newcomer = Self.address(1000)
        table.note(Self.magic, from: newcomer, at: AgentSetup.moment(60))
        #expect(!table.all.contains { $0.sender == newcomer.host })
        table.note(Self.magic, from: newcomer, at: AgentSetup.moment(700))
        #expect(table.all.contains { $0.sender == newcomer.host })
        #expect(table.all.count == Limits.refusedSendersPerReasonMax)
    }

    @Test func `all reasons together are bounded`() {
        var table = RefusedSenders()
        let reasons =
            RefusalReason.allCases.map { RefusedSender.Reason.hep($0) }
            + LogRefusal.allCases.map { .log($0) }
        for reason in reasons {
            for number in 0..<100 {
                table.note(reason, from: Self.address(number), at: AgentSetup.begin)
            }
        }
        #expect(table.all.count == reasons.count * Limits.refusedSendersPerReasonMax)
    }

    static let looks: [(String, Appearance)] = [
        ("OPTIONS sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n", .sip),
        ("SIP/2.0 200 OK\r\n\r\n", .sip), ("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", .http),
        ("OPTIONS * HTTP/1.1\r\n\r\n", .http), ("HTTP/1.1 400 Bad Request\r\n", .http),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", .http),
        ("<134>1 2026-11-27T16:00:00Z host app - - - text", .syslog),
        ("<30>Nov 27 13:04:45 h app: text", .syslog), ("47 <30>Nov 27 13:04:45 h a: text", .syslog),
        ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}\u{1}", .tls), ("hello", .other), ("", .other),
        ("<>", .other), ("<1234>a", .other), ("<12", .other), ("1234567 <12>", .other),
        ("\r\n\r\n", .other),
    ]

    @Test(arguments: looks)
    func `what is not HEP is told by its first bytes`(text: String, appearance: Appearance) {
        let bytes = Array(text.utf8)
        #expect(Appearance(bytes.span) == appearance)
    }

    @Test func `every prefix and every byte changed looks like something`() {
        for (text, _) in Self.looks {
            let bytes = Array(text.utf8)
            for index in bytes.indices {
                _ = Appearance(Array(bytes.prefix(index)).span)
                for value in [0, 1, 0x3c, 0x7f, 0xff] as [UInt8] {
                    var changed = bytes
                    changed[index] = value
                    _ = Appearance(changed.span)
                }
            }
        }
        _ = Appearance([UInt8](repeating: 0x48, count: 65_507).span)
        _ = Appearance([UInt8](repeating: 0x30, count: 65_507).span)
    }

    @Test func `a packet without a key, with a wrong one, and of an old version are told apart`()
        throws
    {
        let setup = AgentSetup(keys: ["right"])
        try setup.send(from: 1)
        try setup.send(key: "wrong", from: 2)
        try setup.send(version: .version1, from: 3)
        try setup.send(version: .version2, from: 4)
        try setup.send(key: "right", from: 5)
        setup.take(Array("OPTIONS sip:a@b SIP/2.0\r\n\r\n".utf8), from: 6)
        setup.take([1, 2, 3], from: 7)
        let rows = setup.lane.refusedSenders().sorted { $0.sender.low < $1.sender.low }
        #expect(rows.map(\.sender.low) == [1, 2, 3, 4, 6, 7])
        #expect(
            rows.map(\.appearance) == [.withoutKey, .wrongKey, .version1, .version2, .sip, nil])
        #expect(rows.map(\.reason.label) == ["auth", "auth", "auth", "auth", "magic", "family"])
        #expect(setup.metrics.value.refused == [.auth: 4, .magic: 1, .family: 1])
    }

    @Test func `HEP at the port of syslog is refused, and its sender is known`() throws {
        let setup = AgentSetup()
        let reader = SyslogReader(rules: .standard) { _ in true }
        var taken = 0
        for file in [
            "sofia-v3-udp4.bin", "sofia-v1-udp4.bin", "sofia-v2-udp4.bin", "eep1-magic.bin",
        ] {
            let bytes = try AgentSetup.agent(file)
            setup.lane.consume(
                bytes.span,
                syslog: [Datagram(range: 0..<bytes.count, sender: Endpoint(v4: 9, port: 1))],
                reader: reader, received: AgentSetup.begin)
            taken += 1
        }
        #expect(setup.metrics.value.logRefused == [.hep: taken])
        #expect(setup.store.records.isEmpty && setup.metrics.value.lines.isEmpty)
        let row = try #require(setup.lane.refusedSenders().first)
        #expect(row.count == taken && row.reason == .log(.hep))
    }
}
