// What carries a request to an OTLP endpoint.

/// Sends one request and brings its answer; knows nothing of retries.
protocol OTLPTransport: Sendable {
    /// Posts JSON to `/v1/traces`.
    ///
    /// Returns the status, the Retry-After header and the beginning of the answer, whatever they are. Throws
    /// when there is no answer: no connection, a timeout, the task was cancelled.
    func post(_ body: [UInt8]) async throws -> (status: Int, retryAfter: String?, body: String)
}
