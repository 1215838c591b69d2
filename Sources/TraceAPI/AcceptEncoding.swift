// The `Accept-Encoding` header, as far as gzip goes.

/// What a client says of compressed answers (RFC 9110 §12.5.3).
struct AcceptEncoding {
    /// Whether an answer may be a gzip member. Never without a header: the RFC would allow it, and
    /// whoever asks with a simple tool wants to read the answer.
    let takesGzip: Bool

    /// - Parameter header: the header's value; several headers joined by commas.
    init(_ header: String?) {
        var named: Bool?
        var any = false
        let entries = (header ?? "").prefix(Limits.acceptEncodingCharactersMax)
            .split(separator: ",")
        for entry in entries {
            let parts = entry.split(separator: ";").map {
                $0.lowercased().filter { $0 != " " && $0 != "\t" }
            }
            let isWanted = parts.dropFirst().allSatisfy {
                !$0.hasPrefix("q=") || Self.isMoreThanNothing($0.dropFirst(2))
            }
            switch parts.first {
            case "gzip", "x-gzip": named = isWanted
            case "*": any = isWanted
            default: break
            }
        }
        // What is named counts, whatever is said of all others.
        takesGzip = named ?? any
    }

    private static func isMoreThanNothing(_ quality: Substring) -> Bool {
        guard let quality = Double(quality) else { return false }
        return quality > 0 && quality <= 1
    }
}
