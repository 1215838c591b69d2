// The name of a node, in place.

internal import CallGraph

/// A name of 64 bytes at most. Every record has one: copying it counts no references.
struct NodeName: Sendable {
    private var bytes = InlineArray<64, UInt8>(repeating: 0)
    private var count = 0

    /// This name; what is longer is cut.
    init(_ name: [UInt8]) {
        count = min(name.count, 64, CallGraph.Limits.nodeNameBytesMax)
        for index in 0..<count { bytes[index] = name[index] }
    }

    /// The name as text.
    var text: String { String(decoding: (0..<count).map { bytes[$0] }, as: UTF8.self) }

    /// Lends the name.
    @inline(__always)
    func with<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        let span = bytes.span
        return body(span.extracting(0..<count))
    }
}
