// The time in a packet, believed or not.

/// Seconds and microseconds as an agent sent them, and what can be made of them.
struct AgentTime {
    /// Seconds since 1970; nil when absent.
    var seconds: UInt64?

    /// Microseconds; more than 999,999 is carried into the seconds. 0 when absent.
    var microseconds: UInt64 = 0

    /// The time in microseconds since 1970 if a receiver whose clock says `now` can believe it.
    func believed(now: Int64) -> Int64? {
        guard let seconds, seconds <= Limits.secondsMax, microseconds <= UInt64(UInt32.max)
        else { return nil }
        let time = Int64(seconds) * 1_000_000 + Int64(microseconds)
        let (latest, overflow) = now.addingReportingOverflow(Limits.clockAheadMax)
        guard time >= Limits.timeMin, overflow || time <= latest else { return nil }
        return time
    }

    /// Puts the time into `packet`, with the flags that belong to it.
    func store(in packet: inout HEPPacket, now: Int64) {
        guard seconds != nil else { return }
        packet.time = believed(now: now)
        if packet.time == nil {
            packet.flags.insert(.timeUnusable)
        } else if microseconds > 999_999 {
            packet.flags.insert(.timeRepaired)
        }
    }
}
