// One dialog out of all SIP under one Call-ID.

internal import SIP

/// A SIP record with its message parsed.
struct SIPSighting {
    var record: Record
    var message: SIPMessage

    var time: Timestamp { record.header.time }
    func text(_ part: ByteRange) -> String { record.text(part) }
}

extension Dialog {
    /// The dialog of these sightings, all of one Call-ID and not empty, in order of time.
    ///
    /// An attempt is the request that began the dialog. Its final status is that of its last try, so
    /// that a challenge (401, 407) and the retry are one attempt; once a 2xx was seen, later tries are
    /// changes within the call (re-INVITE) and change nothing. `now` tells a call that is still being
    /// set up from one that nobody answered.
    init(callID: String, sightings: [SIPSighting], now: Timestamp) {
        self.init(callID: callID, start: sightings[0].time)
        let requests = sightings.filter { $0.message.kind == .request }
        let first = requests.first { $0.message.method != .ack && $0.message.method != .cancel }
        setParties(first ?? requests.first ?? sightings[0])
        let attempt = Self.finalAnswer(to: method, sightings)
        status = attempt.map { Int($0.message.statusCode) }
        reason = attempt.map { $0.text($0.message.reasonPhrase) }

        if method == "INVITE" {
            ringing =
                sightings.first {
                    $0.isAnswer(to: .invite) && (180...183).contains($0.message.statusCode)
                }?
                .time
            answered =
                sightings.first {
                    $0.isAnswer(to: .invite) && (200...299).contains($0.message.statusCode)
                }?
                .time
        }
        let last = sightings[sightings.count - 1].time
        let bye = requests.first { $0.message.method == .bye }
        let cancel = requests.first { $0.message.method == .cancel }
        if let status {
            outcome = Outcome(status: status)
            if outcome != .answered || method != "INVITE" { end = last }
        } else if now.seconds(since: last) > Self.silenceSeconds {
            outcome = .timeout
            end = last
        }
        if let bye, method == "INVITE" {
            end = bye.time
            endedBy = Self.sender(of: bye)
            if answered == nil && status == nil { outcome = .answered }
        } else if let cancel, outcome == .abandoned {
            endedBy = Self.sender(of: cancel)
        }
        if let end, end < start { self.end = start }
        // What ended it says why; a Reason elsewhere tells of another leg.
        let enders = [bye, cancel, status.map { $0 >= 300 } == true ? attempt : nil]
        releaseCause = enders.lazy.compactMap { $0?.releaseCause }.first
    }

    /// How long an attempt may be silent before it counts as dead: RFC 3261's timer C, 3 minutes.
    static let silenceSeconds = 180.0

    private mutating func setParties(_ sighting: SIPSighting) {
        let message = sighting.message
        let parties = DialogParties(message, sighting.record.payload.span)
        method =
            message.kind == .request
            ? sighting.text(message.methodText) : sighting.text(message.cseqMethodText)
        from = sighting.text(parties.from)
        to = sighting.text(parties.to)
        domain = sighting.text(parties.domain)
    }

    /// The final response that decides the attempt begun by `method`.
    private static func finalAnswer(to method: String, _ sightings: [SIPSighting]) -> SIPSighting? {
        var best: SIPSighting?
        for sighting in sightings
        where sighting.message.kind == .response && sighting.message.statusCode >= 200
            && sighting.text(sighting.message.cseqMethodText) == method
        {
            guard let known = best else {
                best = sighting
                continue
            }
            let wasSuccess = known.message.statusCode < 300
            let isSuccess = sighting.message.statusCode < 300
            // The last hop to tell the caller speaks last; of forks that disagree, success wins.
            if isSuccess && !wasSuccess || !wasSuccess && isNotOlder(sighting, known) {
                best = sighting
            }
        }
        return best
    }

    private static func isNotOlder(_ a: SIPSighting, _ b: SIPSighting) -> Bool {
        (a.message.cseqNumber ?? 0) >= (b.message.cseqNumber ?? 0)
    }

    /// Who sent a request, by the user in its From, or by address.
    private static func sender(of sighting: SIPSighting) -> String {
        let address = SIPAddress.parse(sighting.record.payload.span, sighting.message.from)
        let user = sighting.text(address.user)
        return user.isEmpty ? sighting.record.header.source.text : user
    }
}

extension SIPSighting {
    /// True for a response whose CSeq names this method.
    func isAnswer(to method: SIPMethod) -> Bool {
        message.kind == .response && message.cseqMethod == method
    }
}

extension SIPSighting {
    /// The message's Reason in words: `Q.850 17, the callee is busy`; nil without one.
    ///
    /// Q.850 says more than SIP's status, which stands in the message anyway.
    var releaseCause: String? {
        let bytes = record.payload.span
        var found: [(kind: ReasonValue.ProtocolKind, words: String)] = []
        message.forEachReason(in: bytes) { reason in
            let sent = text(reason.text)
            let known = reason.kind == .q850 ? reason.cause.flatMap(CauseWords.words(q850:)) : nil
            var words = text(reason.protocolName)
            if let cause = reason.cause { words += " \(cause)" }
            if let meaning = known ?? (sent.isEmpty ? nil : sent) { words += ", \(meaning)" }
            found.append((reason.kind, words))
            return found.count < 4
        }
        return (found.first { $0.kind == .q850 } ?? found.first)?.words
    }
}
