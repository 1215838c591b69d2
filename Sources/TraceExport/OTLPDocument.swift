// A call as a file of OTLP.

package import CallGraph

/// The spans of one call as a file: a request of /v1/traces on each line, the form that the collector of
/// OpenTelemetry writes and reads as files (otlpjsonfile).
package enum OTLPDocument {
    /// The lines; none for a call without a name.
    package static func render(_ trace: Trace) -> [UInt8] {
        var bytes: [UInt8] = []
        var request = OTLPRequest()
        for span in CallSpans(trace).encoded() where !request.append(span) {
            bytes += request.body + [0x0a]
            request = OTLPRequest()
            // The first always fits.
            _ = request.append(span)
        }
        return request.isEmpty ? bytes : bytes + request.body + [0x0a]
    }
}
