// URL-encoding as the switch writes it.

/// The encoding of values in plain events.
enum PercentEncoding {
    /// Replaces each `%XX` by its byte; anything else stays, a plus sign and a `%` without two
    /// hexadecimal digits included (switch_url_decode does the same).
    ///
    /// The switch leaves a `%XX` that was already in a value alone when it encodes, so the decoded
    /// value may be more decoded than the original. JSON has no such loss, which is why it is asked
    /// for.
    static func decode(_ encoded: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(encoded.count)
        var at = encoded.startIndex
        while at < encoded.endIndex {
            let byte = encoded[at]
            if byte == ASCII.percent, encoded.endIndex - at > 2,
                let high = ASCII.hexValue(encoded[at + 1]),
                let low = ASCII.hexValue(encoded[at + 2])
            {
                decoded.append(high << 4 | low)
                at += 3
            } else {
                decoded.append(byte)
                at += 1
            }
        }
        return decoded
    }
}
