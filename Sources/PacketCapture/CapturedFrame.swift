// One packet of a capture, as its file has it.

/// A frame: when, of which link, and where its bytes lie.
public struct CapturedFrame: Sendable, Equatable {
    /// When it was captured, in microseconds since 1970; nil where the file does not say, or says
    /// what cannot be.
    public var time: Int64?

    /// What its bytes begin with.
    public var linkType: LinkType

    /// Its bytes in ``CaptureReader/bytes``, until the next call of ``CaptureReader/next()``.
    public var bytes: Range<Int>

    /// How long it was on the wire; more than its bytes when it was cut.
    public var originalLength: Int

    /// The first comment on it, UTF-8; empty when there is none.
    public var comment: Range<Int> = 0..<0
}
