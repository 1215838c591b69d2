// What modules of a switch tell in events of their own: conferences, queues, lots, loopbacks.

internal import EventSocket

extension ChannelEvent {
    /// Adds what a CUSTOM event says.
    mutating func addCustom(_ event: SwitchEvent, on channel: Identity) {
        switch event.subclass {
        case "conference::maintenance": addConference(event, on: channel)
        case "callcenter::info": addCallCentre(event)
        case "fifo::info": addFIFO(event, on: channel)
        case "valet_parking::info": addParking(event, on: channel)
        case "loopback::bowout", "loopback::direct":
            for header in [
                "Resigning-UUID", "Resigning-Peer-UUID", "Acquired-UUID", "Connecting-Leg-A-UUID",
                "Connecting-Leg-B-UUID",
            ] {
                if let other = event[header] {
                    link(.loopback, channel, Identity(.channel, other), header)
                }
            }
        default: break
        }
    }

    private mutating func addConference(_ event: SwitchEvent, on channel: Identity) {
        guard let room = event["Conference-Unique-ID"] else { return }
        let identity = Identity(.conference, room)
        hub = (identity, event["Conference-Name"] ?? room)
        switch event["Action"] {
        case "add-member", "bgdial-result":
            link(.member, channel, identity, "Conference-Unique-ID")
        case "del-member":
            link(.member, channel, identity, "Conference-Unique-ID", until: time)
        default: break
        }
    }

    private mutating func addCallCentre(_ event: SwitchEvent) {
        let member = event["CC-Member-Session-UUID"].map { Identity(.channel, $0) }
        if let agent = event["CC-Agent-UUID"], let member {
            offer(Identity(.channel, agent), to: member, "CC-Member-Session-UUID")
        }
        guard let queue = event["CC-Queue"], let member else { return }
        let identity = Identity(.queue, "\(node)/\(queue)")
        hub = (identity, queue)
        switch event["CC-Action"] {
        case "member-queue-start": link(.member, member, identity, "CC-Queue")
        case "member-queue-end": link(.member, member, identity, "CC-Queue", until: time)
        default: break
        }
    }

    private mutating func addFIFO(_ event: SwitchEvent, on channel: Identity) {
        let caller = event["FIFO-Caller-UUID"].map { Identity(.channel, $0) }
        if let consumer = event["FIFO-Outbound-UUID"], let caller {
            offer(Identity(.channel, consumer), to: caller, "FIFO-Caller-UUID")
        }
        let action = event["FIFO-Action"] ?? ""
        if let caller, action.hasPrefix("consumer") || action.hasPrefix("bridge-consumer") {
            offer(channel, to: caller, "FIFO-Caller-UUID")
        }
        guard let name = event["FIFO-Name"] else { return }
        let identity = Identity(.fifo, "\(node)/\(name)")
        hub = (identity, name)
        switch action {
        case "push": link(.member, caller ?? channel, identity, "FIFO-Name")
        case "abort", "timeout", "consumer_pop", "caller_pop", "pop":
            link(.member, caller ?? channel, identity, "FIFO-Name", until: time)
        default: break
        }
    }

    private mutating func addParking(_ event: SwitchEvent, on channel: Identity) {
        guard let lot = event["Valet-Lot-Name"], let place = event["Valet-Extension"] else {
            return
        }
        let identity = Identity(.parking, "\(node)/\(lot)/\(place)")
        hub = (identity, "\(lot) \(place)")
        switch event["Action"] {
        case "hold": link(.member, channel, identity, "Valet-Extension")
        case "bridge", "exit": link(.member, channel, identity, "Valet-Extension", until: time)
        default: break
        }
    }
}
