// Pseudo-random words of one session.

/// 64-bit words, one for each purpose, that differ from session to session and are the same whenever
/// they are asked for.
struct SessionWords {
    let base: UInt64

    /// The word for a purpose.
    subscript(salt: Salt) -> UInt64 { self[salt.rawValue] }

    /// The word for a numbered purpose.
    subscript(number: UInt8) -> UInt64 {
        Self.fold(base &+ UInt64(number) &* 0xd1b5_4a32_d192_ed03, 0xaef1_7502_108e_f2d9)
    }

    /// Both halves of the 128-bit product, folded: every bit of the factors reaches every bit.
    static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = (a ^ 0x8f3b_71c9_25d4_6ea7).multipliedFullWidth(by: b)
        let once = product.high ^ product.low
        let again = (once ^ 0x1d8e_4e27_c47d_124f).multipliedFullWidth(by: 0xeb44_acca_b455_d165)
        return again.high ^ again.low
    }
}

/// What a word is for. Those of a leg come twice: the second leg has the raw value plus one.
enum Salt: UInt8 {
    case kind = 0
    case hangUp
    case profile
    case captureID
    case caller
    case callee
    case phoneOctet2
    case phoneOctet3
    case phoneOctet4
    case farOctet
    case nonce
    case nonceRest
    case response
    case responseRest
    case clientNonce
    case hold
    case callIDHigh = 20
    case callIDLow = 22
    case fromTag = 24
    case toTag = 26
    case callerPort = 28
    case calleePort = 30
    case mediaSession = 32
    case sequence = 34
    /// Transactions 0 to 7 of the first leg, then of the second.
    case branch = 40

    /// The number of this purpose for a leg.
    func of(_ leg: Leg) -> UInt8 { rawValue + leg.rawValue }

    /// The number of the branch of a transaction.
    static func branch(_ leg: Leg, transaction: UInt8) -> UInt8 {
        branch.rawValue + leg.rawValue * 8 + transaction % 8
    }
}
