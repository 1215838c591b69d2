// From how a collector stands to what its operator hears.

import CallGraph
import Doctor
import Testing

struct DiagnosisTests {
    static let now = Timestamp(microseconds: 1_795_389_991_000_000)

    /// A collector that is well: up for an hour, with an agent and a switch.
    static func snapshot(
        _ change: (inout CollectorSnapshot) -> Void = { _ in }
    ) -> CollectorSnapshot {
        var snapshot = CollectorSnapshot(now: now, started: now.advanced(bySeconds: -3600))
        snapshot.version = "1.0"
        snapshot.listeners = ["udp 0.0.0.0:9060"]
        snapshot.packets = 100
        snapshot.nodes = [
            .init(
                name: "kamailio", lastSeen: now.advanced(bySeconds: -2), activeCalls: 3,
                agent: .init(version: 3, packets: 100, bytes: 80_000))
        ]
        snapshot.nodes[0].agent?.packetsPerSecond = 1.25
        snapshot.nodes[0].agent?.skewSeconds = 0.004
        snapshot.switches = [
            .init(name: "fs1", address: "10.0.0.1:8021", state: .connected, problem: nil)
        ]
        snapshot.sockets = [
            .init(name: "udp0", kernelDrops: 0, bufferBytes: 8 << 20, wantedBytes: 8 << 20)
        ]
        snapshot.journal.freeBytes = 1 << 40
        snapshot.journal.reserveBytes = 512 << 20
        snapshot.journal.pendingBytesMax = 64 << 20
        change(&snapshot)
        return snapshot
    }

    static func remarks(_ change: (inout CollectorSnapshot) -> Void) -> [Remark] {
        Diagnosis(snapshot(change)).remarks
    }

    /// A change to a collector that is well, and what is to be said of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let code: String
        let severity: Finding.Severity
        let words: [String]
        let change: @Sendable (inout CollectorSnapshot) -> Void
        var testDescription: String { code }

        init(
            _ code: String, _ severity: Finding.Severity, _ words: [String],
            _ change: @escaping @Sendable (inout CollectorSnapshot) -> Void
        ) {
            self.code = code
            self.severity = severity
            self.words = words
            self.change = change
        }
    }

    static let cases: [Case] = [
        Case("no-listener", .error, ["hep.udp"]) { $0.listeners = [] },
        Case("no-hep", .error, ["60 min", "udp 0.0.0.0:9060"]) {
            $0.packets = 0
        },
        Case("node-silent", .warning, ["kamailio", "10 min"]) {
            $0.nodes[0].lastSeen = now.advanced(bySeconds: -600)
        },
        Case("no-switches", .info, ["switches"]) { $0.switches = [] },
        Case("switch-disconnected", .error, ["fs1", "10.0.0.1:8021", "Connection refused"]) {
            $0.switches[0].state = .disconnected
            $0.switches[0].problem = "Connection refused"
        },
        Case("switch-refused", .error, ["fs1", "wrong_password", "switches[].password"]) {
            $0.switches[0].state = .refused
            $0.switches[0].problem = "wrong_password"
        },
        Case("switch-refused", .error, ["access_refused", "apply-inbound-acl"]) {
            $0.switches[0].state = .refused
            $0.switches[0].problem = "access_refused"
        },
        Case("refused-auth", .warning, ["7 packets were", "hep.auth_keys", "hep.allow"]) {
            $0.refusals = [.init("auth", 7), .init("magic", 0)]
        },
        Case("refused-keepalive", .info, ["1 packet was"]) {
            $0.refusals = [.init("keepalive", 1)]
        },
        Case("refused-new", .warning, ["docs/metrics.md"]) { $0.refusals = [.init("new", 1)] },
        Case("kernel-drops", .warning, ["5 datagrams", "net.core.rmem_max", "208 KiB", "8 MiB"]) {
            $0.sockets[0].kernelDrops = 5
            $0.sockets[0].bufferBytes = 212_992
        },
        Case("kernel-drops", .warning, ["hep.receive_buffer_bytes", "TCP"]) {
            $0.sockets[0].kernelDrops = 5
        },
        Case("receive-buffer", .warning, ["CAP_NET_ADMIN", "net.core.rmem_max to 8388608"]) {
            $0.sockets[0].bufferBytes = 212_992
        },
        Case("records-dropped", .warning, ["9 records were", "does not keep up"]) {
            $0.losses = [.init("journal", "no_block", 9), .init("events", "malformed", 0)]
        },
        Case("records-dropped", .warning, ["nearly full"]) {
            $0.losses = [.init("journal", "read_only", 9)]
        },
        Case("journal-read-only", .error, ["300 MiB free", "512 MiB", "retention.days"]) {
            $0.journal.isReadOnly = true
            $0.journal.freeBytes = 300 << 20
        },
        Case("journal-write", .error, ["no space left", "data_dir"]) {
            $0.journal.isFailing = true
            $0.journal.writeErrors = 3
            $0.journal.lastWriteError = "no space left"
        },
        Case("journal-write-errors", .warning, ["3 writes", "no space left"]) {
            $0.journal.writeErrors = 3
            $0.journal.lastWriteError = "no space left"
        },
        Case("journal-behind", .warning, ["40 MiB wait"]) { $0.journal.pendingBytes = 40 << 20 },
        Case("agents-waiting", .warning, ["2 TCP connections were"]) {
            $0.waitingConnections = 2
        },
        Case("unreadable-segments", .warning, ["1 segment of", "20261122T22 is damaged"]) {
            $0.journal.unreadableSegmentCount = 1
            $0.journal.unreadableSegments = ["20261122T22 is damaged"]
        },
        Case("unreadable-blocks", .warning, ["4 times"]) { $0.journal.unreadableBlocks = 4 },
        Case("follower-behind", .warning, ["loki is 10 min 0 s behind", "loki.url"]) {
            $0.followers = [.init(name: "loki", lagSeconds: 600)]
        },
    ]

    @Test(arguments: cases)
    func `each thing that is wrong is said, alone, with what to do`(one: Case) throws {
        let remarks = Self.remarks(one.change)
        let remark = try #require(remarks.first)
        #expect(remarks.count == 1)
        #expect(remark.code == one.code && remark.severity == one.severity)
        for word in one.words {
            #expect("\(remark.text) \(remark.advice)".contains(word), "\(word): \(remark)")
        }
        #expect(Diagnosis(Self.snapshot(one.change)).isWell == (one.severity != .error))
    }

    @Test func `a collector that is well says so and lists who is heard`() {
        let diagnosis = Diagnosis(Self.snapshot())
        #expect(diagnosis.remarks.isEmpty && diagnosis.isWell)
        #expect(
            DiagnosisText.render(diagnosis) == """
                calltrace 1.0, up for 60 min 0 s, 100 HEP packets: nothing is wrong

                Heard
                  kamailio  2.00 s ago, 3 calls up, HEP 3, 100 packets (1.3 a second), clock right

                Switches
                  fs1  10.0.0.1:8021  connected

                """)
    }

    @Test func `a collector that has just started does not complain of silence`() {
        let remarks = Self.remarks {
            $0.started = $0.now.advanced(bySeconds: -10)
            $0.packets = 0
            $0.nodes = []
        }
        #expect(remarks.isEmpty)
    }

    @Test func `errors come first, then warnings, then the rest`() {
        let remarks = Self.remarks {
            $0.refusals = [.init("keepalive", 1), .init("auth", 1)]
            $0.journal.isReadOnly = true
        }
        #expect(
            remarks.map(\.code) == ["journal-read-only", "refused-auth", "refused-keepalive"])
    }

    @Test func `many silent nodes are counted`() {
        let remarks = Self.remarks { snapshot in
            snapshot.nodes = (0..<1000).map {
                .init(name: "n\($0)", lastSeen: .distantPast, activeCalls: 0)
            }
        }
        #expect(remarks.count == 17)
        #expect(remarks.last?.text == "984 more nodes are silent.")
    }

    @Test func `words of the network steer no terminal`() {
        let hostile = "\u{1b}[2J\r\nerror: all is well\u{202e}"
        let diagnosis = Diagnosis(
            Self.snapshot {
                $0.nodes[0].name = hostile
                $0.switches[0] = .init(
                    name: hostile, address: hostile, state: .refused, problem: hostile)
                $0.journal.lastWriteError = hostile
                $0.journal.isFailing = true
                $0.version = hostile
            })
        let bytes = Array(DiagnosisText.render(diagnosis).utf8) + DiagnosisJSON.render(diagnosis)
        #expect(bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a })
        #expect(!DiagnosisText.render(diagnosis).contains("\u{202e}"))
        let lines = DiagnosisText.render(diagnosis).split(separator: "\n")
        #expect(!lines.contains { $0.hasPrefix("error: all") })
        // Colours are ours alone.
        #expect(DiagnosisText.render(diagnosis, color: true).contains("\u{1b}[31merror"))
    }

    @Test func `as JSON every key is there`() {
        let text = String(
            decoding: DiagnosisJSON.render(
                Diagnosis(
                    Self.snapshot {
                        $0.switches[0].state = .disconnected
                        $0.refusals = [.init("auth", 2), .init("magic", 0)]
                        $0.losses = [.init("journal", "no_block", 4)]
                        $0.followers = [.init(name: "loki", lagSeconds: 1.5)]
                    })), as: UTF8.self)
        for part in [
            #""version":"1.0","started":"2026-"#, #""well":false,"findings":[{"severity":"error","#,
            #""code":"switch-disconnected""#, #""advice":"See that"#,
            #""nodes":[{"name":"kamailio","last_seen":"#, #""age_seconds":2.0,"calls_active":3,"#,
            #""hep_version":3,"packets":100,"bytes":80000,"packets_per_second":1.25,"#,
            #""clock_skew_seconds":0.004,"address":null,"errors":[]}]"#,
            #""state":"disconnected","problem":null,"clock_skew_seconds":null}]"#,
            #""refused_logs":[],"refused_senders":[]"#, #""listeners":["udp 0.0.0.0:9060"]"#,
            #""refused":[{"reason":"auth","packets":2}]"#,
            #""dropped":[{"stage":"journal","reason":"no_block","records":4}]"#,
            #""sockets":[{"name":"udp0","kernel_drops":0,"receive_buffer_bytes":8388608,"#,
            #""journal":{"bytes":0,"read_only":false,"free_bytes":1099511627776,"#,
            #""followers":[{"name":"loki","lag_seconds":1.5,"accepted":0,"refused":[],"retries":0,"#,
            #""failing_since":null,"last_problem":null,"last_refusal":null}]}"#,
        ] { #expect(text.contains(part), "\(part) in \(text)") }
    }
}
