// Every bound of reading captures into a store, with its reason.

/// The bounds of this target.
package enum Limits {
    /// Bytes of a message in one HEP packet, whose length has 16 bits: the rest is for its chunks.
    static let payloadBytesMax = 65_000
    /// Bytes of a longer message over a stream in one packet; the collector puts such pieces together.
    static let pieceBytesMax = 60_000
    /// Bytes of a longer message that is sent: what the collector puts together.
    static let messageBytesMax = 512 << 10
    /// Bytes of a node's name: what a record keeps of it.
    static let nodeBytesMax = 64
    /// Bytes that all streams may hold for messages that are not whole; beyond it the stream that has
    /// just grown is given up.
    static let streamBytesMax = 64 << 20
    /// Bytes of a batch that is worth sending: about 600 messages, some ten milliseconds for a collector.
    package static let batchBytesFull = 512 << 10
}
