// A call that is up, in few bytes, and what a message makes of it.

internal import SIP

/// One live call: nothing but numbers, since there may be a million.
struct LiveDialog: Sendable {
    enum Phase: UInt8 {
        case calling
        case challenged
        case answered
        /// BYE was sent, and its answer has not come.
        case ending
        case over
    }

    var phase: Phase
    /// Whose call it is.
    var route: CallRoute
    /// The hop that counts, without its direction: the first one, then that of the BYE.
    var hop: UInt32
    /// The hops that the INVITE was seen on, a bit each by the hop's last five bits.
    private var hops: UInt32
    /// The hop on which a target failed last; 0 for none.
    private var failedHop: UInt32 = 0
    /// When it rang, in units of 10 µs since `since`, and one more; 0 when it did not.
    private var rang: UInt32 = 0
    /// When the INVITE came, then when it was answered, then when the BYE came; by the agents' clocks.
    private var since: Timestamp
    /// When it was last heard of, in seconds since 1970, by our own clock.
    var heard: UInt32
    /// Which attempt of its table it is, counted from 0.
    let number: UInt64

    /// An attempt whose INVITE was seen on this hop.
    init(route: CallRoute, hop: UInt32, time: Timestamp, heard: UInt32, number: UInt64) {
        phase = .calling
        self.heard = heard
        self.route = route
        self.hop = hop
        hops = 1 << (hop & 31)
        since = time
        self.number = number
    }

    /// What an attempt comes to when nothing more is heard of it; nil when it was answered.
    var outcomeOfSilence: Outcome? {
        switch phase {
        case .calling: .timeout
        case .challenged: .auth
        case .answered, .ending, .over: nil
        }
    }

    /// Takes a message on a hop.
    mutating func step(_ message: SIPMessage, hop messageHop: UInt32, time: Timestamp)
        -> DialogChange
    {
        if message.kind == .request {
            switch (message.method, phase) {
            case (.invite, .challenged):
                phase = .calling
                return .none
            case (.invite, .calling): return tried(on: messageHop) ? .failedOver : .none
            case (.bye, .answered):
                phase = .ending
                let talk = max(0, time.seconds(since: since))
                since = time
                hop = messageHop
                return .ended(talkSeconds: talk)
            default: return .none
            }
        }
        let status = Int(message.statusCode)
        if phase == .ending {
            guard message.cseqMethod == .bye, messageHop == hop, status >= 200,
                status != 401, status != 407
            else { return .none }
            phase = .over
            return .disconnected(
                seconds: max(0, time.seconds(since: since)), isComplete: status < 300)
        }
        guard message.cseqMethod == .invite, phase == .calling || phase == .challenged else {
            return .none
        }
        return answer(status, isFirstHop: messageHop == hop, messageHop, time: time)
    }

    /// A response to the INVITE while nothing is decided.
    private mutating func answer(
        _ status: Int, isFirstHop: Bool, _ messageHop: UInt32, time: Timestamp
    ) -> DialogChange {
        let seconds = max(0, time.seconds(since: since))
        switch status {
        case 180...183:
            guard isFirstHop, rang == 0 else { return .none }
            rang = UInt32(clamping: Int64(seconds * 100_000) + 1)
            return .rang(seconds: seconds)
        case 200..<300:
            let ringing = ringingSeconds(until: seconds)
            phase = .answered
            since = time
            return .answered(setupSeconds: seconds, ringingSeconds: ringing)
        case 401, 407:
            guard isFirstHop, phase == .calling else { return .none }
            phase = .challenged
            return .challenged
        case 300...:
            guard isFirstHop else {
                if status == 408 || status >= 500 { failedHop = messageHop }
                return .none
            }
            phase = .over
            return .failed(
                Outcome(status: status), seconds: seconds,
                ringingSeconds: ringingSeconds(until: seconds))
        default: return .none
        }
    }

    /// Takes that the INVITE goes over a hop; true when that is another target after one failed.
    private mutating func tried(on messageHop: UInt32) -> Bool {
        let bit: UInt32 = 1 << (messageHop & 31)
        guard hops & bit == 0 else { return false }
        hops |= bit
        guard failedHop != 0, failedHop != messageHop else { return false }
        failedHop = 0
        return true
    }

    private func ringingSeconds(until seconds: Double) -> Double? {
        rang == 0 ? nil : max(0, seconds - Double(rang - 1) / 100_000)
    }
}
