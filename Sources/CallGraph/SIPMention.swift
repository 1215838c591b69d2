// What a SIP message names besides its own dialog.

/// What sort of thing a SIP message names.
public enum SIPMention: Hashable, Sendable {
    /// The dialog that this one takes the place of (RFC 3891).
    case replaces
    /// The dialog that the target of a REFER is to take the place of (RFC 3515, RFC 3891 §3).
    case referredReplaces
    /// The dialog that this one joins (RFC 3911).
    case join
    /// The dialog that an out-of-dialog request is about (RFC 4538).
    case targetDialog
    /// One half of a Session-ID (RFC 7989).
    case sessionID
    /// The charging identifier of P-Charging-Vector (RFC 7315 §4.6).
    case chargingID
    /// A header of `LinkRules`, by its place.
    case header(Int)
    /// What the agent says the message belongs to (HEP chunk 0x11).
    case correlation
    /// Where media is to be sent: address and port of the first stream.
    case media
    /// The session of the o= line, without its version (RFC 8866 §5.2).
    case origin
    /// The numbers of caller and callee, as far as they are comparable.
    case numbers
    /// From tag and CSeq, which a node that hides topology leaves as they are.
    case tag

    /// Keeps keys of guesses apart from names that somebody might look for.
    var salt: UInt64 {
        switch self {
        case .media: 0x6d65_6469_61
        case .origin: 0x6f72_6967_696e
        case .numbers: 0x6e75_6d62_6572
        case .tag: 0x7461_67
        default: 0
        }
    }

    /// True for what only suggests: looked for when a call is put together, never a name.
    var isHint: Bool { salt != 0 }
}
