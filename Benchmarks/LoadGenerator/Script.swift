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

    let steps: [Step]

    /// Dialogs that are up, summed over the steps: what a session adds to those at every moment is
    /// this by the number of its steps.
    var liveDialogs: Int {
        var live: Set<Leg> = []
        return steps.reduce(0) { sum, step in
            switch step.message {
            case .invite: live.insert(step.leg)
            case .bye, .byeByCallee: live.remove(step.leg)
            default: break
            }
            return sum + live.count
        }
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
