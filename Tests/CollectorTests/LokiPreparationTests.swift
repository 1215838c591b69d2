// Records as lines of Loki: labels, metadata, calls, tenants.

import CallGraph
import Journal
import LokiPush
import SIP
import Testing

@testable import Collector

struct LokiPreparationTests {
    /// A line as Loki gets it.
    private struct Line {
        var labels: [String: String]
        var time: Int64
        var text: String
        var metadata: [String: String]
        var tenant: String?
    }

    private static let hasher = IdentityHasher(seed: (1, 2))

    private static func record(
        _ kind: RecordKind, _ text: String, node: String = "fs1", correlation: String = "",
        flags: RecordFlags = [], seconds: Int64 = 0
    ) -> Record {
        let time = Timestamp(microseconds: 1_795_389_991_046_767 + seconds * 1_000_000)
        return Record(
            position: RecordPosition(block: 1, offset: 0),
            header: RecordHeader(
                kind: kind, flags: flags, ipProtocol: 17, time: time,
                received: time.advanced(bySeconds: 1),
                source: Endpoint(v4: 0x7f00_0014, port: 5060),
                destination: Endpoint(v4: 0x7f00_000a, port: 5060)),
            node: node, correlation: Array(correlation.utf8), payload: Array(text.utf8))
    }

    /// The lines of these records, in one block, with outlines or without.
    private func lines(
        _ records: [Record], domains: [String] = [], outlines: Bool = false
    ) -> [Line] {
        var tenants = TenantDirectory()
        for domain in domains { tenants.add(domain: domain, tenant: "acme") }
        var block = RecordBlock()
        block.keepsOutlines = outlines
        let scanner = SIPMentionScanner()
        for record in records {
            var outline: MessageOutline?
            if record.header.kind == .sip {
                let message = SIPMessage.parse(record.payload.span)
                outline = MessageOutline(
                    message,
                    mayLink: scanner.mayLink(message, correlation: record.correlation.span))
            }
            block.append(
                record.header, node: Array(record.node.utf8).span,
                correlation: record.correlation.span, payload: record.payload.span,
                keys: IdentityKeys(), outline: outline)
        }
        let stored = StoredBlock(
            number: 1, block: block, opened: block.opened, recordCount: block.count)
        var preparation = LokiPreparation(
            names: CallNames(
                rules: .standard, hasher: Self.hasher, tenants: tenants,
                tenantNames: domains.isEmpty ? [] : ["acme"]))
        let prepared = preparation.prepare(stored)
        var pushes = LokiPushes(
            tenants: domains.isEmpty ? [] : [LokiTenant("acme-logs")], defaultTenant: nil)
        pushes.add(prepared, &preparation)
        pushes.flush()
        var found: [Line] = []
        while let push = pushes.next() {
            for stream in push.batch.streams {
                for entry in stream.entries {
                    found.append(
                        Line(
                            labels: Self.pairs(stream.labels.labels), time: entry.time,
                            text: String(decoding: entry.line, as: UTF8.self),
                            metadata: Self.pairs(entry.metadata), tenant: push.tenant?.name))
                }
            }
        }
        return found
    }

    private static func pairs(_ labels: [LokiLabel]) -> [String: String] {
        Dictionary(labels.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    }

    private static func trace(_ callID: String) -> String {
        CallIdentifier(Identity(.dialog, callID)).text
    }

    private static let invite = """
        INVITE sip:1001@acme.test SIP/2.0\r
        Via: SIP/2.0/UDP 127.0.0.20;branch=z9hG4bK1\r
        From: <sip:1010@elsewhere.test>;tag=1\r
        To: <sip:1001@ACME.test>\r
        Call-ID: a@b\r
        CSeq: 7 INVITE\r
        \r

        """

    @Test(arguments: [false, true])
    func `a SIP record is its message with addresses, parties and call`(outlines: Bool) throws {
        let records = [Self.record(.sip, Self.invite, node: "200")]
        let line = try #require(lines(records, outlines: outlines).first)
        #expect(line.labels == ["job": "calltrace", "kind": "sip", "node": "200"])
        #expect(line.time == 1_795_389_991_046_767_000)
        #expect(line.text == Self.invite)
        #expect(
            line.metadata == [
                "call_id": "a@b", "method": "INVITE", "cseq": "7 INVITE",
                "source": "127.0.0.20:5060", "destination": "127.0.0.10:5060",
                "from_user": "1010", "to_user": "1001", "trace_id": Self.trace("a@b"),
            ])
        #expect(line.tenant == nil)
    }

    @Test(arguments: [false, true])
    func `a response bears its status and the method that it answers`(outlines: Bool) throws {
        let answer = Self.invite.replacing(
            "INVITE sip:1001@acme.test SIP/2.0", with: "SIP/2.0 486 Busy Here")
        let line = try #require(lines([Self.record(.sip, answer)], outlines: outlines).first)
        #expect(line.metadata["status"] == "486")
        #expect(line.metadata["method"] == "INVITE")
    }

    @Test(arguments: [false, true])
    func `legs that a later message joins have one trace id, that of the earliest`(outlines: Bool) {
        let second = Self.invite.replacing("a@b", with: "c@d")
            .replacing("CSeq", with: "X-CID: a@b\r\nCSeq")
        let found = lines(
            [Self.record(.sip, Self.invite), Self.record(.sip, second, seconds: 1)],
            outlines: outlines)
        #expect(found.map { $0.metadata["call_id"] } == ["a@b", "c@d"])
        #expect(found.allSatisfy { $0.metadata["trace_id"] == Self.trace("a@b") })
    }

    @Test func `an event ties its channel to a dialog, and both to one call`() {
        let event = """
            {"Event-Name":"CHANNEL_CREATE","Unique-ID":"u-1","variable_sip_call_id":"a@b"}
            """
        let found = lines([Self.record(.event, event), Self.record(.sip, Self.invite, seconds: 1)])
        #expect(found.count == 2)
        #expect(found.allSatisfy { $0.metadata["trace_id"] == Self.trace("a@b") })
    }

    @Test func `a call goes to the tenant of its domain, whatever the case, and so do its events`()
    {
        let event = """
            {"Event-Name":"CHANNEL_CREATE","Unique-ID":"u-1","variable_sip_call_id":"a@b"}
            """
        let found = lines(
            [Self.record(.event, event), Self.record(.sip, Self.invite)], domains: ["acme.TEST"])
        #expect(found.map(\.tenant) == ["acme-logs", "acme-logs"])
    }

    @Test func `an event is one line of logfmt, quoted where it must be`() throws {
        let json = """
            {"Event-Name":"CHANNEL_EXECUTE","Unique-ID":"u-1","Application":"set",\
            "Application-Data":"a=\\"b c\\"\\n","variable_sip_call_id":"a@b"}
            """
        let line = try #require(lines([Self.record(.event, json)]).first)
        #expect(
            line.text == #"event=CHANNEL_EXECUTE uuid=u-1 application=set data="a=\"b c\"\n""#)
        #expect(line.metadata["uuid"] == "u-1")
        #expect(line.metadata["call_id"] == "a@b")
    }

    @Test func `a log line names its channel, or its dialog when an agent sent it`() throws {
        let line = Self.record(.log, "hello", correlation: "u-1")
        #expect(try #require(lines([line]).first).metadata["uuid"] == "u-1")
        let agent = Self.record(.log, "hello", correlation: "a@b", flags: .namesDialog)
        #expect(try #require(lines([agent]).first).metadata["call_id"] == "a@b")
    }

    @Test func `a log line can be read, whatever is in it`() throws {
        let line = Self.record(.log, "\u{1b}[31mred\u{1b}[0m\u{0}\u{7}\tend\u{1b}")
        #expect(try #require(lines([line]).first).text == "red\u{2400}\u{2407}\tend\u{241b}")
    }

    @Test func `lines of one time and text stay apart`() {
        let found = lines((0..<5).map { _ in Self.record(.sip, Self.invite) })
        #expect(Set(found.map(\.time)).count == 5)
        #expect(found.allSatisfy { $0.time / 1000 == 1_795_389_991_046_767 })
    }

    @Test func `more nodes than a Loki can bear share one label and keep their name`() {
        let found = lines((0..<2_000).map { Self.record(.log, "x", node: "n\($0)") })
        let labels = Set(found.map { $0.labels["node"] ?? "" })
        #expect(labels.count == 257 && labels.contains("other"))
        let shared = found.filter { $0.labels["node"] == "other" }
        #expect(shared.count == 2_000 - 256)
        #expect(Set(shared.compactMap { $0.metadata["node_name"] }).count == 2_000 - 256)
    }

    @Test func `what is no event and no SIP is delivered all the same`() {
        for kind in RecordKind.allCases {
            let found = lines([Self.record(kind, "\u{0}\u{1b}[2J not what it says")])
            #expect(found.count == 1 && !found[0].text.isEmpty && found[0].labels.count == 3)
        }
    }
}
