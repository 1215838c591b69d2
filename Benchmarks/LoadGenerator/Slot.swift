// A place in a template that is written anew for each packet.

/// When a packet is said to have been captured, and by whom.
struct Moment {
    var seconds: UInt32
    var microseconds: UInt32
    var captureIDFirst: UInt32 = 0
    var captureIDCount: UInt64 = 1

    init(time: Int64) {
        let (seconds, rest) = time.quotientAndRemainder(dividingBy: 1_000_000)
        self.seconds = UInt32(truncatingIfNeeded: seconds)
        microseconds = UInt32(truncatingIfNeeded: rest)
    }
}

/// A place in a template: where, in which form, and of which word.
struct Slot: Sendable {
    /// How a word is written. All forms have a fixed width, so that no length ever changes.
    enum Form: UInt8, Sendable {
        /// 16 hexadecimal digits.
        case hex
        /// 8-4-4-4-12 hexadecimal digits, of this word and the one two further.
        case uuid
        /// A number of seven digits, the first not 0.
        case digits7
        /// A port from 10000 to 59998, even.
        case port
        /// A CSeq number of five digits, the addend added.
        case sequence
        /// A number from 100 to 227 in decimal: part of an address.
        case octetText
        /// The same in one byte.
        case octet
        /// The number of the capture agent, four bytes.
        case captureID
        /// Seconds of the time of capture, four bytes.
        case seconds
        /// Microseconds of the time of capture, four bytes.
        case microseconds

        /// Bytes that it takes.
        var width: Int {
            switch self {
            case .hex: 16
            case .uuid: 36
            case .digits7: 7
            case .port, .sequence: 5
            case .octetText: 3
            case .octet: 1
            case .captureID, .seconds, .microseconds: 4
            }
        }
    }

    var offset: UInt16
    var form: Form
    var salt: UInt8
    var addend: UInt8 = 0

    /// Writes it into the packet that starts at `start`.
    func patch(
        _ bytes: inout MutableSpan<UInt8>, from start: Int, words: SessionWords, moment: Moment
    ) {
        let at = start + Int(offset)
        switch form {
        case .hex: Digits.hex(words[salt], into: &bytes, at: at)
        case .uuid: Digits.uuid(words[salt], words[salt + 2], into: &bytes, at: at)
        case .digits7:
            Digits.decimal(1_000_000 + words[salt] % 9_000_000, 7, into: &bytes, at: at)
        case .port: Digits.decimal(10_000 + words[salt] % 25_000 * 2, 5, into: &bytes, at: at)
        case .sequence:
            Digits.decimal(
                10_000 + words[salt] % 80_000 + UInt64(addend), 5, into: &bytes, at: at)
        case .octetText: Digits.decimal(100 + words[salt] % 128, 3, into: &bytes, at: at)
        case .octet: bytes[at] = UInt8(truncatingIfNeeded: 100 + words[salt] % 128)
        case .captureID:
            let number = words[salt] % moment.captureIDCount
            Digits.bigEndian(
                moment.captureIDFirst &+ UInt32(truncatingIfNeeded: number), into: &bytes, at: at)
        case .seconds: Digits.bigEndian(moment.seconds, into: &bytes, at: at)
        case .microseconds: Digits.bigEndian(moment.microseconds, into: &bytes, at: at)
        }
    }
}
