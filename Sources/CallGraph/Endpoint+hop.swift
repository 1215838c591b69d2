// A hop as one small number.

extension Endpoint {
    /// The two ends of a hop in 32 bits, the same in both directions.
    static func hop(_ a: Endpoint, _ b: Endpoint) -> UInt32 {
        func mix(_ end: Endpoint) -> UInt64 {
            (end.low ^ end.high &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(end.port) << 48)
                &* 0xbf58_476d_1ce4_e5b9
        }
        let sum = mix(a) &+ mix(b)
        return UInt32(truncatingIfNeeded: sum ^ sum >> 32)
    }
}
