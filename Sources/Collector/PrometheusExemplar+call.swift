// The trace of a call as an example of what was counted.

internal import CallGraph
internal import PrometheusText

extension PrometheusExemplar {
    /// The call of this name, observed at this time: best the time of receiving, which only grows.
    init(_ call: CallIdentifier, at time: Timestamp) {
        self.init(traceHigh: call.high, traceLow: call.low, microseconds: time.microseconds)
    }
}
