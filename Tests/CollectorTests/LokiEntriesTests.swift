// Records as lines of Loki: labels, metadata, tenants.

import CallGraph
import LokiPush
import Testing

@testable import Collector

struct LokiEntriesTests {
    private func entries(domains: [String] = []) -> LokiEntries {
        var tenants = TenantDirectory()
        for domain in domains { tenants.add(domain: domain, tenant: "acme") }
        return LokiEntries(
            tenants: tenants, lokiTenants: ["acme": LokiTenant("acme-logs")].compactMapValues { $0 }
        )
    }

    private func record(
        _ kind: RecordKind, _ text: String, node: String = "fs1", correlation: String = "",
        flags: RecordFlags = []
    ) -> Record {
        Record(
            position: RecordPosition(block: 1, offset: 0),
            header: RecordHeader(
                kind: kind, flags: flags, ipProtocol: 17,
                time: Timestamp(microseconds: 1_795_389_991_046_767),
                received: Timestamp(microseconds: 1_795_389_991_050_000),
                source: Endpoint(v4: 0x7f00_0014, port: 5060),
                destination: Endpoint(v4: 0x7f00_000a, port: 5060)),
            node: node, correlation: Array(correlation.utf8), payload: Array(text.utf8))
    }

    private func pairs(_ labels: [LokiLabel]) -> [String: String] {
        Dictionary(labels.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
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

    @Test func `a SIP record is its message with addresses and parties`() {
        let (labels, entry, tenant) = entries().entry(record(.sip, Self.invite, node: "200"))
        #expect(pairs(labels.labels) == ["job": "calltrace", "kind": "sip", "node": "200"])
        #expect(entry.time == 1_795_389_991_046_767_000)
        #expect(entry.line == Array(Self.invite.utf8))
        #expect(
            pairs(entry.metadata) == [
                "call_id": "a@b", "method": "INVITE", "cseq": "7 INVITE",
                "source": "127.0.0.20:5060", "destination": "127.0.0.10:5060",
                "from_user": "1010", "to_user": "1001",
            ])
        #expect(tenant == nil)
    }

    @Test func `a call goes to the tenant of its domain, whatever the case`() {
        let entries = entries(domains: ["acme.TEST"])
        #expect(entries.entry(record(.sip, Self.invite)).tenant?.name == "acme-logs")
    }

    @Test func `an event is one line of logfmt, quoted where it must be`() {
        let json = """
            {"Event-Name":"CHANNEL_EXECUTE","Unique-ID":"u-1","Application":"set",\
            "Application-Data":"a=\\"b c\\"\\n","variable_sip_call_id":"a@b"}
            """
        let (_, entry, _) = entries().entry(record(.event, json))
        #expect(
            String(decoding: entry.line, as: UTF8.self)
                == #"event=CHANNEL_EXECUTE uuid=u-1 application=set data="a=\"b c\"\n""#)
        #expect(pairs(entry.metadata) == ["uuid": "u-1", "call_id": "a@b"])
    }

    @Test func `a log line names its channel, or its dialog when an agent sent it`() {
        let line = record(.log, "hello", correlation: "u-1")
        #expect(pairs(entries().entry(line).entry.metadata) == ["uuid": "u-1"])
        let agent = record(.log, "hello", correlation: "a@b", flags: .namesDialog)
        #expect(pairs(entries().entry(agent).entry.metadata) == ["call_id": "a@b"])
    }

    @Test func `more nodes than a Loki can bear share one label and keep their name`() {
        let entries = entries()
        var labels: Set<String> = []
        var named = 0
        for number in 0..<2_000 {
            let (label, entry, _) = entries.entry(record(.log, "x", node: "n\(number)"))
            labels.insert(pairs(label.labels)["node"] ?? "")
            if pairs(entry.metadata)["node_name"] == "n\(number)" { named += 1 }
        }
        #expect(labels.count == 257 && labels.contains("other"))
        #expect(named == 2_000 - 256)
    }

    @Test func `what is no event and no SIP is delivered all the same`() {
        for kind in RecordKind.allCases {
            let (labels, entry, _) = entries().entry(
                record(kind, "\u{0}\u{1b}[2J not what it says"))
            #expect(!entry.line.isEmpty && labels.labels.count == 3)
        }
    }
}
