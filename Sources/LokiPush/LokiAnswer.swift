// What an answer of Loki means for the batch that it answers.

/// The four things that can follow from an answer.
public enum LokiAnswer: Equatable, Sendable {
    /// Everything is stored.
    case accepted
    /// Sending the same again is of no use. Part of it may be stored: `ignored` is the number of
    /// lines that Loki says it left out, when it says so.
    case refused(status: Int, ignored: Int?, text: String)
    /// Too large in one piece: send less at a time.
    case tooLarge(status: Int)
    /// Nothing is wrong with the batch: send it again later. Loki drops what it has already.
    case later(status: Int)

    /// Reads an answer.
    ///
    /// 400, 415 and 422 judge what was sent. Of the 500s those that complain of a label's name
    /// never pass, and one that complains of the size passes in pieces. Everything else (429, other
    /// 5xx, and 401, 403, 404, redirects: a wrong address or password in a configuration) is cured
    /// by time or by an operator, and nothing is thrown away meanwhile.
    public static func classify(status: Int, body: String) -> LokiAnswer {
        switch status {
        case 200..<300:
            return .accepted
        case 400, 415, 422:
            return .refused(status: status, ignored: ignored(in: body), text: shorten(body))
        case 413:
            return .tooLarge(status: status)
        case 500 where body.contains("received message larger than max"):
            return .tooLarge(status: status)
        case 500
        where body.contains("normalization for label name")
            || body.contains("label name is empty"):
            return .refused(status: status, ignored: nil, text: shorten(body))
        default:
            return .later(status: status)
        }
    }

    /// The first line of an answer, not too long, for a log.
    static func shorten(_ body: String) -> String {
        let line = body.split(whereSeparator: \.isNewline).first ?? ""
        return String(line.prefix(Limits.reasonCharactersMax))
    }

    /// The sum over `total ignored: N out of M` of every stream; nil when the text has none.
    private static func ignored(in body: String) -> Int? {
        let mark = "total ignored: "
        var sum: Int?
        var rest = body[...]
        while let found = rest.firstRange(of: mark) {
            rest = rest[found.upperBound...]
            guard let count = Int(rest.prefix { $0.isASCII && $0.isNumber }) else { continue }
            let (more, overflow) = (sum ?? 0).addingReportingOverflow(count)
            sum = overflow ? .max : more
        }
        return sum
    }
}
