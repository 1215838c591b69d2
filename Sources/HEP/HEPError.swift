// Why a packet was refused.

/// The reason for which bytes are not a packet, and where in them that showed.
public struct HEPError: Error, Hashable, Sendable {
    /// The fixed words for refusals; the raw value is fit for a metric label.
    public enum Reason: String, CaseIterable, Sendable {
        /// The first bytes are those of no format known here.
        case magic
        /// The packet is shorter than its own header, declares less than one, or is too long
        /// to encode.
        case length
        /// A chunk is shorter than its own header or reaches past the end of the packet.
        case chunk
        /// The address family of a version 1 or 2 packet is none of those systems use, or the
        /// two addresses to encode differ in family.
        case family
        /// A packet that says nothing: no chunk, or none that is known. Some senders keep a
        /// connection alive with these.
        case empty
        /// The packet is gzip; inflate it and decode what comes out.
        case compressed
        /// The protobuf format of heplify 1, which is recognised and not decoded.
        case protobuf
    }

    /// What was wrong.
    public let reason: Reason

    /// Where it was wrong, in bytes from the start of the packet.
    public let offset: Int

    /// Which field was being read, if any.
    public let field: StaticString?

    /// An error at `offset` while reading `field`.
    public init(_ reason: Reason, offset: Int, field: StaticString? = nil) {
        self.reason = reason
        self.offset = offset
        self.field = field
    }

    /// Equal reason and place; the field's name follows from those.
    public static func == (left: HEPError, right: HEPError) -> Bool {
        left.reason == right.reason && left.offset == right.offset
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(reason)
        hasher.combine(offset)
    }
}

extension HEPError: CustomStringConvertible {
    /// One line for a log, without any byte of the packet.
    public var description: String {
        let place = "HEP packet refused: \(reason.rawValue) at byte \(offset)"
        return field.map { "\(place) (\($0))" } ?? place
    }
}
