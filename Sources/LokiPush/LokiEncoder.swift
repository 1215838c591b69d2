// A batch made into the body of a request.

/// Writes and compresses batches in one encoding.
public struct LokiEncoder: Sendable {
    /// The encoding.
    public let encoding: LokiEncoding

    /// An encoder of this encoding.
    public init(_ encoding: LokiEncoding) {
        self.encoding = encoding
    }

    /// The `Content-Type` of the body.
    public var contentType: String {
        switch encoding {
        case .protobuf: "application/x-protobuf"
        case .json: "application/json"
        }
    }

    /// The `Content-Encoding` of the body; snappy belongs to the protobuf form and is named all the
    /// same.
    public var contentEncoding: String? {
        switch encoding {
        case .protobuf: "snappy"
        case .json: "gzip"
        }
    }

    /// The body of the push of a batch.
    public func encode(_ batch: LokiBatch) throws(LokiEncodingError) -> [UInt8] {
        switch encoding {
        case .protobuf:
            var writer = ProtobufWriter()
            writer.write(batch)
            return try Compression.snappy(writer.bytes)
        case .json:
            var writer = JSONWriter()
            writer.write(batch)
            return try Compression.gzip(writer.bytes)
        }
    }
}
