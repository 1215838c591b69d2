// What carries a push to Loki.

/// Sends one request and brings its answer; knows nothing of retries.
public protocol LokiTransport: Sendable {
    /// Posts a body to Loki's push address.
    ///
    /// - Parameters:
    ///   - body: the compressed body.
    ///   - contentType: the `Content-Type`.
    ///   - contentEncoding: the `Content-Encoding`, if any.
    ///   - tenant: goes into `X-Scope-OrgID`, if any.
    /// - Returns: the status and the text of the answer, whatever they are.
    /// - Throws: when there is no answer: no connection, a timeout, the task was cancelled.
    func post(
        body: [UInt8], contentType: String, contentEncoding: String?, tenant: LokiTenant?
    ) async throws -> (status: Int, body: String)
}
