// What kind of traffic a run has.

/// How many of a hundred or so sessions are of which kind.
package struct TrafficWeights: Sendable, Equatable {
    /// Calls of two legs.
    package var calls: Int
    /// Registrations that are challenged.
    package var registrations: Int
    /// OPTIONS between the switch and the far side.
    package var options: Int

    /// A mix; the usual one is 60, 25, 15.
    package init(calls: Int = 60, registrations: Int = 25, options: Int = 15) {
        self.calls = max(calls, 0)
        self.registrations = max(registrations, 0)
        self.options = max(options, 0)
    }

    /// The sum, which is what each is a share of.
    var total: Int { calls + registrations + options }

    /// The share of a script.
    func weight(_ kind: Script.Kind) -> Double {
        let calleeShare = Double(Script.calleeHangsUpPercent) / 100
        return switch kind {
        case .callEndedByCaller: Double(calls) * (1 - calleeShare)
        case .callEndedByCallee: Double(calls) * calleeShare
        case .registration: Double(registrations)
        case .options: Double(options)
        }
    }
}

/// What a run is made of. The same settings give the same bytes, but for the times.
package struct TrafficSettings: Sendable {
    /// Makes all names.
    package var seed: UInt64
    /// Dialogs that are up at the same time once the run is warm: two for a call in progress.
    package var liveDialogs: Int
    /// The mix.
    package var weights: TrafficWeights
    /// The number of the first capture agent.
    package var captureIDFirst: UInt32
    /// How many agents there are; all that one agent sees of a call is under its number.
    package var captureIDCount: Int

    /// Settings with the usual mix, seen by four agents.
    package init(
        seed: UInt64, liveDialogs: Int = 2000, weights: TrafficWeights = TrafficWeights(),
        captureIDFirst: UInt32 = 3001, captureIDCount: Int = 4
    ) {
        self.seed = seed
        self.liveDialogs = max(liveDialogs, 1)
        self.weights = weights
        self.captureIDFirst = captureIDFirst
        self.captureIDCount = max(captureIDCount, 1)
    }

    /// How many sessions must go on at the same time for that many live dialogs.
    package var sessionCount: Int {
        var live = 0.0
        var turns = 0.0
        for kind in Script.Kind.allCases {
            let script = Script.of(kind)
            live += weights.weight(kind) * script.liveDialogs
            turns += weights.weight(kind) * script.turns
        }
        // Without calls nothing is ever live; then it is the number of sessions.
        return live > 0 ? max(1, Int((Double(liveDialogs) * turns / live).rounded())) : liveDialogs
    }
}
