// Values that should tell calls apart and do not: constants, shared by strangers.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioConstantTests {
    private static let token = LinkRules(headers: [
        .init("X-CID", names: .dialog), .init("X-Trace-Id", names: .token),
    ])

    /// Where an installation's calls come from and go to, as its agents see them.
    enum Network: CaseIterable {
        /// Each caller has a host of its own.
        case phones
        /// All come from one carrier and go to another.
        case trunks
        /// All come from one carrier and go back to it.
        case hairpin
        /// Only the switch is mirrored, and one proxy stands before it.
        case proxied
        /// Whoever was called calls others meanwhile.
        case chain
    }

    enum Place: CaseIterable {
        case header
        case correlation
        case dialogHeader
    }

    /// Calls that overlap, each of two dialogs at a switch that has no event socket.
    private static func strangers(_ count: Int, _ network: Network, _ place: Place) -> CallScript {
        var script = CallScript()
        let extra =
            switch place {
            case .header: "X-Trace-Id: constant-0001\r\n"
            case .dialogHeader: "X-CID: constant-0001\r\n"
            case .correlation: ""
            }
        let correlation = place == .correlation ? "constant-0001" : ""
        for number in 0..<count {
            let near = UInt8(20 + number % 100)
            let (from, to): (UInt8, UInt8) =
                switch network {
                case .phones: (near, near + 100)
                case .trunks: (201, 202)
                case .hairpin: (201, 201)
                case .proxied: (10, 10)
                case .chain: (near, near + 1)
                }
            let at = Int64(number) * 300
            ScenarioHeaderTests.dialog(
                &script, "in-\(number)", at: at, until: 60_000, hop: (from, 11),
                caller: "10\(number)", called: "20\(number)", extra: extra,
                correlation: correlation,
                vias: network == .proxied ? 2 : 1)
            ScenarioHeaderTests.dialog(
                &script, "out-\(number)", at: at + 20, until: 60_000, hop: (11, to),
                caller: "44\(number)", called: "33\(number)", extra: extra, correlation: correlation
            )
        }
        return script
    }

    @Test(arguments: Network.allCases, Place.allCases)
    func `a constant joins no strangers, however few or many`(
        network: Network, place: Place
    ) async throws {
        for count in [2, 3, 100] {
            let scene = TraceScene(Self.strangers(count, network, place), rules: Self.token)
            for number in [0, 1, count - 1] {
                for side in ["in", "out"] {
                    let trace = try #require(try await scene.trace("\(side)-\(number)"))
                    TraceScene.expect(trace, ["\(side)-\(number)"], [])
                }
            }
        }
    }

    @Test(arguments: [Network.phones, .trunks, .hairpin, .proxied])
    func `a value of one call's own joins its legs`(network: Network) async throws {
        for place in [Place.header, .correlation] {
            let scene = TraceScene(Self.strangers(1, network, place), rules: Self.token)
            try await scene.expectCall(dialogs: ["in-0", "out-0"], channels: [])
        }
    }

    @Test func `a constant correlation id joins no registrations and no OPTIONS`() async throws {
        var script = CallScript()
        for (number, method) in ["REGISTER", "OPTIONS", "OPTIONS", "MESSAGE"].enumerated() {
            script.sip(
                "\(method) sip:acme.test SIP/2.0", callID: "out-of-call-\(number)",
                cseq: "1 \(method)", at: Int64(number), from: 20, to: 11,
                correlation: "constant-0001")
        }
        ScenarioHeaderTests.dialog(&script, "call@x", at: 10, correlation: "constant-0001")
        let scene = TraceScene(script)
        for callID in (0..<4).map({ "out-of-call-\($0)" }) + ["call@x"] {
            try await scene.expectCall(dialogs: [callID], channels: [])
        }
    }

    @Test(arguments: [true, false])
    func `a value that a leg bears in its answer alone joins it`(isInAnswer: Bool) async throws {
        var script = CallScript()
        let header = "X-Trace-Id: trace-0815-77\r\n"
        ScenarioHeaderTests.dialog(&script, "a@x", at: 0, extra: isInAnswer ? "" : header)
        ScenarioHeaderTests.dialog(&script, "b@x", at: 20, hop: (11, 21), extra: header)
        if isInAnswer {
            script.sip(
                "SIP/2.0 200 OK", callID: "a@x", cseq: "1 INVITE", at: 100, from: 11, to: 20,
                extra: header, fromTag: "tag-a@x", toTag: "to")
        }
        try await TraceScene(script, rules: Self.token).expectCall(
            dialogs: ["a@x", "b@x"], channels: [])
    }

    @Test func `a Session-ID that too many bear, or that comes again later, is a constant`()
        async throws
    {
        let header = "Session-ID: \(String(repeating: "5a", count: 16))\r\n"
        var many = CallScript()
        for number in 0..<100 {
            ScenarioHeaderTests.dialog(
                &many, "call-\(number)@x", at: Int64(number), hop: (UInt8(20 + number), 11),
                caller: "10\(number)", extra: header)
        }
        let crowd = try await TraceScene(many).expectCall(dialogs: ["call-7@x"], channels: [])
        #expect(crowd.hubs.contains { $0.kind == "token" })
        var apart = CallScript()
        for number in 0..<3 {
            let at = Int64(number) * 600_000
            ScenarioHeaderTests.dialog(
                &apart, "call-\(number)@x", at: at, until: at + 5000, extra: header)
        }
        let scene = TraceScene(apart)
        for number in 0..<3 {
            try await scene.expectCall(dialogs: ["call-\(number)@x"], channels: [])
        }
    }
}
