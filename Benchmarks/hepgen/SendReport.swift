// What a run of the generator came to.

/// The result of a run.
struct SendReport {
    /// Packets that the system took.
    var sent = 0
    /// Packets that it did not take, because nobody listened.
    var refused = 0
    /// Bytes of all packets.
    var bytes = 0
    /// How long it took.
    var seconds = 0.0
    /// CPU of the generator, user and system; over loopback much of the receiver's kernel work is in it.
    var cpuSeconds = 0.0
    /// The most that a batch was late.
    var lateMillisecondsMax = 0.0
    /// Time that was given up because it was too late: the rate fell short by its share.
    var skippedMilliseconds = 0.0
    /// Sessions that began; their numbers are from 0 to this.
    var sessions: UInt64 = 0

    /// One line for people.
    var text: String {
        let rate = seconds > 0 ? Int(Double(sent) / seconds) : 0
        let mean = sent > 0 ? bytes / (sent + refused) : 0
        return "\(sent) packets of \(mean) bytes in \(rounded(seconds)) s: \(rate)/s; "
            + "\(rounded(sent > 0 ? cpuSeconds * 1e6 / Double(sent) : 0)) CPU-s a million; "
            + "\(refused) refused, \(rounded(lateMillisecondsMax)) ms late at most, "
            + "\(rounded(skippedMilliseconds)) ms skipped; \(sessions) sessions"
    }

    /// One line for programs.
    var json: String {
        """
        {"sent":\(sent),"refused":\(refused),"bytes":\(bytes),"seconds":\(seconds),\
        "cpuSeconds":\(cpuSeconds),"lateMillisecondsMax":\(lateMillisecondsMax),\
        "skippedMilliseconds":\(skippedMilliseconds),"sessions":\(sessions)}
        """
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
