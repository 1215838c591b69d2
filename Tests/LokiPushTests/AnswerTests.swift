// What answers mean; the texts are those of a real Loki.

import Testing

@testable import LokiPush

struct AnswerTests {
    static let tooFarBehind = """
        entry with timestamp 2026-08-01 00:00:00 +0000 UTC ignored, reason: 'entry too far behind, \
        entry timestamp is: x, oldest acceptable timestamp is: y',
        user 'fake', total ignored: 3 out of 10 for stream: {job="a"},
        user 'fake', total ignored: 2 out of 2 for stream: {job="b"}
        """

    @Test func `204 is accepted`() {
        #expect(LokiAnswer.classify(status: 204, body: "") == .accepted)
    }

    @Test func `a refusal tells how many lines of all streams were ignored`() throws {
        let answer = LokiAnswer.classify(status: 400, body: Self.tooFarBehind)
        guard case .refused(400, let ignored, let text) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(ignored == 5)
        #expect(text.hasPrefix("entry with timestamp"))
        #expect(!text.contains("\n"))
    }

    @Test(arguments: [
        "max entry size '262144' bytes exceeded", "total ignored: ", "total ignored: x out of 3",
        "total ignored: -3 out of 3", "total ignored: 99999999999999999999 out of 3", "",
    ])
    func `a refusal without a readable count has none`(body: String) {
        #expect(
            LokiAnswer.classify(status: 400, body: body)
                == .refused(status: 400, ignored: nil, text: body))
    }

    @Test func `counts that overflow stop at the largest number`() {
        let body = "total ignored: 9223372036854775807 out, total ignored: 5 out"
        #expect(
            LokiAnswer.classify(status: 400, body: body)
                == .refused(status: 400, ignored: .max, text: body))
    }

    @Test func `what is too large goes in pieces, whatever the status`() {
        let text =
            "rpc error: code = ResourceExhausted desc = grpc: "
            + "received message larger than max (4711578 vs. 4194304)"
        #expect(LokiAnswer.classify(status: 500, body: text) == .tooLarge(status: 500))
        #expect(LokiAnswer.classify(status: 413, body: "") == .tooLarge(status: 413))
    }

    @Test func `a 500 for a label's name is a refusal`() {
        let text = "normalization for label name \"é\" resulted in invalid name \"_\""
        #expect(
            LokiAnswer.classify(status: 500, body: text)
                == .refused(status: 500, ignored: nil, text: text))
        #expect(
            LokiAnswer.classify(status: 500, body: "label name is empty")
                == .refused(status: 500, ignored: nil, text: "label name is empty"))
    }

    @Test(arguments: [429, 500, 502, 503, 504, 401, 403, 404, 302, 100, 0, -1])
    func `everything else is tried again later`(status: Int) {
        #expect(LokiAnswer.classify(status: status, body: "empty ring") == .later(status: status))
    }

    @Test(arguments: [400, 415, 422])
    func `what judges the data is a refusal`(status: Int) {
        #expect(
            LokiAnswer.classify(status: status, body: "no")
                == .refused(status: status, ignored: nil, text: "no"))
    }

    @Test func `a long answer is cut for the log`() {
        let body = String(repeating: "x", count: 5_000)
        guard case .refused(_, _, let text) = LokiAnswer.classify(status: 400, body: body) else {
            Issue.record("not refused")
            return
        }
        #expect(text.count == 300)
    }
}
