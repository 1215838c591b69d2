// What the HTTP interface asks of the program around it.

package import CallGraph
package import Doctor

/// Answers what happened to a call.
package protocol CallTracer: Sendable {
    /// The call that `id` is an identity of; nil when nothing is known of it. Throws when it could not be
    /// looked for, which is another thing.
    func trace(_ id: String, options: TraceOptions) async throws -> Trace?
}

/// Says how the collector is.
package protocol CollectorStatus: Sendable {
    /// True when everything listens and the journal can be written.
    var isReady: Bool { get }
    /// All metrics, in the form that suits an `Accept` header best; nil when there is none.
    func metrics(accept: String?) async -> Exposition
    /// How it stands just now.
    func snapshot() async -> CollectorSnapshot
}
