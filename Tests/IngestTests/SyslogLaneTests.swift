// What syslog messages become.

import CallGraph
import CallTraceTesting
import HEP
import Ingest
import Testing

struct SyslogLaneTests {
    /// 2026-11-27T13:04:45.500000Z.
    private static let receipt = Timestamp(microseconds: 1_795_784_685_500_000)
    private static let sender = Endpoint(v4: 0xc000_0207, port: 40_000)
    private static let uuid = "575fe831-c292-4704-a224-888544fef389"

    private struct Setup {
        let store = MemoryStore()
        let metrics = CountingMetrics()
        let lane: IngestLane
        let reader: SyslogReader

        init(
            rules: LinkRules = .standard,
            allows: @escaping @Sendable (Endpoint) -> Bool = { _ in true }
        ) {
            lane = IngestLane(
                sink: store, hasher: store.hasher, admission: Admission(keys: []) { _ in false },
                rules: rules, metrics: metrics)
            reader = SyslogReader(rules: rules, allows: allows)
        }

        func take(_ messages: [[UInt8]]) {
            var bytes: [UInt8] = []
            var datagrams: [Datagram] = []
            for message in messages {
                datagrams.append(
                    Datagram(
                        range: bytes.count..<bytes.count + message.count,
                        sender: SyslogLaneTests.sender))
                bytes += message
            }
            lane.consume(
                bytes.span, syslog: datagrams, reader: reader, received: SyslogLaneTests.receipt)
        }

        func take(_ text: String) -> Record? {
            take([Array(text.utf8)])
            return store.records.last
        }
    }

    @Test func `a line is a record with severity, host, time, text and its call`() throws {
        let setup = Setup()
        let record = try #require(
            setup.take("<27>Nov 27 14:04:45 proxy1 kamailio[12]: {1 1 INVITE ab-1@h} <script>: x"))
        #expect(record.header.kind == .log && record.header.severity == 3)
        #expect(record.node == "proxy1" && record.header.sender == Self.sender.host)
        #expect(record.header.time == Self.receipt && record.header.flags == .namesDialog)
        #expect(String(decoding: record.correlation, as: UTF8.self) == "ab-1@h")
        #expect(
            String(decoding: record.payload, as: UTF8.self)
                == "kamailio[12]: {1 1 INVITE ab-1@h} <script>: x")
        #expect(setup.metrics.value.lines == [.syslogUDP: 1])
        #expect(setup.metrics.value.recorded == [.log: 1])
    }

    @Test func `both grammars read alike, and a switch's line is its channel's`() throws {
        let setup = Setup()
        for line in [
            "<30>1 2026-11-27T13:04:45.25Z fs1 freeswitch 12 - [x a=\"b\"] \u{feff}\(Self.uuid) callid=ab-1@h",
            "<30>2026-11-27T13:04:45.25Z fs1 freeswitch[12]: \(Self.uuid) callid=ab-1@h",
        ] {
            let record = try #require(setup.take(line))
            #expect(
                String(decoding: record.payload, as: UTF8.self)
                    == "freeswitch[12]: \(Self.uuid) callid=ab-1@h")
            #expect(record.node == "fs1" && record.header.flags == .namesBoth)
            #expect(record.header.time.rfc3339 == "2026-11-27T13:04:45.250000Z")
            #expect(String(decoding: record.correlation, as: UTF8.self) == Self.uuid)
        }
    }

    @Test(arguments: ["", "\(uuid) ", "1-15052@127.0.0.20 "])
    func `a switch's own time is believed before that of syslog`(channel: String) throws {
        let record = try #require(
            Setup().take(
                "<30>Nov 27 13:04:44 fs1 freeswitch[1]: \(channel)2026-11-27 14:04:44.123456 98.5% [INFO] x"
            ))
        #expect(record.header.time.rfc3339 == "2026-11-27T13:04:44.123456Z")
        #expect(record.header.flags == [])
    }

    @Test func `without a host the sender is the node, without a time the receipt is flagged`()
        throws
    {
        let setup = Setup()
        let record = try #require(setup.take("hello"))
        #expect(record.node == "192.0.2.7" && record.header.severity == 5)
        #expect(record.header.time == Self.receipt)
        #expect(record.header.flags == [.timeOfReceipt, .malformed])
        #expect(record.correlation.isEmpty)
    }

    @Test func `bytes that are no text are kept as they came`() throws {
        let setup = Setup()
        let text: [UInt8] = [0x61, 0, 0xff, 0xfe, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x0a, 0x7a]
        setup.take([Array("<30>Nov 27 13:04:45 h app: ".utf8) + text + [0x0a]])
        #expect(setup.store.records.first?.payload == Array("app: ".utf8) + text)
    }

    @Test func `a host's name is cut to what a label may hold`() throws {
        let setup = Setup()
        let record = try #require(
            setup.take("<30>1 - \(String(repeating: "h", count: 200))!\" a - - - x"))
        #expect(record.node.utf8.count == CallGraph.Limits.nodeNameBytesMax)
    }

    @Test func `what was sent is taken or refused, and what is taken is recorded or lost`() {
        let allowed = Setup(allows: { $0.low & 0xff == 7 })
        let mixed: [[UInt8]] = [Array("<1>a".utf8), [], [0x0a], Array("b".utf8)]
        allowed.take(mixed)
        #expect(allowed.metrics.value.lines == [.syslogUDP: 2])
        #expect(allowed.metrics.value.logRefused == [.empty: 2])

        let stranger = Setup(allows: { _ in false })
        stranger.take(mixed)
        #expect(stranger.metrics.value.logRefused == [.notAllowed: 4])
        #expect(stranger.store.records.isEmpty)

        let full = Setup()
        full.store.setFull(true)
        full.take(mixed)
        #expect(full.metrics.value.lines == [.syslogUDP: 2])
        #expect(full.metrics.value.dropped == [.journal: 2])
    }

    @Test func `a line in HEP without a Call-ID is searched, one with it is not`() throws {
        let setup = Setup()
        func send(_ text: String, correlation: String?) throws -> Record {
            let address = HEPAddress(v4: 0x7f00_0001)
            var encoder = HEPEncoder(
                source: address, sourcePort: 0, destination: address, destinationPort: 0)
            encoder.protocolType = 100
            encoder.captureID = 200
            encoder.correlationID = Array((correlation ?? "").utf8)
            let line = Array(text.utf8)
            let bytes = try encoder.encode(line.span)
            setup.lane.consume(
                bytes.span, [Datagram(range: 0..<bytes.count, sender: Self.sender)], over: .udp,
                received: Self.receipt)
            return try #require(setup.store.records.last)
        }
        var record = try send("xlog callid=ab-1@h uuid=\(Self.uuid)", correlation: nil)
        #expect(String(decoding: record.correlation, as: UTF8.self) == "ab-1@h")
        #expect(record.header.flags.isSuperset(of: [.namesDialog, .namesBoth]))
        record = try send("callid=ab-1@h", correlation: "other-2@h")
        #expect(String(decoding: record.correlation, as: UTF8.self) == "other-2@h")
        #expect(record.header.flags.isDisjoint(with: .namesBoth))
        record = try send("nothing", correlation: nil)
        #expect(record.correlation.isEmpty && !record.header.flags.contains(.namesDialog))
        #expect(setup.metrics.value.lines == [.hep: 3] && setup.metrics.value.packets == 3)
    }
}
