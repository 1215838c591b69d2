// What an answer to /v1/traces means for the spans that it answers.

package import CallGraph

/// The things that can follow from an answer (OTLP 1.x, OTLP/HTTP Response).
package enum OTLPAnswer: Equatable, Sendable {
    /// Taken, but for so many spans, for this reason where one is given.
    case accepted(rejected: Int, text: String)
    /// Sending the same again is of no use.
    case refused(status: Int, text: String)
    /// To be sent again, not before so long where the server says so.
    case later(status: Int, after: Duration?)

    /// Reads an answer. `retryAfter` is the header of that name: seconds, or a date (RFC 9110 §10.2.3).
    package static func classify(
        status: Int, retryAfter: String?, body: String, now: Timestamp
    ) -> OTLPAnswer {
        switch status {
        case 200..<300:
            let rejected = rejectedSpans(in: body)
            return .accepted(rejected: rejected, text: rejected > 0 ? shorten(body) : "")
        case 429, 502, 503, 504:
            return .later(status: status, after: retryAfter.flatMap { wait($0, now: now) })
        default: return .refused(status: status, text: shorten(body))
        }
    }

    /// The beginning of an answer, on one line.
    package static func shorten(_ text: String) -> String {
        String(text.prefix(Limits.reasonCharactersMax).map { $0.isNewline ? " " : $0 })
    }

    /// `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"…"}}`; the number may come bare.
    private static func rejectedSpans(in body: String) -> Int {
        guard let name = body.firstRange(of: "\"rejectedSpans\"") else { return 0 }
        let rest = body[name.upperBound...].drop { $0.isWhitespace || $0 == ":" || $0 == "\"" }
        return Int(rest.prefix { $0.isASCII && $0.isNumber }) ?? 0
    }

    private static func wait(_ header: String, now: Timestamp) -> Duration? {
        let words = header.split(separator: " ")
        let seconds: Int64
        if words.count == 1, let number = Int64(words[0]) {
            seconds = number
        } else if let moment = date(words) {
            // The last second that is not over yet counts whole.
            seconds = (moment.microseconds(since: now) + 999_999) / 1_000_000
        } else {
            return nil
        }
        return min(.seconds(max(seconds, 0)), Limits.retryAfterMax)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ words: [Substring]) -> Timestamp? {
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        guard words.count == 6, words[5] == "GMT",
            let month = months.firstIndex(of: String(words[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Timestamp(rfc3339: "\(words[3])-\(number)-\(words[1])T\(words[4])Z")
    }
}
