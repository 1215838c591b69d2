// Why a file cannot be read, or not any further.

/// What is wrong with a capture, and where in it.
public struct CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kinds of trouble.
    public enum Reason: String, CaseIterable, Sendable {
        /// The file begins with nothing that a capture begins with.
        case magic
        /// A version of the format that did not exist when this was written.
        case version
        /// A length that cannot be.
        case length
        /// A packet of an interface that was never described.
        case interface
        /// More interfaces, or more bytes at once, than are held.
        case limit
    }

    /// What was wrong.
    public let reason: Reason

    /// Where it was wrong, in bytes from the start of the file.
    public let offset: Int

    /// An error at `offset`.
    public init(_ reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// One line for an operator.
    public var description: String {
        let what =
            switch reason {
            case .magic: "this is neither pcap nor pcapng"
            case .version: "an unknown version of the format"
            case .length: "a length that cannot be"
            case .interface: "a packet of an interface that is not described"
            case .limit: "more than is held at once"
            }
        return "\(what), at byte \(offset)"
    }
}
