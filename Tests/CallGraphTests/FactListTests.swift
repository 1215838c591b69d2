// Facts of calls: packed on the hot path, read by those who search.

import CallGraph
import SIP
import Testing

struct FactListTests {
    private static let hop = (
        Endpoint(v4: 0x7f00_0001, port: 5060),
        Endpoint(family: .v6, high: 0x2001_0db8_0000_0000, low: 9, port: 5080)
    )

    /// The list of one INVITE, and the beginning in it with its texts.
    private func begin(_ message: String) throws -> (DialogBeginning, [String]) {
        let bytes = Array(message.replacing("\n", with: "\r\n").utf8)
        var facts = FactList()
        facts.append(
            SIPMessage.parse(bytes.span), bytes.span,
            header: RecordHeader(
                kind: .sip, time: Timestamp(microseconds: 5), received: Timestamp(microseconds: 6),
                source: Self.hop.0, destination: Self.hop.1),
            node: Array("fs1".utf8).span, number: 7, record: 8)
        var found: [DialogBeginning] = []
        let isWhole = facts.forEach { if case .beginning(let one) = $0 { found.append(one) } }
        #expect(isWhole && found.count == 1)
        let one = try #require(found.first)
        let texts = [one.node, one.from, one.to, one.target, one.domain].map {
            String(decoding: facts.bytes[$0], as: UTF8.self)
        }
        return (one, texts)
    }

    @Test func `an INVITE says who calls whom, from where and when`() throws {
        let (one, texts) = try begin(
            """
            INVITE sip:77@10.0.0.1;user=phone SIP/2.0
            From: "A" <sip:+4912@home.test>;tag=1
            To: <sip:0800@acme.test>
            Call-ID: x
            CSeq: 1 INVITE


            """)
        #expect(texts == ["fs1", "+4912", "0800", "77", "acme.test"])
        #expect(one.number == 7 && one.record == 8 && one.time == Timestamp(microseconds: 5))
        #expect(one.source == Self.hop.0.host && one.destination == Self.hop.1.host)
        #expect(!one.isWithinDialog)
    }

    @Test(arguments: [
        ("To: <sip:0800@acme.test>;tag=2", "0800", "77", "acme.test"),
        ("To: <sip:77@acme.test>", "77", "", "acme.test"),
        ("To: <sip:acme.test>", "77", "", "acme.test"),
        ("To: nobody", "77", "", "nobody"),
        ("X: y", "77", "", "10.0.0.1"),
    ])
    func `what To does not say the Request-URI says`(
        line: String, to: String, target: String, domain: String
    ) throws {
        let (one, texts) = try begin(
            "INVITE sip:77@10.0.0.1 SIP/2.0\nFrom: <sip:1@h>;tag=1\n\(line)\nCall-ID: x\n\n")
        #expect(texts == ["fs1", "1", to, target, domain])
        #expect(one.isWithinDialog == line.contains("tag"))
    }

    @Test func `texts are cut at what a byte can count`() throws {
        let long = String(repeating: "9", count: 300)
        let (_, texts) = try begin(
            "INVITE sip:\(long)@x SIP/2.0\nFrom: <sip:\(long)@h>\nTo: <sip:1@\(long)>\nCall-ID: x\n\n"
        )
        #expect(texts.map(\.utf8.count) == [3, 255, 1, 255, 255])
    }

    @Test func `steps come out as they went in, behind each other and behind another list`() {
        var first = FactList()
        var second = FactList()
        var expected: [DialogStep] = []
        for (index, kind) in DialogStep.Kind.allCases.enumerated() {
            let step = DialogStep(
                kind: kind, status: UInt16(index * 100), time: Timestamp(microseconds: -.max),
                number: .max - UInt64(index))
            expected.append(step)
            if index < 2 { first.append(step) } else { second.append(step) }
        }
        first.append(second)
        var found: [DialogStep] = []
        let isWhole = first.forEach { if case .step(let step) = $0 { found.append(step) } }
        #expect(isWhole && found == expected)
    }

    @Test func `a block that is emptied has no facts left`() {
        var block = RecordBlock()
        block.facts.append(
            DialogStep(kind: .ended, time: Timestamp(microseconds: 1), number: 1))
        block.removeAll()
        #expect(block.facts.isEmpty)
    }
}
