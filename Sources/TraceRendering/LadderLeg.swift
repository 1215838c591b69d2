// One leg of a call.

internal import CallGraph

/// A dialog with the channels that speak it, or a channel without a dialog.
struct LadderLeg {
    /// From 1, in order of start.
    var number = 0
    /// nil when no SIP of it was seen.
    var dialog: Dialog?
    /// Its channels, one for each life of a switch that had it.
    var channels: [Channel] = []

    /// When it began.
    var start: Timestamp {
        dialog?.start ?? channels.map(\.start).min() ?? Timestamp(microseconds: 0)
    }
}
