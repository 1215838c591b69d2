// The call as one thing, out of its legs.

/// Says of a set of legs what the call was.
struct CallSummary {
    /// The call.
    private(set) var call: Call
    /// The dialog that began the call: the caller's. nil when only a switch was heard.
    let root: Dialog?

    init(
        members: [Identity], dialogs: [Dialog], channels: [Channel], tenants: TenantDirectory,
        now: Timestamp
    ) {
        let root = Dialog.caller(among: dialogs, channels: channels)
        self.root = root

        let start =
            dialogs.first?.start ?? channels.first?.start ?? Timestamp(microseconds: 0)
        let outcome = root?.outcome ?? Self.outcome(of: channels)
        let isOver =
            dialogs.allSatisfy { $0.end != nil }
            && (!dialogs.isEmpty || channels.allSatisfy { $0.end != nil })
        let ends = dialogs.compactMap(\.end) + (dialogs.isEmpty ? channels.compactMap(\.end) : [])
        let end = isOver ? ends.max() : nil
        var duration: Double?
        if let answered = root?.answered, let end = root?.end {
            duration = end.seconds(since: answered)
        }
        let first = Self.first(of: members, dialogs: dialogs, channels: channels)
        call = Call(
            id: CallIdentifier(first).text,
            tenant: dialogs.lazy.compactMap { tenants.tenant(ofDomain: $0.domain) }.first,
            start: start, end: end.map { max($0, start) }, outcome: outcome,
            durationSeconds: duration.map { max($0, 0) })
        if let root, let answered = root.answered {
            call.setupSeconds = max(0, answered.seconds(since: root.start))
        }
        call.hungUpBy = root?.endedBy
        call.cause = Self.cause(root, channels)
        call.causeText =
            call.cause.flatMap { CauseWords.words(name: $0) } ?? root?.releaseCause
            ?? dialogs.lazy.compactMap(\.releaseCause).first
    }

    /// The identity that a call is named after: its earliest leg's.
    private static func first(
        of members: [Identity], dialogs: [Dialog], channels: [Channel]
    ) -> Identity {
        if let dialog = dialogs.first { return Identity(.dialog, dialog.callID) }
        if let channel = channels.first { return Identity(.channel, channel.uuid) }
        return members.min() ?? Identity(.dialog, "")
    }

    /// What a switch alone can tell: answered or not.
    private static func outcome(of channels: [Channel]) -> Outcome {
        if channels.contains(where: { $0.answered != nil }) { return .answered }
        guard let cause = channels.first(where: { $0.hangupCause != nil })?.hangupCause else {
            return .inProgress
        }
        return switch cause {
        case "USER_BUSY": .busy
        case "NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT": .noAnswer
        case "ORIGINATOR_CANCEL": .abandoned
        case "CALL_REJECTED": .rejected
        case "UNALLOCATED_NUMBER", "NO_ROUTE_DESTINATION", "INVALID_NUMBER_FORMAT": .notFound
        case "RECOVERY_ON_TIMER_EXPIRE": .timeout
        default: .serverError
        }
    }

    /// The release cause by FreeSWITCH's name: that of the caller's channel, else the first failure.
    private static func cause(_ root: Dialog?, _ channels: [Channel]) -> String? {
        let own = channels.last { $0.callID != nil && $0.callID == root?.callID }
        if let cause = own?.hangupCause { return cause }
        let causes = channels.compactMap(\.hangupCause)
        return causes.first { $0 != "NORMAL_CLEARING" } ?? causes.first
    }
}
