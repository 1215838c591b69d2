// The two forms of a push, and why making one may fail.

/// How a push is written.
public enum LokiEncoding: String, Sendable {
    /// Protobuf with block snappy: the cheap one.
    case protobuf
    /// JSON with gzip: about five times the work, for what stands between and wants to read it.
    case json
}

/// A compression library that failed; it does so for want of memory only.
public struct LokiEncodingError: Error, CustomStringConvertible {
    /// `snappy` or `zlib`.
    public let library: String
    /// The library's own status.
    public let code: Int

    /// One line for a log.
    public var description: String { "\(library) answered \(code)" }
}
