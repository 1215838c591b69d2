// What happened to a call, as one would tell a colleague.

internal import CallGraph

/// The sentences at the head of a trace.
struct CallSentence {
    private let trace: Trace
    private let root: Dialog?
    /// Makes a text of the network safe and short.
    private let show: (String) -> String

    init(_ trace: Trace, show: @escaping (String) -> String) {
        self.trace = trace
        self.show = show
        root = Dialog.caller(among: trace.dialogs, channels: trace.channels)
    }

    /// One or two lines: who, whom and when; how it went, how it ended and why.
    func lines() -> [String] {
        guard let root else { return linesOfSwitch() }
        let (from, to) = (name(root.from, "somebody"), name(root.to, "somebody"))
        let domain = root.domain.isEmpty ? "" : " (\(show(root.domain)))"
        switch root.method {
        case "INVITE":
            return ["\(from) called \(to)\(domain) at \(Self.clock(root.start))", invite(root)]
        case "REGISTER":
            let place = root.domain.isEmpty ? "" : " at \(show(root.domain))"
            return [
                "\(from) \(register(root))\(place) at \(Self.clock(root.start)): \(answer(root))"
            ]
        default:
            let method = root.method.isEmpty ? "a request" : show(root.method)
            return [
                "\(from) sent \(method) to \(to)\(domain) at \(Self.clock(root.start)): "
                    + answer(root)
            ]
        }
    }

    /// How a call went.
    private func invite(_ dialog: Dialog) -> String {
        let status = dialog.status.map { _ in " (\(answer(dialog)))" } ?? ""
        switch trace.call.outcome {
        case .answered: return answered(dialog)
        case .busy: return "\(name(dialog.to, "the callee")) was busy\(status)"
        case .noAnswer:
            return
                "\(name(dialog.to, "the callee")) did not answer\(ringing(dialog, "after"))\(status)"
        case .abandoned:
            let who = name(dialog.endedBy ?? dialog.from, "the caller")
            guard let end = dialog.end else { return "\(who) gave up\(status)" }
            guard dialog.ringing == nil else {
                return "\(who) gave up\(ringing(dialog, "after"))\(status)"
            }
            let time = TimeWords.duration(end.seconds(since: dialog.start))
            return "\(who) gave up after \(time), before it rang\(status)"
        case .rejected: return "\(name(dialog.to, "the callee")) rejected the call\(status)"
        case .notFound: return "\(name(dialog.to, "the callee")) was not found\(status)"
        case .redirect: return "the call was redirected\(status)"
        case .auth: return "the caller did not show valid credentials\(status)"
        case .clientError: return "the call was refused\(status)"
        case .serverError: return "the call failed\(status)"
        case .timeout:
            return dialog.status == nil
                ? "no final answer ever came" : "the call timed out\(status)"
        case .inProgress:
            if dialog.ringing != nil { return "it is still ringing\(lastSign(dialog))" }
            return "there is no final answer yet\(lastSign(dialog))"
        }
    }

    private func answered(_ dialog: Dialog) -> String {
        var parts: [String] = []
        if let answered = dialog.answered {
            let time = TimeWords.duration(answered.seconds(since: dialog.start))
            parts.append("answered after \(time)")
        } else {
            parts.append("answered")
        }
        if let duration = trace.call.durationSeconds {
            parts[0] += ", talked \(TimeWords.duration(duration))"
        }
        if dialog.end == nil {
            parts.append("still up\(lastSign(dialog))")
        } else {
            let cause = cause(dialog).map { " (\($0))" } ?? ""
            let who = dialog.endedBy.map { "\(name($0, "somebody")) hung up" }
            if who != nil || !cause.isEmpty { parts.append((who ?? "ended") + cause) }
        }
        return parts.joined(separator: "; ")
    }

    /// What switches alone tell of a call that no agent mirrored.
    private func linesOfSwitch() -> [String] {
        guard let channel = trace.channels.first else {
            return ["Nothing is known of \(show(trace.query))"]
        }
        let label = show(channel.name ?? channel.uuid)
        var parts: [String] = []
        if let answered = trace.channels.compactMap(\.answered).min() {
            let time = TimeWords.duration(answered.seconds(since: channel.start))
            parts.append("answered after \(time)")
        }
        let ends = trace.channels.compactMap(\.end)
        if ends.count == trace.channels.count, let end = ends.max() {
            let time = TimeWords.duration(end.seconds(since: channel.start))
            let cause =
                trace.channels.compactMap(\.hangupCause).first.map { " (\(show($0)))" } ?? ""
            parts.append("over after \(time)\(cause)")
        } else {
            parts.append("no end was seen")
        }
        return [
            "\(label) on \(show(channel.node)) at \(Self.clock(channel.start)), known by events only",
            parts.joined(separator: "; "),
        ]
    }

    private func register(_ dialog: Dialog) -> String {
        switch dialog.outcome {
        case .answered: "registered"
        case .auth: "was asked for credentials"
        case .inProgress, .timeout: "tried to register"
        default: "could not register"
        }
    }

    /// `486 Busy Here`, or that there was none.
    private func answer(_ dialog: Dialog) -> String {
        guard let status = dialog.status else { return "no final answer" }
        guard let reason = dialog.reason, !reason.isEmpty else { return "\(status)" }
        return "\(status) \(show(reason))"
    }

    private func ringing(_ dialog: Dialog, _ word: String) -> String {
        guard let ringing = dialog.ringing, let end = dialog.end else { return "" }
        return " \(word) \(TimeWords.duration(end.seconds(since: ringing))) of ringing"
    }

    /// Nobody knows what happens after the last message.
    private func lastSign(_ dialog: Dialog) -> String {
        guard let last = trace.messages.last?.time, last > dialog.start else { return "" }
        return " after \(TimeWords.duration(last.seconds(since: dialog.start))), when last heard of"
    }

    /// Why the switch ended it; from the caller's channel if that is known.
    private func cause(_ dialog: Dialog) -> String? {
        let own = trace.channels.first { $0.callID == dialog.callID && $0.hangupCause != nil }
        // Where no switch was heard, what ended the dialog may say why.
        return
            (own?.hangupCause ?? trace.channels.compactMap(\.hangupCause).first
            ?? dialog.releaseCause).map(show)
    }

    private func name(_ user: String, _ other: String) -> String {
        user.isEmpty ? other : show(user)
    }

    /// `2026-11-22 23:26:31.046 UTC`.
    static func clock(_ time: Timestamp) -> String {
        let text = time.rfc3339
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(12)) UTC"
    }
}
