// What a CDR says of a channel.

internal import EventSocket

extension Channel {
    /// Takes from the CDR what no event has said.
    mutating func complete(by cdr: SwitchEvent, at time: Timestamp) {
        callID = callID ?? cdr["variable_sip_call_id"]
        direction = direction ?? cdr["Call-Direction"].flatMap(Direction.init(rawValue:))
        name = name ?? cdr["Channel-Name"]
        hangupCause = hangupCause ?? cdr["Hangup-Cause"]
        hangupDisposition = hangupDisposition ?? cdr["variable_sip_hangup_disposition"]
        answered = answered ?? cdr.stamp("variable_answer_uepoch")
        end = end ?? time
    }
}

extension SwitchEvent {
    /// When the channel of a CDR began; nil for anything but a CDR that says it.
    var cdrStart: Timestamp? {
        guard isCDR else { return nil }
        return stamp("variable_start_uepoch") ?? stamp("Caller-Channel-Created-Time")
    }

    /// A moment in microseconds since 1970; 0 is none.
    fileprivate func stamp(_ name: String) -> Timestamp? {
        guard let microseconds = self[name].flatMap({ Int64($0) }), microseconds > 0 else {
            return nil
        }
        return Timestamp(microseconds: microseconds)
    }
}
