// One chunk to be sent.

/// A chunk of a version 3 packet, for what ``HEPEncoder`` has no property for.
public struct HEPChunk: Hashable, Sendable {
    /// The vendor that defines the type; 0 for the specification's own.
    public var vendor: UInt16

    /// The type; see ``ChunkType`` for those of vendor 0.
    public var type: UInt16

    /// The body, without the chunk's header.
    public var body: [UInt8]

    /// A chunk of any body.
    public init(vendor: UInt16 = 0, type: UInt16, body: [UInt8]) {
        self.vendor = vendor
        self.type = type
        self.body = body
    }

    /// A chunk that holds a number, big-endian and as wide as the number's type.
    public init<Number: FixedWidthInteger>(vendor: UInt16 = 0, type: UInt16, number: Number) {
        var body: [UInt8] = []
        body.appendBigEndian(number)
        self.init(vendor: vendor, type: type, body: body)
    }

    /// A chunk that holds text as UTF-8.
    public init(vendor: UInt16 = 0, type: UInt16, text: String) {
        self.init(vendor: vendor, type: type, body: Array(text.utf8))
    }

    /// A chunk that holds an address: four bytes or sixteen, none for no address.
    public init(vendor: UInt16 = 0, type: UInt16, address: HEPAddress) {
        var body: [UInt8] = []
        body.append(address)
        self.init(vendor: vendor, type: type, body: body)
    }
}
