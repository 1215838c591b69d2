// What is done about answers: settled, again, and how long until then.

import CallGraph
import Testing

@testable import TraceExport

struct OTLPAnswerTests {
    private let now = Timestamp(microseconds: 784_111_770_000_000)

    private func answer(
        _ status: Int, retryAfter: String? = nil, body: String = ""
    ) -> OTLPAnswer {
        .classify(status: status, retryAfter: retryAfter, body: body, now: now)
    }

    @Test func `200 settles all, but for what a partial success names`() {
        #expect(answer(200) == .accepted(rejected: 0, text: ""))
        #expect(answer(202, body: "{\"partialSuccess\":{}}") == .accepted(rejected: 0, text: ""))
        for number in ["\"3\"", "3", " 3 "] {
            let body = "{\"partialSuccess\":{\"rejectedSpans\":\(number),\"errorMessage\":\"x\"}}"
            #expect(answer(200, body: body) == .accepted(rejected: 3, text: body))
        }
        var course = OTLPCourse(spanCount: 5)
        let step = course.heard(.accepted(rejected: 3, text: "why"), chance: 0)
        #expect(step == .settled(accepted: 2, refused: 3, reason: "why"))
        #expect(
            course.heard(.accepted(rejected: 9, text: ""), chance: 0)
                == .settled(accepted: 0, refused: 5, reason: ""))
    }

    @Test(arguments: [301, 400, 401, 403, 404, 413, 415, 422, 500, 501])
    func `an answer that judges is final`(status: Int) {
        var course = OTLPCourse(spanCount: 2)
        #expect(
            course.heard(answer(status, body: "no\nnever"), chance: 0)
                == .settled(accepted: 0, refused: 2, reason: "\(status) no never"))
    }

    @Test(arguments: [429, 502, 503, 504])
    func `an answer of the moment is waited out`(status: Int) {
        #expect(answer(status) == .later(status: status, after: nil))
        #expect(answer(status, retryAfter: "7") == .later(status: status, after: .seconds(7)))
    }

    @Test func `Retry-After is seconds or a date, and never days`() {
        func wait(_ text: String) -> Duration? {
            if case .later(_, let after) = answer(503, retryAfter: text) { after } else { nil }
        }
        #expect(wait("Sun, 06 Nov 1994 08:49:37 GMT") == .seconds(7))
        #expect(wait("Sun, 06 Nov 1994 08:49:00 GMT") == .zero)
        #expect(wait("99999999") == .seconds(900))
        #expect(wait("9223372036854775807") == .seconds(900))
        #expect(wait("-5") == .zero)
        #expect(wait("soon") == nil && wait("") == nil && wait("1 2 3 4 5 6") == nil)
    }

    @Test func `waits grow to a minute and are never shorter than asked`() {
        var course = OTLPCourse(spanCount: 1)
        var waits: [Duration] = []
        for count in 1...8 {
            guard
                case .again(let wait, count, "refused") = course.heardNothing(
                    "refused", chance: 1)
            else { return #expect(Bool(false)) }
            waits.append(wait)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        var other = OTLPCourse(spanCount: 1)
        #expect(
            other.heardNothing("x", chance: 0)
                == .again(after: .milliseconds(750), failures: 1, reason: "x"))
        #expect(
            other.heard(.later(status: 503, after: .seconds(30)), chance: 0)
                == .again(after: .seconds(30), failures: 2, reason: "503"))
    }
}
