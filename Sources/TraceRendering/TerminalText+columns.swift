// How many columns a character takes in a terminal.

extension TerminalText {
    /// 0 for combining marks, 2 for East Asian wide characters and emoji, else 1.
    ///
    /// After Unicode's EastAsianWidth.txt, in whole blocks. Ambiguous ones count as narrow, as terminals
    /// outside East Asia draw them.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        let value = scalar.value
        if value < 0x300 { return 1 }
        // Vowels and final consonants of Hangul join the syllable before them.
        if (0x1160...0x11ff).contains(value) { return 0 }
        if isWide(value) { return 2 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return scalar.properties.isEmojiPresentation ? 2 : 1
        }
    }

    private static func isWide(_ value: UInt32) -> Bool {
        switch value {
        case 0x1100...0x115f,  // Hangul initial consonants
            0x2329...0x232a,
            0x2e80...0x3029, 0x3030...0x303e, 0x3041...0x3096, 0x309b...0x33ff,  // CJK marks, kana
            0x3400...0x4dbf, 0x4e00...0x9fff,  // CJK ideographs
            0xa000...0xa4cf, 0xa960...0xa97f,
            0xac00...0xd7a3,  // Hangul syllables
            0xf900...0xfaff,
            0xfe10...0xfe19, 0xfe30...0xfe6f,
            0xff00...0xff60, 0xffe0...0xffe6,  // fullwidth forms
            0x16fe0...0x18cff, 0x1b000...0x1b2ff,
            0x1f200...0x1f2ff, 0x1f300...0x1f64f, 0x1f680...0x1f6ff, 0x1f900...0x1f9ff,
            0x20000...0x3fffd:
            true
        default: false
        }
    }
}
