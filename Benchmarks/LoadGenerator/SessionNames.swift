// What a session is called: every name of it follows from the seed and its number.

/// The names of sessions: nothing is stored, so that anybody who knows the seed can ask for a call
/// that was sent minutes ago.
package struct SessionNames: Sendable {
    /// The seed of the run.
    package let seed: UInt64
    private let weights: TrafficWeights

    /// The names of a run with this seed and mix.
    package init(seed: UInt64, weights: TrafficWeights = TrafficWeights()) {
        self.seed = seed
        self.weights = weights
    }

    /// The words that session `number` is made of.
    func words(_ number: UInt64) -> SessionWords {
        SessionWords(base: SessionWords.fold(number ^ 0x5c8d_4b1f_0e6a_3597, seed | 1))
    }

    /// Which script session `number` follows.
    func script(_ number: UInt64) -> Script.Kind {
        let words = words(number)
        let pick = Int(words[.kind] % UInt64(max(weights.total, 1)))
        if pick < weights.calls {
            return words[.hangUp] % 100 < Script.calleeHangsUpPercent
                ? .callEndedByCallee : .callEndedByCaller
        }
        return pick < weights.calls + weights.registrations ? .registration : .options
    }

    /// Whether session `number` is a call, which has two Call-IDs.
    package func isCall(_ number: UInt64) -> Bool {
        switch script(number) {
        case .callEndedByCaller, .callEndedByCallee: true
        case .registration, .options: false
        }
    }

    /// The Call-ID of a leg of session `number`; all but calls have only the first.
    package func callID(_ number: UInt64, leg: Leg) -> String {
        let words = words(number)
        let parts = CallIDParts.of(leg)
        var text: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let bytes): text += bytes
            case .slot(let form, let salt):
                text += [UInt8](repeating: 0, count: form.width)
                var span = text.mutableSpan
                Slot(offset: UInt16(span.count - form.width), form: form, salt: salt)
                    .patch(&span, from: 0, words: words, moment: Moment(time: 0))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// The two legs of a call through a switch.
package enum Leg: UInt8, Sendable, CaseIterable {
    /// From the caller to the switch.
    case caller
    /// From the switch to the callee.
    case callee
}
