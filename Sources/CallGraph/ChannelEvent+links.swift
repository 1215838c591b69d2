// The headers and variables of a switch that name another leg, and what each says.

internal import EventSocket

extension ChannelEvent {
    /// A header whose value is another channel's name.
    private struct Naming {
        var header: String
        var kind: Link.Kind
        var strength = Link.Strength.exact
        /// Some code paths of mod_sofia write a Call-ID where others write a UUID.
        var mayBeCallID = false
    }

    /// Variables that are set once or only ever name somebody who took part in the call.
    ///
    /// `Channel-Call-UUID`, `signal_bond`, `bridge_uuid` and their like are not here: they move, and by
    /// them a call of an hour ago would be joined.
    private static let variables: [Naming] = [
        Naming(header: "variable_originating_leg_uuid", kind: .birth),
        Naming(header: "variable_originator", kind: .birth),
        Naming(header: "variable_ent_originate_aleg_uuid", kind: .birth),
        Naming(header: "variable_other_loopback_leg_uuid", kind: .loopback),
        Naming(header: "variable_loopback_from_uuid", kind: .loopback),
        Naming(header: "variable_other_loopback_from_uuid", kind: .loopback),
        Naming(header: "variable_loopback_bowout_other_uuid", kind: .loopback),
        Naming(header: "variable_other_leg_true_id", kind: .loopback),
        Naming(header: "variable_refer_uuid", kind: .transfer),
        Naming(header: "variable_blind_transfer_uuid", kind: .transfer),
        Naming(header: "variable_att_xfer_kill_uuid", kind: .transfer),
        Naming(header: "variable_uuid_bridge", kind: .transfer),
        Naming(header: "variable_transfer_refer_for", kind: .transfer),
        Naming(header: "variable_transfer_refer_from", kind: .transfer),
        Naming(header: "variable_soft_holding_uuid", kind: .transfer, strength: .token),
        Naming(header: "variable_holding_uuid", kind: .transfer, strength: .token),
        Naming(header: "variable_picked_up_uuid", kind: .pickup),
        Naming(header: "variable_intercepted_by", kind: .pickup, mayBeCallID: true),
        Naming(header: "variable_t38_peer", kind: .talk, strength: .token),
        Naming(header: "variable_spy_uuid", kind: .monitor),
        Naming(header: "variable_sip_barging_uuid", kind: .monitor),
        Naming(header: "att_xfer_replaced_by", kind: .transfer, mayBeCallID: true),
        Naming(header: "att_xfer_original_call_id", kind: .transfer, mayBeCallID: true),
        Naming(header: "att_xfer_destination_call_id", kind: .transfer, mayBeCallID: true),
        Naming(header: "att_xfer_destination_peer_uuid", kind: .transfer),
        Naming(header: "intercepted_by", kind: .pickup, mayBeCallID: true),
    ]

    /// Adds what the variables of a channel say.
    mutating func addVariables(of event: SwitchEvent, on channel: Identity) {
        for naming in Self.variables {
            guard let value = event[naming.header] else { continue }
            name(value, by: naming, on: channel)
        }
        // A standing agent or consumer is `a`, so that its many callers can be told from a caller's
        // many agents.
        if let member = event["variable_cc_member_session_uuid"] {
            offer(channel, to: Identity(.channel, member), "variable_cc_member_session_uuid")
        }
        if let agent = event["variable_cc_agent_uuid"] {
            offer(Identity(.channel, agent), to: channel, "variable_cc_agent_uuid")
        }
        for header in [
            "variable_fifo_serviced_uuid", "variable_fifo_target", "variable_fifo_originate_uuid",
        ] {
            guard let value = event[header] else { continue }
            let other = Identity(.channel, value)
            // `fifo_serviced_uuid` stands on the caller and names the consumer (mod_fifo.c).
            let isConsumer = event["variable_fifo_role"] == "consumer"
            offer(isConsumer ? channel : other, to: isConsumer ? other : channel, header)
        }
        for leg in event.values("variable_originated_legs").prefix(Limits.originatedLegsMax) {
            // "uuid;callee name;number", one for each leg tried, failed ones too.
            let other = leg.prefix { $0 != ";" }
            link(
                .birth, channel, Identity(.channel, String(other)), "variable_originated_legs",
                from: time)
        }
        for other in (event["variable_xfer_uuids"] ?? "").split(separator: " ").prefix(2) {
            link(.transfer, channel, Identity(.channel, String(other)), "variable_xfer_uuids")
        }
        for entry in event.values("variable_transfer_history").prefix(Limits.transfersMax) {
            // "epoch:id:uuid_br:channel"; of other kinds of transfer the fourth part is no channel.
            let parts = entry.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count == 4, parts[2] == "uuid_br" else { continue }
            // Repeated for as long as the channel lives, and only true of that second.
            let epoch = Int64(parts[0]) ?? -1
            let isPast = epoch >= 0 && epoch <= time.microseconds / 1_000_000
            let moment = isPast ? Timestamp(microseconds: epoch * 1_000_000) : time
            link(
                .transfer, channel, Identity(.channel, String(parts[3])),
                "variable_transfer_history", from: moment, until: moment)
        }
        if let target = event["variable_transfer_to"] {
            // "att:uuid", "satt:uuid", "blind:uuid or extension"
            let parts = target.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                link(
                    .transfer, channel, Identity(.channel, String(parts[1])),
                    "variable_transfer_to")
            }
        }
    }

    /// Adds what the event itself is about: a birth, a bridge, a new name, an application.
    mutating func addState(of event: SwitchEvent, on channel: Identity) {
        switch event.name {
        case "CHANNEL_OUTGOING", "CHANNEL_CREATE", "CHANNEL_ORIGINATE":
            // Only while the leg is being made is its other side its maker; later its last partner.
            if event["Other-Type"] == "originator", let other = event["Other-Leg-Unique-ID"] {
                link(.birth, channel, Identity(.channel, other), "Other-Leg-Unique-ID")
            }
        case "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE":
            let until = event.name == "CHANNEL_UNBRIDGE" ? time : nil
            for header in ["Bridge-A-Unique-ID", "Bridge-B-Unique-ID"] {
                if let other = event[header] {
                    link(.talk, channel, Identity(.channel, other), header, until: until)
                }
            }
        case "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY", "CHANNEL_DATA",
            SwitchEvent.cdrName:
            // By now they name the last partner and not the one before.
            for header in ["variable_last_bridge_to", "variable_bridge_uuid"] {
                if let other = event[header] {
                    link(.talk, channel, Identity(.channel, other), header, until: time)
                }
            }
            if let room = event["variable_conference_uuid"] {
                link(
                    .member, channel, Identity(.conference, room), "variable_conference_uuid",
                    until: event.name == "CHANNEL_DATA" ? nil : time)
                hub = (Identity(.conference, room), event["variable_conference_name"] ?? room)
            }
        case "CHANNEL_UUID":
            if let old = event["Old-Unique-ID"] {
                link(.rename, channel, Identity(.channel, old), "Old-Unique-ID")
            }
        default: break
        }
        if let application = event["Application"], event.name.hasPrefix("CHANNEL_EXECUTE") {
            addApplication(application, event["Application-Data"], "Application-Data", on: channel)
        } else if let application = event["variable_current_application"] {
            addApplication(
                application, event["variable_current_application_data"],
                "variable_current_application_data", on: channel)
        }
    }

    /// Applications that name a channel: nowhere else does a listener's channel say whom it hears.
    private mutating func addApplication(
        _ application: String, _ data: String?, _ header: String, on channel: Identity
    ) {
        let kind: Link.Kind
        switch application {
        case "eavesdrop", "userspy", "three_way": kind = .monitor
        case "intercept": kind = .pickup
        case "uuid_bridge": kind = .transfer
        default: return
        }
        // "intercept -bleg UUID": options come first.
        let words = (data ?? "").split(separator: " ")
        if let word = words.first(where: { !$0.hasPrefix("-") }) {
            link(kind, channel, Identity(.channel, String(word)), header)
        }
    }

    private mutating func name(_ value: String, by naming: Naming, on channel: Identity) {
        link(
            naming.kind, channel, Identity(.channel, value), naming.header,
            strength: naming.strength)
        if naming.mayBeCallID {
            link(naming.kind, channel, Identity(.dialog, value), naming.header)
        }
    }
}
