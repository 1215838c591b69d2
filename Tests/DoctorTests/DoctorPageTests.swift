// The page about the doctor says what the doctor says.

import Foundation
import Testing

struct DoctorPageTests {
    @Test func `every remark that tests know is on the page`() throws {
        let page = URL(filePath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/doctor.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        for code in Set((DiagnosisTests.cases + AgentDiagnosisTests.cases).map(\.code)) {
            let named =
                code.hasPrefix("refused-")
                ? "refused-REASON" : code.hasPrefix("log-refused-") ? "log-refused-REASON" : code
            #expect(text.contains("`\(named)`"), "\(code)")
        }
    }
}
