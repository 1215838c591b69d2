// One header field as the scanner finds it.

/// A header field: where its name and its value stand, and its name as numbers to compare.
struct HeaderLine {
    /// The name without whitespace.
    var nameLower = 0
    var nameUpper = 0

    /// The first eight bytes of the name in lowercase; 0 when it has fewer.
    var head: UInt64 = 0

    /// The last eight bytes of the name in lowercase, or all when it has fewer.
    var tail: UInt64 = 0

    /// The value without whitespace around it; folds are still inside.
    var valueLower = 0
    var valueUpper = 0

    /// False for a line that is no header field.
    var hasColon = false

    /// True when the line began with whitespace and there was no line before that it continues.
    var isIndented = false

    /// The fields that every message is searched for.
    enum Known {
        case via, from, to, callID, cseq, contact, contentType, contentLength
    }

    /// Which of the fields that every message is searched for this is.
    ///
    /// The numbers spell the names: 0x746f is "to". Compact forms are those of RFC 3261 §7.3.3.
    @inline(__always)
    var known: Known? {
        // By length first: most headers are none of these, and one look tells.
        switch nameUpper - nameLower {
        case 1:
            switch tail {
            case 0x76: .via
            case 0x66: .from
            case 0x74: .to
            case 0x69: .callID
            case 0x6d: .contact
            case 0x63: .contentType
            case 0x6c: .contentLength
            default: nil
            }
        case 2: tail == 0x746f ? .to : nil
        case 3: tail == 0x76_6961 ? .via : nil
        case 4: tail == 0x6672_6f6d ? .from : tail == 0x6373_6571 ? .cseq : nil
        case 7:
            tail == 0x63_616c_6c2d_6964
                ? .callID : tail == 0x63_6f6e_7461_6374 ? .contact : nil
        case 12:
            tail == 0x656e_742d_7479_7065 && head == 0x636f_6e74_656e_742d ? .contentType : nil
        case 14:
            tail == 0x742d_6c65_6e67_7468 && head == 0x636f_6e74_656e_742d ? .contentLength : nil
        default: nil
        }
    }
}
