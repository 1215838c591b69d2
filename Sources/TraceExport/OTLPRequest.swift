// The body of one request to /v1/traces.

/// Collects spans until a request is as long as it may be.
package struct OTLPRequest: Sendable {
    private static let head = Array(
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":\
        {"stringValue":"calltrace"}}]},"scopeSpans":[{"scope":{"name":"calltrace"},"spans":[
        """.utf8)
    private static let tail = Array("]}]}]}".utf8)

    private var bytes = Self.head
    /// How many spans are in it.
    package private(set) var spanCount = 0

    /// A request without spans.
    package init() {}

    /// True when there is nothing to send.
    package var isEmpty: Bool { spanCount == 0 }

    /// Adds the JSON of a span; false, with nothing done, when there is no room. The first always fits.
    package mutating func append(_ span: [UInt8]) -> Bool {
        let count = bytes.count + span.count + 1 + Self.tail.count
        guard isEmpty || count <= Limits.requestBytesMax else { return false }
        if !isEmpty { bytes.append(0x2c) }
        bytes += span
        spanCount += 1
        return true
    }

    /// The JSON of the request.
    package var body: [UInt8] { bytes + Self.tail }
}
