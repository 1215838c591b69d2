// Bodies within bodies.

/// A part of a multipart body, or a body that is not multipart.
public struct BodyPart: Sendable {
    /// The value of Content-Type; empty when there is none.
    public var contentType = ByteRange.empty

    /// The bytes.
    public var body = ByteRange.empty

    /// A body of this type.
    public init(contentType: ByteRange, body: ByteRange) {
        self.contentType = contentType
        self.body = body
    }

    /// True when the media type is `name` (in lowercase, such as `application/sdp`), whatever its
    /// parameters.
    public func isType(_ name: StaticString, in bytes: Span<UInt8>) -> Bool {
        let type = mediaType(bytes)
        return bytes.equals(name, type.lower, type.upper, ignoringCase: true)
    }

    /// Shows the part itself, or the parts of a multipart body and those within them, until `body`
    /// returns false.
    ///
    /// At most ``Limits/bodyPartsMax`` parts, ``Limits/bodyDepthMax`` levels. Source: RFC 2046
    /// §5.1.
    public func forEachLeaf(in bytes: Span<UInt8>, _ body: (BodyPart) -> Bool) {
        var remaining = Limits.bodyPartsMax
        _ = visit(bytes, depth: 0, &remaining, body)
    }

    private func visit(
        _ bytes: Span<UInt8>, depth: Int, _ remaining: inout Int, _ visitor: (BodyPart) -> Bool
    ) -> Bool {
        let type = mediaType(bytes)
        guard depth < Limits.bodyDepthMax, let boundary = boundary(bytes),
            bytes.hasPrefix("multipart/", type.lower, type.upper, ignoringCase: true)
        else { return visitor(self) }
        var scanner = MultipartScanner(bytes, body, boundary: boundary)
        while let part = scanner.next(bytes) {
            guard remaining > 0 else { return false }
            remaining -= 1
            guard part.visit(bytes, depth: depth + 1, &remaining, visitor) else { return false }
        }
        return true
    }

    private func mediaType(_ bytes: Span<UInt8>) -> (lower: Int, upper: Int) {
        let (lower, upper) = contentType.clamped(to: bytes)
        return bytes.trimmed(
            lower, bytes.firstOffset(of: ASCII.semicolon, lower, upper) ?? upper)
    }

    private func boundary(_ bytes: Span<UInt8>) -> ByteRange? {
        guard let boundary = SIPParameters(contentType).first("boundary", in: bytes),
            !boundary.isEmpty, boundary.count <= Limits.boundaryBytesMax
        else { return nil }
        return boundary
    }
}

extension SIPMessage {
    /// The session description: the body, or the first part of type application/sdp of a multipart
    /// one; nil when there is none.
    ///
    /// A body without a Content-Type counts when it begins as a session description does.
    public func sessionDescription(in bytes: Span<UInt8>) -> ByteRange? {
        guard !body.isEmpty else { return nil }
        if contentType.isEmpty {
            let (lower, upper) = body.clamped(to: bytes)
            return bytes.hasPrefix("v=0", lower, upper, ignoringCase: false) ? body : nil
        }
        var result: ByteRange?
        BodyPart(contentType: contentType, body: body).forEachLeaf(in: bytes) { part in
            guard part.isType("application/sdp", in: bytes) else { return true }
            result = part.body
            return false
        }
        return result
    }
}
