// The legs of a call, as spans have them: a dialog with the channels that speak it.

internal import CallGraph

/// A dialog with its channels, or a channel whose SIP was not heard.
struct Leg {
    /// The dialog, or the channel where there is none.
    let identity: Identity
    let dialog: Dialog?
    /// More than one when several switches spoke one Call-ID, or one took over from another.
    let channels: [Channel]

    /// The legs of a trace, the earliest first.
    static func legs(of trace: Trace) -> [Leg] {
        var byCallID: [String: [Channel]] = [:]
        for channel in trace.channels {
            if let callID = channel.callID { byCallID[callID, default: []].append(channel) }
        }
        let heard = Set(trace.dialogs.map(\.callID))
        var legs = trace.dialogs.map { dialog in
            Leg(
                identity: Identity(.dialog, dialog.callID), dialog: dialog,
                channels: byCallID[dialog.callID] ?? [])
        }
        // A channel of a dialog that was not heard is known by its own name, as are its segments.
        var silent: [String: [Channel]] = [:]
        for channel in trace.channels where channel.callID.map(heard.contains) != true {
            silent[channel.uuid, default: []].append(channel)
        }
        for (uuid, channels) in silent {
            legs.append(
                Leg(identity: Identity(.channel, uuid), dialog: nil, channels: channels))
        }
        return legs.sorted { ($0.start, $0.identity) < ($1.start, $1.identity) }
    }

    /// Everything that names it in rows.
    var names: [Identity] {
        (dialog.map { [Identity(.dialog, $0.callID)] } ?? [])
            + channels.map { Identity(.channel, $0.uuid) }
    }

    var start: Timestamp {
        ([dialog?.start] + channels.map(\.start)).compactMap(\.self).min()
            ?? Timestamp(microseconds: 0)
    }

    /// When it ended; nil while it is up.
    var end: Timestamp? {
        dialog.map(\.end)
            ?? (channels.allSatisfy { $0.end != nil }
                ? channels.compactMap(\.end).max() : nil)
    }

    /// When it was answered.
    var answered: Timestamp? { dialog?.answered ?? channels.compactMap(\.answered).min() }

    /// Who called whom, as the switch sees it; nil when no switch was heard.
    var direction: Channel.Direction? { channels.lazy.compactMap(\.direction).first }
}
