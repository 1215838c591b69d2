// One log line.

/// A line with its time and structured metadata.
public struct LokiEntry: Sendable {
    /// Nanoseconds since 1970. Loki refuses what is older than 7 days, more than 10 minutes ahead,
    /// or more than an hour behind the newest line of its stream.
    public var time: Int64
    /// The text. Bytes that are not UTF-8 become U+FFFD, a line over 262,144 bytes is cut and
    /// marked.
    public var line: [UInt8]
    /// Names and values beside the line; at most 128 of 65,536 bytes together, empty values are
    /// left out.
    public var metadata: [LokiLabel]

    /// An entry as given; it is checked when a batch takes it.
    public init(time: Int64, line: [UInt8], metadata: [LokiLabel] = []) {
        self.time = time
        self.line = line
        self.metadata = metadata
    }
}
