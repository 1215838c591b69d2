// What can be wrong with what an agent sends, in a fixed set of words.

/// A fault of a packet whose agent is known.
package enum AgentFault: String, CaseIterable, Sendable {
    /// The packet, or its payload, says that it is longer than it came. Recorded.
    case truncated
    /// A chunk or a length is not as HEP has it, and could be put right or passed over. Recorded.
    case malformed
    /// No time of capture: HEP version 1, or an agent without a clock. Recorded by its time of receipt.
    case noTime = "no_time"
    /// A time before 2000 or more than a day ahead. Recorded by its time of receipt.
    case badTime = "bad_time"
    /// SIP that names no host it came from or went to: sofia-sip does so for IPv6. Recorded.
    case noAddress = "no_address"
    /// No payload. Refused.
    case empty
    /// Compressed data that cannot be opened. Refused.
    case inflate
    /// TLS where SIP was announced. Refused.
    case tls
    /// Announced as SIP, and nothing of SIP in it. Refused.
    case notSIP = "not_sip"
    /// A protocol type that is not kept. Refused.
    case type

    /// The fault of an agent whose packet is refused; nil for what is none: keep-alives and STUN.
    init?(_ reason: RefusalReason) {
        switch reason {
        case .empty: self = .empty
        case .inflate: self = .inflate
        case .tls: self = .tls
        case .notSIP: self = .notSIP
        case .type: self = .type
        default: return nil
        }
    }

    /// The place in a table of all.
    var index: Int {
        switch self {
        case .truncated: 0
        case .malformed: 1
        case .noTime: 2
        case .badTime: 3
        case .noAddress: 4
        case .empty: 5
        case .inflate: 6
        case .tls: 7
        case .notSIP: 8
        case .type: 9
        }
    }
}
