// The entries of one label set within a batch.

/// Entries that share their labels, in the order they came.
public struct LokiStream: Sendable {
    /// What names the stream.
    public let labels: LokiLabels
    /// The entries, already checked.
    public internal(set) var entries: [LokiEntry]
}
