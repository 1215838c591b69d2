// Quality reports: the numbers of RTCP as agents send them in JSON.

extension QualityRow {
    /// The row of a quality record: HEP type 5 (RTCP as JSON).
    ///
    /// Loss is the share of the last interval in 1/256 (RFC 3550 §6.4.1). Jitter comes in units of the
    /// RTP clock, which RTCP does not name: 8 kHz is assumed, the rate of nearly all telephony.
    init(_ record: Record, callID: String) {
        let text = record.payload
        let lost = JSONNumbers.first("fraction_lost", in: text)
        let jitter = JSONNumbers.first("ia_jitter", in: text)
        self.init(
            time: record.header.time, callID: callID, node: record.node,
            loss: lost.flatMap { (0...255).contains($0) ? $0 / 256 : nil },
            jitterSeconds: jitter.flatMap { $0 >= 0 && $0 < 80_000 ? $0 / 8000 : nil },
            roundTripSeconds: nil, mos: nil)
        source = record.header.source
        destination = record.header.destination
    }
}
