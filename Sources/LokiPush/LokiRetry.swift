// A try that failed and will be repeated.

/// Tells why a push waits, and how long.
public struct LokiRetry: Sendable {
    /// The failures in a row, from 1.
    public let failures: Int
    /// The status of the answer; nil when there was none.
    public let status: Int?
    /// One line: the answer's beginning or the transport's error.
    public let reason: String
    /// How long it waits before the next try.
    public let wait: Duration
}
