// The label sets that name streams, tenants and addresses.

import Testing

@testable import LokiPush

struct LabelsTests {
    @Test func `labels are ordered, and the same ones in another order are the same set`() {
        let one = LokiLabels([("kind", "sip"), ("job", "calltrace")])
        let other = LokiLabels([("job", "calltrace"), ("kind", "sip")])
        #expect(one == other)
        #expect(one.hashValue == other.hashValue)
        #expect(one.selector == #"{job="calltrace", kind="sip"}"#)
        #expect(one != LokiLabels([("job", "calltrace, kind=\"sip\"")]))
    }

    @Test func `what Loki would refuse does not get in, and is counted`() {
        let labels = LokiLabels([
            ("a-b", "1"), ("a_b", "2"), ("2x", "3"), ("ä", "4"), ("", "5"), ("empty", ""),
        ])
        #expect(labels.selector == #"{_2x="3", a_b="1"}"#)
        #expect(labels.changed == 6)
        let many = LokiLabels((0..<20).map { ("l\($0)", "v") })
        #expect(many.labels.count == 15)
        #expect(many.changed == 5)
    }

    @Test func `a value is cut at a character's border`() {
        let labels = LokiLabels([("l", "a" + String(repeating: "é", count: 2_000))])
        #expect(labels.labels[0].value == "a" + String(repeating: "é", count: 1_023))
        #expect(labels.changed == 1)
        #expect(LokiLabels([("l", String(repeating: "x", count: 2_048))]).changed == 0)
        #expect(
            LokiLabels([(String(repeating: "n", count: 1_025), "v")]).labels[0].name.count == 1_024)
    }

    @Test(arguments: [
        ("acme", true), ("a.b-c_d!*'()", true), ("", false), (".", false), ("..", false),
        ("a b", false), ("a\r\nX: y", false), ("a/b", false), ("ä", false), ("a|b", false),
        (String(repeating: "t", count: 150), true), (String(repeating: "t", count: 151), false),
    ])
    func `a tenant is what Loki allows and nothing that breaks a header`(name: String, fits: Bool) {
        #expect((LokiTenant(name) != nil) == fits)
    }

    @Test(arguments: [
        ("http://h:3100", "http://h:3100/loki/api/v1/push"),
        ("http://h:3100//", "http://h:3100/loki/api/v1/push"),
        ("https://h/prefix/", "https://h/prefix/loki/api/v1/push"),
        ("http://h:3100/loki/api/v1/push", "http://h:3100/loki/api/v1/push"),
        ("http://h:3100/loki/api/v1/push/", "http://h:3100/loki/api/v1/push"),
    ])
    func `the path of a push is added unless it is there`(configured: String, whole: String) {
        #expect(LokiPushURL(configured).text == whole)
    }
}
