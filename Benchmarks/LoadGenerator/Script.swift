// What happens in a session, message by message.

/// The messages of a session in their order.
struct Script: Sendable {
    /// Which one.
    enum Kind: Int, CaseIterable, Sendable {
        case callEndedByCaller
        case callEndedByCallee
        case registration
        case options
    }

    /// One message.
    struct Step: Sendable {
        let message: MessageText
        let leg: Leg
    }

    /// Calls out of a hundred that the callee ends.
    static let calleeHangsUpPercent: UInt64 = 40

    /// The most turns that a call lets pass between its last ACK and its first BYE: talk. Each number
    /// from 0 on is as frequent. Calls of one length would keep step with each other, and the number of
    /// those that are up would swing for minutes.
    static let holdTurnsMax: UInt64 = 14

    let steps: [Step]

    /// How many messages are left when a session holds; 0 for those that never do.
    var leftWhenHolding: Int {
        steps.lastIndex { $0.message == .ack }.map { steps.count - 1 - $0 } ?? 0
    }

    /// Turns that a session takes in the mean.
    var turns: Double {
        Double(steps.count) + (leftWhenHolding > 0 ? Double(Self.holdTurnsMax) / 2 : 0)
    }

    /// Dialogs that are up, summed over the turns, in the mean: what a session adds to those at every
    /// moment is this by `turns`.
    var liveDialogs: Double {
        var live: Set<Leg> = []
        var sum = 0.0
        for (index, step) in steps.enumerated() {
            switch step.message {
            case .invite: live.insert(step.leg)
            case .bye, .byeByCallee: live.remove(step.leg)
            default: break
            }
            sum += Double(live.count)
            if leftWhenHolding > 0, steps.count - 1 - index == leftWhenHolding {
                sum += Double(live.count) * Double(Self.holdTurnsMax) / 2
            }
        }
        return sum
    }

    /// The script of a kind.
    static func of(_ kind: Kind) -> Script {
        switch kind {
        case .callEndedByCaller:
            Script(
                steps: beginning + [
                    Step(message: .bye, leg: .caller), Step(message: .byeDone, leg: .caller),
                    Step(message: .bye, leg: .callee), Step(message: .byeDone, leg: .callee),
                ])
        case .callEndedByCallee:
            Script(
                steps: beginning + [
                    Step(message: .byeByCallee, leg: .callee),
                    Step(message: .byeByCalleeDone, leg: .callee),
                    Step(message: .byeByCallee, leg: .caller),
                    Step(message: .byeByCalleeDone, leg: .caller),
                ])
        case .registration:
            Script(
                steps: [.register, .challenge, .registerAgain, .registered].map {
                    Step(message: $0, leg: .caller)
                })
        case .options:
            Script(
                steps: [.options, .optionsDone].map { Step(message: $0, leg: .callee) })
        }
    }

    /// From the INVITE to the ACK of both legs.
    private static let beginning = [
        Step(message: .invite, leg: .caller), Step(message: .trying, leg: .caller),
        Step(message: .invite, leg: .callee), Step(message: .trying, leg: .callee),
        Step(message: .ringing, leg: .callee), Step(message: .ringing, leg: .caller),
        Step(message: .answer, leg: .callee), Step(message: .ack, leg: .callee),
        Step(message: .answer, leg: .caller), Step(message: .ack, leg: .caller),
    ]
}
