// Request methods: a fixed set, and everything else as one.

/// The methods that are told apart, for counting and for state machines.
///
/// The set is that of the registered methods; anything else is ``other``, so that a metric's label
/// has a bounded set of values. The text as sent is in ``SIPMessage/methodText``.
/// Source: RFC 3261 §7.1 (method names are case-sensitive, so that "invite" is ``other``).
public enum SIPMethod: UInt8, CaseIterable, Sendable {
    /// RFC 3261 §13.
    case invite
    /// RFC 3261 §13 and §17.
    case ack
    /// RFC 3261 §15.
    case bye
    /// RFC 3261 §9.
    case cancel
    /// RFC 3261 §10.
    case register
    /// RFC 3261 §11.
    case options
    /// RFC 3262.
    case prack
    /// RFC 6665.
    case subscribe
    /// RFC 6665.
    case notify
    /// RFC 3903.
    case publish
    /// RFC 6086.
    case info
    /// RFC 3515.
    case refer
    /// RFC 3428.
    case message
    /// RFC 3311.
    case update
    /// Any other token, or none.
    case other

    /// The method's name as sent, or "other".
    public var label: String {
        switch self {
        case .invite: "INVITE"
        case .ack: "ACK"
        case .bye: "BYE"
        case .cancel: "CANCEL"
        case .register: "REGISTER"
        case .options: "OPTIONS"
        case .prack: "PRACK"
        case .subscribe: "SUBSCRIBE"
        case .notify: "NOTIFY"
        case .publish: "PUBLISH"
        case .info: "INFO"
        case .refer: "REFER"
        case .message: "MESSAGE"
        case .update: "UPDATE"
        case .other: "other"
        }
    }

    /// The method whose name stands in `range`.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SIPMethod {
        let (lower, upper) = range.clamped(to: bytes)
        return parse(bytes, lower, upper)
    }

    /// The method whose name stands from `lower` up to `upper`.
    static func parse(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) -> SIPMethod {
        guard upper - lower >= 3, upper - lower <= 9 else { return .other }
        // The bytes as one number; SUBSCRIBE alone has nine, and its S falls out at the top.
        var key: UInt64 = 0
        var index = lower
        while index < upper {
            key = key << 8 | UInt64(bytes[index])
            index += 1
        }
        switch (upper - lower, key) {
        case (6, 0x494e_5649_5445): return .invite
        case (3, 0x41_434b): return .ack
        case (3, 0x42_5945): return .bye
        case (6, 0x4341_4e43_454c): return .cancel
        case (8, 0x5245_4749_5354_4552): return .register
        case (7, 0x4f_5054_494f_4e53): return .options
        case (5, 0x50_5241_434b): return .prack
        case (9, 0x5542_5343_5249_4245): return bytes[lower] == 0x53 ? .subscribe : .other
        case (6, 0x4e4f_5449_4659): return .notify
        case (7, 0x50_5542_4c49_5348): return .publish
        case (4, 0x494e_464f): return .info
        case (5, 0x52_4546_4552): return .refer
        case (7, 0x4d_4553_5341_4745): return .message
        case (6, 0x5550_4441_5445): return .update
        default: return .other
        }
    }
}
