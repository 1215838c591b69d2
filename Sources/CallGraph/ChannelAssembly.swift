// Channels out of the events of switches.

internal import EventSocket

/// Collects the events of channels and says what each channel was.
struct ChannelAssembly {
    private struct Key: Hashable {
        var uuid: String
        var coreUUID: String?
        var node: String
    }

    private var channels: [Key: Channel] = [:]
    /// CDRs: they say again what events said, and all of it where none came.
    private var cdrs: [(event: SwitchEvent, key: Key, time: Timestamp)] = []
    /// Addresses that a switch says it speaks SIP from, by node.
    private(set) var localAddresses: [String: Set<String>] = [:]

    /// Takes an event of a channel. Events must come in the order of their times.
    mutating func add(_ event: SwitchEvent, uuid: String, node: String, time: Timestamp) {
        let key = Key(uuid: uuid, coreUUID: event.coreUUID, node: node)
        guard !event.isCDR else { return cdrs.append((event, key, time)) }
        var channel =
            channels[key] ?? Channel(uuid: uuid, node: node, coreUUID: event.coreUUID, start: time)
        channel.start = min(channel.start, time)
        channel.lastSeen = max(channel.lastSeen, time)
        if event["variable_recovered"] == "true" { channel.isRecovered = true }
        if let callID = event["variable_sip_call_id"], channel.callID == nil {
            channel.callID = callID
        }
        if let direction = event["Call-Direction"], channel.direction == nil {
            channel.direction = Channel.Direction(rawValue: direction)
        }
        if let name = event["Channel-Name"], channel.name == nil { channel.name = name }
        if let cause = event["Hangup-Cause"] { channel.hangupCause = cause }
        if let disposition = event["variable_sip_hangup_disposition"] {
            channel.hangupDisposition = disposition
        }
        switch event.name {
        case "CHANNEL_ANSWER": channel.answered = channel.answered ?? time
        case "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY":
            channel.end = channel.end ?? time
        default: break
        }
        channels[key] = channel
        if let address = event["variable_sip_local_network_addr"] {
            localAddresses[node, default: []].insert(address)
        }
    }

    /// The channels by their start; `switches` tell which of them cannot have gone on.
    func finish(switches: [SwitchLife]) -> [Channel] {
        func isEarlier(_ a: Channel, _ b: Channel) -> Bool {
            (a.start, a.uuid, a.node) < (b.start, b.uuid, b.node)
        }
        var found = channels.values.sorted(by: isEarlier)
        for (event, key, time) in cdrs {
            // The name of the switch in a CDR is its own, which the configuration may not share.
            let index = found.firstIndex { $0.uuid == key.uuid && $0.coreUUID == key.coreUUID }
            if let index {
                found[index].complete(by: event, at: time)
            } else {
                var channel = Channel(
                    uuid: key.uuid, node: key.node, coreUUID: key.coreUUID,
                    start: event.cdrStart.map { min($0, time) } ?? time)
                channel.lastSeen = time
                channel.complete(by: event, at: time)
                found.append(channel)
            }
        }
        if !cdrs.isEmpty { found.sort(by: isEarlier) }
        for index in found.indices where found[index].end == nil {
            let channel = found[index]
            let successor = found.first {
                $0.uuid == channel.uuid && $0.coreUUID != channel.coreUUID
                    && $0.start >= channel.start
                    && $0.isRecovered
            }
            let restart = switches.first {
                $0.node == channel.node && $0.coreUUID != channel.coreUUID
                    && $0.from > channel.lastSeen
            }
            if let successor {
                found[index].end = max(channel.lastSeen, successor.start)
                found[index].lost = "recovered on \(successor.node)"
            } else if let restart {
                found[index].end = restart.from
                found[index].lost =
                    "\(channel.node) was started anew, with Core-UUID \(restart.coreUUID)"
            }
        }
        return found
    }
}

extension EventRow {
    /// The row of an event.
    init(_ event: SwitchEvent, uuid: String, node: String, time: Timestamp) {
        let name = event.name
        self.init(
            time: time, uuid: uuid, node: node,
            name: name == "CUSTOM" ? event.subclass ?? name : name, detail: Self.detail(of: event))
    }

    /// The part of an event that an operator would look for.
    private static func detail(of event: SwitchEvent) -> String? {
        switch event.name {
        case "CHANNEL_EXECUTE", "CHANNEL_EXECUTE_COMPLETE":
            guard let application = event["Application"] else { return nil }
            return event["Application-Data"].map { "\(application)(\($0))" } ?? application
        case "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY", SwitchEvent.cdrName:
            return event["Hangup-Cause"]
        case "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE":
            return event["Bridge-B-Unique-ID"].map { "with \($0)" }
        case "CHANNEL_CREATE", "CHANNEL_OUTGOING", "CHANNEL_ORIGINATE", "CHANNEL_DATA":
            return event["Channel-Name"]
        case "CHANNEL_UUID": return event["Old-Unique-ID"].map { "was \($0)" }
        case "CHANNEL_STATE": return event["Channel-State"]
        case "CHANNEL_CALLSTATE": return event["Channel-Call-State"]
        default: return nil
        }
    }
}
