// The walk over links, by itself and over the live graph.

import CallGraph
import Testing

/// Links and lives as a test wants them.
private struct Sketch: LinkSource {
    var lives: [Identity: Life] = [:]
    var links: [GraphEdge<Identity>] = []

    /// A moment so many seconds after nothing.
    static func at(_ seconds: Int64) -> Timestamp { Timestamp(microseconds: seconds * 1_000_000) }

    mutating func leg(_ name: String, _ from: Int64, _ until: Int64) -> Identity {
        let identity = Identity(.channel, name)
        lives[identity] = Self.at(from)...Self.at(until)
        return identity
    }

    mutating func link(
        _ kind: Link.Kind, _ a: Identity, _ b: Identity, _ from: Int64, _ until: Int64? = nil,
        strength: Link.Strength = .exact
    ) {
        links.append(
            GraphEdge(
                a: a, b: b, kind: kind, strength: strength,
                stay: Self.at(from)...(until.map(Self.at) ?? .distantFuture)))
    }

    func lives(of node: Identity) -> [Life]? { lives[node].map { [$0] } ?? [] }
    func edges(of node: Identity) -> [GraphEdge<Identity>] {
        links.filter { $0.a == node || $0.b == node }
    }
    func isTrustworthy(token: Identity) -> Bool { true }

    func reached(from name: Identity, _ options: TraceOptions = TraceOptions()) -> Set<String> {
        Set(
            Closure(from: [name: lives(of: name) ?? []], over: self, options: options)
                .members.keys.map(\.id))
    }
}

struct ClosureTests {
    @Test func `legs that were never there at the same time are not joined whatever names them`() {
        var sketch = Sketch()
        let a = sketch.leg("a", 0, 10)
        let b = sketch.leg("b", 100, 110)
        let c = sketch.leg("c", 12, 20)
        sketch.link(.birth, b, a, 100)
        sketch.link(.birth, c, a, 12)
        #expect(sketch.reached(from: a) == ["a", "c"])
        #expect(sketch.reached(from: b) == ["b"])
    }

    @Test func `a transfer joins legs that met one after the other`() {
        var sketch = Sketch()
        let a = sketch.leg("a", 0, 50)
        let b = sketch.leg("b", 0, 10)
        let c = sketch.leg("c", 8, 50)
        sketch.link(.birth, b, a, 0)
        sketch.link(.talk, a, b, 1, 10)
        sketch.link(.talk, a, c, 11, 50)
        for leg in [a, b, c] { #expect(sketch.reached(from: leg) == ["a", "b", "c"]) }
        let without = TraceOptions(withoutTransfers: true)
        #expect(sketch.reached(from: a, without) == ["a", "b"])
    }

    @Test func `a standing channel belongs to each caller's call and joins none of them`() {
        var sketch = Sketch()
        let agent = sketch.leg("agent", 0, 30_000)
        var callers: [Identity] = []
        for index in 0..<500 {
            let start = Int64(index) * 60
            let caller = sketch.leg("caller-\(index)", start, start + 58)
            sketch.link(.queue, agent, caller, start + 1, start + 58)
            sketch.link(.talk, caller, agent, start + 2, start + 57)
            callers.append(caller)
        }
        let desk = Identity(.dialog, "agent's dialog")
        sketch.lives[desk] = sketch.lives[agent]
        sketch.link(.same, agent, desk, 0)
        // Each caller's session id ends up in the agent's dialog, too.
        let token = Identity(.token, "session of caller 20")
        sketch.lives[token] = .distantPast ... .distantFuture
        let callerDialog = Identity(.dialog, "dialog of caller 20")
        sketch.lives[callerDialog] = sketch.lives[callers[20]]
        sketch.link(.token, desk, token, 1200, strength: .token)
        sketch.link(.token, callerDialog, token, 1200, strength: .token)
        let consulted = sketch.leg("consulted", 630, 640)
        sketch.link(.birth, consulted, agent, 630)
        for index in [0, 1, 250, 499] {
            #expect(
                sketch.reached(from: callers[index]) == [
                    "caller-\(index)", "agent", "agent's dialog",
                ], "\(index)")
        }
        #expect(
            sketch.reached(from: callers[10]) == [
                "caller-10", "agent", "agent's dialog", "consulted",
            ])
        #expect(sketch.reached(from: agent) == ["agent", "agent's dialog"])
        let through = TraceOptions(throughHubs: true)
        #expect(sketch.reached(from: callers[0], through).count == 505)
    }

    @Test func `a caller whom a queue offers to many agents keeps them all`() {
        var sketch = Sketch()
        let caller = sketch.leg("caller", 0, 600)
        for index in 0..<12 {
            let agent = sketch.leg("agent-\(index)", Int64(index) * 40, Int64(index) * 40 + 30)
            sketch.link(.queue, agent, caller, Int64(index) * 40, Int64(index) * 40 + 30)
        }
        #expect(sketch.reached(from: caller).count == 13)
    }

    @Test func `hubs are shown, walked through only when asked for`() {
        var sketch = Sketch()
        let room = Identity(.conference, "room")
        sketch.lives[room] = .distantPast ... .distantFuture
        let a = sketch.leg("a", 0, 100)
        let b = sketch.leg("b", 50, 150)
        let c = sketch.leg("c", 120, 200)
        for (leg, from, until) in [(a, 0, 100), (b, 50, 150), (c, 120, 200)]
            as [(Identity, Int64, Int64)]
        {
            sketch.link(.member, leg, room, from, until)
        }
        let closure = Closure(
            from: [a: sketch.lives(of: a) ?? []], over: sketch, options: TraceOptions())
        #expect(closure.hubs == [room])
        #expect(sketch.reached(from: a) == ["a"])
        #expect(
            sketch.reached(from: a, TraceOptions(throughHubs: true)).isSuperset(of: ["a", "b"]))
    }

    @Test func `listeners and guesses are set aside, guesses joined when asked for`() {
        var sketch = Sketch()
        let a = sketch.leg("a", 0, 100)
        let spy = sketch.leg("spy", 10, 20)
        let guess = sketch.leg("guess", 0, 100)
        sketch.link(.monitor, spy, a, 10)
        sketch.link(.number, a, guess, 0, strength: .guess)
        let closure = Closure(
            from: [a: sketch.lives(of: a) ?? []], over: sketch, options: TraceOptions())
        #expect(Set(closure.asides.map { $0.edge.other(than: $0.member).id }) == ["spy", "guess"])
        #expect(sketch.reached(from: a) == ["a"])
        #expect(sketch.reached(from: spy) == ["spy"])
        #expect(sketch.reached(from: a, TraceOptions(joinsGuesses: true)) == ["a", "guess"])
    }

    @Test func `a value shared by too many, or by one call after the other, joins nobody`() {
        for (count, apart) in [(40, 0), (3, 3600)] as [(Int64, Int64)] {
            var sketch = Sketch()
            let token = Identity(.token, "constant")
            sketch.lives[token] = .distantPast ... .distantFuture
            var first: Identity?
            for index in 0..<count {
                let leg = Identity(.dialog, "leg-\(index)")
                sketch.lives[leg] =
                    Sketch.at(index * apart)...Sketch.at(index * apart + 100)
                sketch.link(.token, leg, token, index * apart, strength: .token)
                first = first ?? leg
            }
            let start = first ?? token
            let closure = Closure(
                from: [start: sketch.lives(of: start) ?? []], over: sketch, options: TraceOptions())
            #expect(closure.members.keys.filter(\.kind.isLeg).count == 1)
            #expect(closure.hubs == [token])
        }
    }

    @Test func `a call of more legs than may be shown is cut and says so`() {
        var sketch = Sketch()
        let a = sketch.leg("a", 0, 100)
        for index in 0..<600 {
            sketch.link(.birth, sketch.leg("b\(index)", 1, 2), a, 1)
        }
        let closure = Closure(
            from: [a: sketch.lives(of: a) ?? []], over: sketch, options: TraceOptions())
        #expect(closure.isCut)
        #expect(closure.members.count == Limits.identitiesPerTraceMax)
    }
}
