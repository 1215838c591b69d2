// What a batch had to change so that Loki takes it.

/// Counts of what was changed or left out of the entries of a batch.
public struct LokiRepairs: Equatable, Sendable {
    /// Lines over 262,144 bytes that were cut and marked.
    public internal(set) var linesCut = 0
    /// Lines in which bytes that are not UTF-8 were replaced.
    public internal(set) var linesRepaired = 0
    /// Metadata whose name was rewritten.
    public internal(set) var metadataRenamed = 0
    /// Metadata left out, for a name without letters and digits or for the limits. Empty values are
    /// not counted: they say nothing.
    public internal(set) var metadataDropped = 0
}
