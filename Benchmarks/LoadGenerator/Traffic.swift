// Many sessions at the same time, one packet after the other.

/// An endless stream of HEP packets from interleaved sessions.
///
/// Sessions take turns, one message each, and calls let some turns pass while they talk; which sit beside each other is left to chance, so that
/// neighbours in the stream are not at the same message of their calls. The number of sessions grows
/// by one every few packets until it is what the settings ask for, so that there is no burst of
/// INVITEs at the start.
package struct Traffic: Sendable {
    private struct Session {
        var number: UInt64
        var template: UInt32
        var left: UInt8
        let leftWhenHolding: UInt8
        /// Turns to let pass.
        var hold: UInt8 = 0
    }

    /// Packets between two sessions that are added while the number grows.
    private static let packetsPerNewSession = 8

    /// The names of its sessions.
    package let names: SessionNames
    /// How many sessions have begun: their numbers are `0..<begun`.
    package private(set) var begun: UInt64 = 0
    /// Set it to have sessions end without new ones coming in their place.
    package var beginsNoMore = false

    private let settings: TrafficSettings
    private let templates: TemplateSet
    private let sessionCount: Int
    private var sessions: [Session] = []
    private var turn = 0
    private var untilNew = 0
    private var lastTime: Int64 = 0

    /// The traffic of these settings.
    package init(_ settings: TrafficSettings) {
        self.settings = settings
        names = SessionNames(seed: settings.seed, weights: settings.weights)
        templates = TemplateSet()
        sessionCount = settings.sessionCount
        sessions.reserveCapacity(sessionCount)
    }

    /// How many sessions are going on.
    package var sessionsNow: Int { sessions.count }

    /// The bytes that the longest packet has.
    package var packetBytesMax: Int { templates.packetBytesMax }

    /// Appends the next packet to `slab`; false when no session is left.
    ///
    /// `time` in microseconds since 1970 is the time of capture; where two packets would have the
    /// same, the later is a microsecond later.
    package mutating func appendNext(time: Int64, to slab: inout [UInt8]) -> Bool {
        if sessions.count < sessionCount, !beginsNoMore {
            if untilNew == 0 {
                addSession()
                untilNew = Self.packetsPerNewSession
            }
            untilNew -= 1
        }
        guard !sessions.isEmpty else { return false }
        // Ends: every round makes each hold shorter.
        while true {
            if turn >= sessions.count { turn = 0 }
            guard sessions[turn].hold > 0 else { break }
            sessions[turn].hold -= 1
            turn += 1
        }
        let session = sessions[turn]

        lastTime = max(time, lastTime + 1)
        var moment = Moment(time: lastTime)
        moment.captureIDFirst = settings.captureIDFirst
        moment.captureIDCount = UInt64(settings.captureIDCount)
        templates.append(
            session.template, to: &slab, words: names.words(session.number), moment: moment)

        if session.left > 1 {
            sessions[turn].template += 1
            sessions[turn].left -= 1
            if session.left - 1 == session.leftWhenHolding {
                let word = names.words(session.number)[.hold]
                sessions[turn].hold = UInt8(word % (Script.holdTurnsMax + 1))
            }
            turn += 1
        } else if beginsNoMore {
            sessions.swapAt(turn, sessions.count - 1)
            sessions.removeLast()
        } else {
            sessions[turn] = newSession()
            turn += 1
        }
        return true
    }

    private mutating func addSession() {
        let session = newSession()
        sessions.append(session)
        let place = names.words(session.number)[.profile] >> 8 % UInt64(sessions.count)
        sessions.swapAt(Int(place), sessions.count - 1)
    }

    private mutating func newSession() -> Session {
        let number = begun
        begun += 1
        let kind = names.script(number)
        let script = templates.templates(of: kind, profile: names.words(number)[.profile])
        return Session(
            number: number, template: script.lowerBound, left: UInt8(script.count),
            leftWhenHolding: templates.leftWhenHolding(kind))
    }
}
