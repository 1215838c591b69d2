// What is up on switches, for counting: channels, conferences, callers in queues.

public import EventSocket

/// The channels and conferences of the switches that are heard.
///
/// Fed with every event; looks into few of them. A channel that another switch recovers moves there.
public struct ChannelTable: ~Copyable, Sendable {
    /// Something that is counted.
    public enum Change: Sendable, Equatable {
        /// A channel ended.
        case ended(CauseClass, isInbound: Bool)
        /// A channel was recovered by a switch that took over.
        case recovered
        /// A caller left a queue, after so many seconds until an agent answered or the caller left.
        case leftQueue(QueueOutcome, seconds: Double?)
    }

    /// What became of a caller in a queue.
    public enum QueueOutcome: String, Sendable, CaseIterable {
        /// An agent answered.
        case answered
        /// The caller hung up, or left by a key.
        case abandoned
        /// The queue gave up.
        case timeout
    }

    private var channels: [IdentityKey: UInt16] = [:]
    private var conferences: [IdentityKey: (node: UInt16, size: Int)] = [:]
    private var channelsByNode: [UInt16: Int] = [:]

    /// No channels.
    public init() {}

    /// How many channels of a switch are up.
    public func channelCount(node: UInt16) -> Int { channelsByNode[node] ?? 0 }

    /// How many conferences each switch holds, and how many members they have.
    public func conferenceCounts() -> [UInt16: (count: Int, members: Int)] {
        var found: [UInt16: (count: Int, members: Int)] = [:]
        for conference in conferences.values {
            found[conference.node, default: (0, 0)].count += 1
            found[conference.node, default: (0, 0)].members += conference.size
        }
        return found
    }

    /// Takes an event of a switch.
    public mutating func observe(
        _ event: SwitchEvent, node: UInt16, hasher: IdentityHasher
    ) -> Change? {
        switch event.name {
        case "CHANNEL_CREATE":
            add(event, node, hasher)
            return event["variable_recovered"] == "true" ? .recovered : nil
        case "CHANNEL_DATA", "CHANNEL_ANSWER":
            // What was up when we came, or what we did not see begin.
            add(event, node, hasher)
            return nil
        case "CHANNEL_HANGUP_COMPLETE":
            guard let uuid = event.uniqueID else { return nil }
            remove(hasher.key(uuid))
            return .ended(
                CauseClass(cause: event["Hangup-Cause"] ?? ""),
                isInbound: event["Call-Direction"] != "outbound")
        case "CUSTOM": return custom(event, node, hasher)
        default: return nil
        }
    }

    /// Forgets a switch: it was started anew, or nobody listens to it any more.
    public mutating func forget(node: UInt16) {
        guard
            channelsByNode.removeValue(forKey: node) != nil
                || conferences.values.contains(where: { $0.node == node })
        else { return }
        channels = channels.filter { $0.value != node }
        conferences = conferences.filter { $0.value.node != node }
    }

    private mutating func add(_ event: SwitchEvent, _ node: UInt16, _ hasher: IdentityHasher) {
        guard let uuid = event.uniqueID else { return }
        let key = hasher.key(uuid)
        guard channels.count < Limits.liveChannelsMax || channels[key] != nil else { return }
        remove(key)
        channels[key] = node
        channelsByNode[node, default: 0] += 1
    }

    private mutating func remove(_ key: IdentityKey) {
        guard let node = channels.removeValue(forKey: key) else { return }
        channelsByNode[node, default: 1] -= 1
    }

    private mutating func custom(
        _ event: SwitchEvent, _ node: UInt16, _ hasher: IdentityHasher
    ) -> Change? {
        switch event.subclass {
        case "conference::maintenance":
            guard let id = event["Conference-Unique-ID"] else { return nil }
            let key = hasher.key(id)
            if event["Action"] == "conference-destroy" {
                conferences[key] = nil
            } else if let size = event["Conference-Size"].flatMap({ Int($0) }), size >= 0,
                conferences.count < Limits.liveConferencesMax || conferences[key] != nil
            {
                conferences[key] = (node, min(size, Limits.liveChannelsMax))
            }
            return nil
        case "callcenter::info" where event["CC-Action"] == "member-queue-end":
            return Self.queueEnd(event)
        default: return nil
        }
    }

    /// mod_callcenter: `Terminated` after an agent was bridged; `Cancel` with a reason otherwise.
    private static func queueEnd(_ event: SwitchEvent) -> Change {
        func second(_ name: String) -> Double? {
            event[name].flatMap { Double($0) }.flatMap { $0 > 0 ? $0 : nil }
        }
        let joined = second("CC-Member-Joined-Time")
        func wait(until end: Double?) -> Double? {
            guard let joined, let end, end >= joined else { return nil }
            return end - joined
        }
        if event["CC-Cause"] == "Terminated" {
            return .leftQueue(.answered, seconds: wait(until: second("CC-Agent-Answered-Time")))
        }
        let isTimeout = event["CC-Cancel-Reason"].map { $0.contains("TIMEOUT") } ?? false
        return .leftQueue(
            isTimeout ? .timeout : .abandoned,
            seconds: wait(until: second("CC-Member-Leaving-Time"))
        )
    }
}
