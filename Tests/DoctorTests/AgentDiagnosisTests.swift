// What is said of agents, of those who are refused, and of those whom records are sent to.

import CallGraph
import Doctor
import Testing

struct AgentDiagnosisTests {
    private typealias Case = DiagnosisTests.Case
    private typealias Sender = CollectorSnapshot.RefusedSender

    private static let now = DiagnosisTests.now

    /// Names an agent that was heard just now.
    private static func node(
        _ name: String, version: Int? = 3, skew: Double? = 0, errors: [(String, Int)] = [],
        sharedBy: [String] = []
    ) -> CollectorSnapshot.Node {
        var agent = CollectorSnapshot.Agent(version: version, packets: 5, bytes: 500)
        agent.skewSeconds = skew
        agent.faults = errors.map { .init($0.0, $0.1) }
        agent.sharedBy = sharedBy
        return .init(name: name, lastSeen: now, activeCalls: 0, agent: agent)
    }

    private static func sender(
        _ address: String, _ reason: String, _ looks: String?, _ count: Int = 5,
        isLog: Bool = false
    ) -> Sender {
        Sender(
            address: address, reason: reason, isLog: isLog, appearance: looks, count: count,
            last: now.advanced(bySeconds: -2))
    }

    static let cases: [DiagnosisTests.Case] = [
        Case(
            "hep-version-1", .warning,
            [
                "10.0.0.5 sends HEP version 1, which carries no time and no id",
                "modparam(\"siptrace\", \"hep_version\", 3)", "hep=1",
            ]
        ) { $0.nodes.append(node("10.0.0.5", version: 1, skew: nil, errors: [("no_time", 5)])) },
        Case("hep-version-1", .warning, ["10.0.0.5 and 10.0.0.6 send HEP version 1"]) {
            $0.nodes += [node("10.0.0.5", version: 1), node("10.0.0.6", version: 1)]
        },
        Case("hep-version-2", .info, ["old sends HEP version 2", "hep_id of OpenSIPS"]) {
            $0.nodes.append(node("old", version: 2))
        },
        Case("clock-off", .warning, ["clock of edge is 5.20 s behind, or", "chrony"]) {
            $0.nodes.append(node("edge", skew: 5.2))
        },
        Case("clock-off", .warning, ["clock of edge is 61 s ahead: its", "NTP"]) {
            $0.nodes.append(node("edge", skew: -61))
        },
        Case("clock-off", .warning, ["clock of fs1 is 3.00 s ahead", "fsctl sync_clock"]) {
            $0.switches[0].skewSeconds = -3
        },
        Case("clock-here", .warning, ["all 3 who are heard are 5.10 s ahead", "here"]) {
            $0.nodes[0].agent?.skewSeconds = -5
            $0.nodes.append(node("edge", skew: -5.3))
            $0.switches[0].skewSeconds = -5.1
        },
        Case("agent-id-shared", .warning, ["10.0.0.1 and 10.0.0.2 both send as edge", "-hi"]) {
            $0.nodes.append(node("edge", sharedBy: ["10.0.0.1", "10.0.0.2"]))
        },
        Case("agent-id-0", .info, ["capture id 0", "hep.conf"]) { $0.nodes.append(node("0")) },
        Case("agent-truncated", .warning, ["without their end: edge (4)", "bufsize="]) {
            $0.nodes.append(node("edge", errors: [("truncated", 4)]))
        },
        Case("agent-bad_time", .warning, ["edge (4) and core (2)", "NTP"]) {
            $0.nodes += [
                node("edge", errors: [("bad_time", 4)]), node("core", errors: [("bad_time", 2)]),
            ]
        },
        Case("agent-no_time", .info, ["edge (4)"]) {
            $0.nodes.append(node("edge", skew: nil, errors: [("no_time", 4)]))
        },
        Case("agent-no_address", .info, ["edge (4)", "IPv6"]) {
            $0.nodes.append(node("edge", errors: [("no_address", 4)]))
        },
        Case("agent-malformed", .info, ["edge (4)"]) {
            $0.nodes.append(node("edge", errors: [("malformed", 4)]))
        },
        Case("agent-unheard", .warning, ["of core and edge since the start, 60 min 0 s ago"]) {
            $0.namedAgents = ["edge", "kamailio", "core"]
        },
        Case(
            "refused-auth", .warning,
            [
                "From 10.0.0.5 (no key, 5, the last 2.00 s ago).", "\"auth_key\"", "heplify: -hp",
                "FreeSWITCH, OpenSIPS and rtpengine cannot send one",
            ]
        ) {
            $0.refusals = [.init("auth", 5)]
            $0.refusedSenders = [sender("10.0.0.5", "auth", "no_key")]
        },
        Case(
            "refused-auth", .warning,
            [
                "10.0.0.6 (HEP version 1, 9, the last 2.00 s ago) and 10.0.0.5 (a wrong key, 5,",
                "compare the agent's with hep.auth_keys", "version 1 cannot carry a key",
            ]
        ) {
            $0.refusals = [.init("auth", 14)]
            $0.refusedSenders = [
                sender("10.0.0.5", "auth", "wrong_key"), sender("10.0.0.6", "auth", "hep_1", 9),
                sender("10.0.0.7", "magic", "sip"),
            ]
        },
        Case("refused-magic", .warning, ["(SIP itself, 5,", "hep_mode_on"]) {
            $0.refusals = [.init("magic", 5)]
            $0.refusedSenders = [sender("10.0.0.5", "magic", "sip")]
        },
        Case("refused-magic", .warning, ["syslog, 5,", "logs.syslog_udp", "TLS", "http.address"]) {
            $0.refusals = [.init("magic", 15)]
            $0.refusedSenders = ["syslog", "tls", "http"].map {
                sender("10.0.0.5", "magic", $0)
            }
        },
        Case("refused-magic", .warning, ["10.0.0.5 (5, the last", "Something else sends"]) {
            $0.refusals = [.init("magic", 5)]
            $0.refusedSenders = [sender("10.0.0.5", "magic", "other")]
        },
        Case("refused-magic", .warning, ["10.0.0.103 (5, the last 2.00 s ago) and 6 more."]) {
            $0.refusals = [.init("magic", 50)]
            $0.refusedSenders = (0..<10).map { sender("10.0.0.10\($0)", "magic", nil) }
        },
        Case("refused-magic", .warning, ["(SIP itself, 5, the last 2.00 s ago); 95 from others."]) {
            $0.refusals = [.init("magic", 100)]
            $0.refusedSenders = [sender("10.0.0.5", "magic", "sip")]
        },
        Case("refused-tls", .warning, ["5 packets were refused", "From edge (5)."]) {
            $0.refusals = [.init("tls", 5)]
            $0.nodes.append(node("edge", errors: [("tls", 5)]))
        },
        Case("log-refused-hep", .warning, ["HEP at the port of syslog. From 10.0.0.5", "9060"]) {
            $0.logRefusals = [.init("hep", 5), .init("empty", 0)]
            $0.refusedSenders = [sender("10.0.0.5", "hep", nil, isLog: true)]
        },
        Case("log-refused-not_allowed", .warning, ["1 message was", "logs.allow"]) {
            $0.logRefusals = [.init("not_allowed", 1)]
        },
        Case("no-hep", .error, ["been taken in 60 min 0 s; what came was refused"]) {
            $0.packets = 0
            $0.refusals = [.init("auth", 5)]
        },
        Case("switch-disconnected", .error, ["Nothing listens there", "mod_event_socket"]) {
            $0.switches[0].state = .disconnected
            $0.switches[0].problem = "Connection refused"
        },
        Case("follower-behind", .warning, ["behind: 429 slow down.", "ingestion_rate_mb"]) {
            $0.followers = [.init(name: "loki", lagSeconds: 600)]
            $0.followers[0].problem = "429 slow down"
            $0.followers[0].failed = now.advanced(bySeconds: -30)
        },
        Case("follower-behind", .warning, ["behind. Nothing is lost", "loki.url"]) {
            // What went wrong an hour ago is not why.
            $0.followers = [.init(name: "loki", lagSeconds: 600)]
            $0.followers[0].problem = "429 slow down"
            $0.followers[0].failed = now.advanced(bySeconds: -3600)
        },
        Case("follower-failing", .warning, ["taken nothing for 30 s: 401 no", "loki.password"]) {
            $0.followers = [failing("loki", "401 no")]
        },
        Case("follower-failing", .warning, ["Connection refused", "Nothing listens", "otlp.url"]) {
            $0.followers = [failing("otlp", "Connection refused")]
        },
        Case("follower-failing", .warning, ["503 busy", "the log of what loki.url names"]) {
            $0.followers = [failing("loki", "503 busy")]
        },
        Case("follower-failing", .warning, ["404 page not found", "right host, port and path"]) {
            $0.followers = [failing("loki", "404 page not found")]
        },
        Case(
            "follower-refused", .warning,
            [
                "loki refused 12 lines for good: 10 too_old and 2 too_long.",
                "It said last: 400 entry too long", "reject_old_samples_max_age",
            ]
        ) {
            var loki = CollectorSnapshot.Follower(name: "loki", lagSeconds: 1)
            loki.refusals = [.init("too_old", 10), .init("too_long", 2), .init("other", 0)]
            loki.lastRefusal = "400 entry too long"
            $0.followers = [loki]
        },
        Case("follower-refused", .warning, ["otlp refused 1 span for good. It said last: 400"]) {
            var otlp = CollectorSnapshot.Follower(name: "otlp", lagSeconds: 1)
            otlp.refusals = [.init("refused", 1)]
            otlp.lastRefusal = "400"
            $0.followers = [otlp]
        },
    ]

    private static func failing(_ name: String, _ problem: String) -> CollectorSnapshot.Follower {
        var follower = CollectorSnapshot.Follower(name: name, lagSeconds: 30)
        follower.problem = problem
        follower.failed = now.advanced(bySeconds: -2)
        follower.failingSince = now.advanced(bySeconds: -30)
        return follower
    }

    @Test(arguments: cases)
    func `each thing that an agent or an endpoint does wrong is said, once, with what to do`(
        one: DiagnosisTests.Case
    ) throws {
        let remarks = DiagnosisTests.remarks(one.change)
        let remark = try #require(
            remarks.first { $0.code == one.code }, "\(remarks.map(\.code))")
        // What a refusal means is a remark of its own beside that nothing was taken.
        #expect(remarks.count == (one.code == "no-hep" ? 2 : 1), "\(remarks)")
        #expect(remark.severity == one.severity)
        for word in one.words {
            #expect("\(remark.text) \(remark.advice)".contains(word), "\(word): \(remark)")
        }
    }

    @Test func `an agent that was put right or is silent is not held to what it once did`() {
        #expect(
            DiagnosisTests.remarks {
                var node = Self.node("10.0.0.5", version: 1, skew: 9, errors: [("truncated", 1)])
                node.lastSeen = Self.now.advanced(bySeconds: -600)
                $0.nodes.append(node)
            }.map(\.code) == ["node-silent"])
        for skew in [0.9, -0.9] {
            #expect(
                DiagnosisTests.remarks { $0.nodes.append(Self.node("edge", skew: skew)) }.isEmpty)
        }
        #expect(
            DiagnosisTests.remarks {
                $0.switches[0].state = .disconnected
                $0.switches[0].skewSeconds = 9
            }.map(\.code) == ["switch-disconnected"])
    }

    @Test func `a try that has just failed is no trouble yet`() {
        let remarks = DiagnosisTests.remarks {
            $0.followers = [Self.failing("loki", "503")]
            $0.followers[0].failingSince = Self.now.advanced(bySeconds: -5)
        }
        #expect(remarks.isEmpty)
    }

    @Test func `many clocks that are off are counted`() {
        let remarks = DiagnosisTests.remarks { snapshot in
            snapshot.nodes = (0..<100).map { Self.node("n\($0)", skew: Double($0) + 2) }
        }
        #expect(remarks.count == 17)
        #expect(remarks.last?.text == "84 more clocks are off.")
    }

    @Test func `an agent of a switch and its events are one clock`() {
        let remarks = DiagnosisTests.remarks {
            $0.nodes.append(Self.node("fs1", skew: 4))
            $0.switches[0].skewSeconds = 4.2
        }
        #expect(remarks.map(\.code) == ["clock-off"])
    }

    @Test func `who is heard is listed with version, packets, clock and errors`() {
        let text = DiagnosisText.render(
            Diagnosis(
                DiagnosisTests.snapshot {
                    $0.nodes = [
                        Self.node("edge", skew: -3.25, errors: [("truncated", 2), ("tls", 1)]),
                        Self.node("10.0.0.5", version: 1, skew: nil),
                        Self.node("heplify", version: nil, skew: nil, errors: [("tls", 7)]),
                        .init(name: "fs1", lastSeen: Self.now, activeCalls: 1),
                    ]
                    $0.nodes[0].agent?.packetsPerSecond = 41.4
                    $0.nodes[2].agent?.packets = 0
                    $0.nodes[1].agent?.packetsPerSecond = 0.05
                }))
        let heard = text.split(separator: "\n").drop { $0 != "Heard" }.dropFirst().prefix(4)
        #expect(
            heard.map(String.init) == [
                "  edge  0.00 s ago, 0 calls up, HEP 3, 5 packets (41 a second), "
                    + "clock 3.25 s ahead, errors: 2 truncated and 1 tls",
                "  10.0.0.5  0.00 s ago, 0 calls up, HEP 1, 5 packets (3 a minute)",
                "  heplify  0.00 s ago, 0 calls up, 0 packets, errors: 7 tls",
                "  fs1  0.00 s ago, 1 call up",
            ])
    }

    @Test func `as JSON agents, refused senders and endpoints are there`() {
        let text = String(
            decoding: DiagnosisJSON.render(
                Diagnosis(
                    DiagnosisTests.snapshot {
                        $0.nodes = [Self.node("edge", skew: -3.25, errors: [("tls", 1)])]
                        $0.nodes[0].agent?.address = "10.0.0.1"
                        $0.refusedSenders = [
                            Self.sender("10.0.0.5", "auth", "no_key"),
                            Self.sender("10.0.0.6", "empty", nil, isLog: true),
                        ]
                        $0.logRefusals = [.init("empty", 5), .init("hep", 0)]
                        $0.followers = [Self.failing("loki", "503 busy")]
                        $0.followers[0].refusals = [.init("too_old", 3), .init("other", 0)]
                    })), as: UTF8.self)
        for part in [
            #""clock_skew_seconds":-3.25,"address":"10.0.0.1","errors":[{"reason":"tls","packets":1}]"#,
            #"{"address":"10.0.0.5","reason":"auth","sent":"hep","looks_like":"no_key","count":5,"last":"#,
            #""reason":"empty","sent":"syslog","looks_like":null"#,
            #""refused_logs":[{"reason":"empty","messages":5}]"#,
            #""refused":[{"reason":"too_old","count":3}],"retries":0,"failing_since":"2026-"#,
            #""last_problem":"503 busy","last_refusal":null"#,
        ] { #expect(text.contains(part), "\(part) in \(text)") }
    }

    @Test func `words of an endpoint and of agents steer no terminal`() {
        let hostile = "\u{1b}[2J\r\nerror: all is well\u{202e}"
        let text = DiagnosisText.render(
            Diagnosis(
                DiagnosisTests.snapshot {
                    $0.nodes = [Self.node(hostile, version: 1, skew: 9, errors: [(hostile, 1)])]
                    $0.refusals = [.init("auth", 1)]
                    $0.refusedSenders = [Self.sender(hostile, "auth", hostile)]
                    $0.followers = [Self.failing("loki", hostile)]
                    $0.followers[0].refusals = [.init(hostile, 1)]
                    $0.followers[0].lastRefusal = hostile
                    $0.namedAgents = [hostile + "x"]
                }))
        #expect(text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a })
        #expect(!text.contains("\u{202e}"))
    }
}
