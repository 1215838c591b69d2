// Chance that is the same in every run.

/// A generator of random numbers with a seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// A number from 0 up to but without `bound`, which is above 0.
    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// Replaces, takes out, puts in or doubles a piece.
    mutating func mutate(_ bytes: inout [UInt8], with palette: [UInt8]) {
        guard !bytes.isEmpty else {
            bytes.append(palette[below(palette.count)])
            return
        }
        let index = below(bytes.count)
        switch below(5) {
        case 0: bytes[index] = palette[below(palette.count)]
        case 1: bytes.remove(at: index)
        case 2: bytes.insert(palette[below(palette.count)], at: index)
        case 3: bytes.removeSubrange(index..<min(index + below(40), bytes.count))
        default:
            let piece = bytes[index..<min(index + below(40), bytes.count)]
            bytes.insert(contentsOf: piece, at: below(bytes.count))
        }
    }
}
