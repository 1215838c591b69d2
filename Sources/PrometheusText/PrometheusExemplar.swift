// An example of what was counted: the trace of one call.

/// The trace that an observation belongs to, so that one can go from a figure to a call.
///
/// Exemplars are shown in OpenMetrics only. Of each counter and each bucket of a histogram the last
/// one is kept. The value beside it is that of the observation, which makes it one of its bucket.
public struct PrometheusExemplar: Sendable, Hashable {
    /// The first 64 bits of the trace's id.
    public let traceHigh: UInt64
    /// The last 64 bits.
    public let traceLow: UInt64
    /// When it was observed, in microseconds since 1970. Prometheus refuses an exemplar that is
    /// older than the one before, so this is best the time of receiving and not the time that an
    /// agent says.
    public let microseconds: Int64

    /// An exemplar of this trace and time.
    public init(traceHigh: UInt64, traceLow: UInt64, microseconds: Int64) {
        self.traceHigh = traceHigh
        self.traceLow = traceLow
        self.microseconds = microseconds
    }

    /// Appends ` # {trace_id="…"} value time`. The one label has 40 of the 128 characters that
    /// OpenMetrics 1.0.0 §4.6.1 allows.
    func render(value: Double, into text: inout [UInt8]) {
        text.append(contentsOf: " # {trace_id=\"".utf8)
        for half in [traceHigh, traceLow] {
            var shift: UInt64 = 64
            while shift > 0 {
                shift -= 4
                let digit = UInt8(half >> shift & 15)
                text.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
        text.append(contentsOf: "\"} ".utf8)
        text.append(contentsOf: NumberText.render(value).utf8)
        text.append(UInt8(ascii: " "))
        text.append(contentsOf: NumberText.render(Double(microseconds) / 1_000_000).utf8)
    }
}
