// Why Loki refuses lines, in a fixed set of words.

/// A reason for which a line is refused for good (loki.md §2.2 to §2.5).
public enum LokiRefusal: String, Sendable, CaseIterable {
    /// Older than Loki takes at all, seven days by default.
    case tooOld = "too_old"
    /// In the future.
    case tooNew = "too_new"
    /// More than an hour behind the newest line of its stream.
    case tooFarBehind = "too_far_behind"
    /// A line, a label or metadata over a limit.
    case tooLong = "too_long"
    /// A push that is not as Loki wants it.
    case malformed
    /// Anything else.
    case other

    /// The reason that an answer gives.
    init(_ text: String) {
        let marks: [(String, LokiRefusal)] = [
            ("too far behind", .tooFarBehind), ("timestamp too old", .tooOld),
            ("timestamp too new", .tooNew), ("max entry size", .tooLong),
            ("too long", .tooLong), ("too large", .tooLong), ("too many", .tooLong),
            ("parse", .malformed), ("label", .malformed), ("EOF", .malformed),
            ("snappy", .malformed), ("unmarshaler", .malformed),
        ]
        self = marks.first { text.contains($0.0) }?.1 ?? .other
    }
}
