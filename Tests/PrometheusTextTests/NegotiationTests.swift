// Which form an Accept header asks for.

import PrometheusText
import Testing

struct NegotiationTests {
    private static let prometheus25 =
        "application/openmetrics-text; version=0.0.1,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
    private static let prometheus2 = """
        application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,\
        text/plain;version=0.0.4;q=0.5,*/*;q=0.1
        """
    private static let prometheus3 = """
        application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,\
        application/openmetrics-text;version=0.0.1;q=0.4,\
        text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1
        """
    /// One that is told to take text only.
    private static let prometheus3Text = """
        text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2
        """
    /// One that stores native histograms.
    private static let prometheusProtobuf = """
        application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;\
        q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.2,*/*;q=0.1
        """
    private static let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

    @Test func `what scrapers and browsers send gets the form they read best`() {
        for header in [Self.prometheus2, Self.prometheus3, Self.prometheusProtobuf] {
            #expect(ExpositionFormat(accept: header) == .openMetrics, "\(header)")
        }
        // OpenMetrics 0.0.1 was a draft: who knows no other gets the text.
        let plain = [Self.prometheus25, Self.prometheus3Text, Self.browser, "*/*", "a/json, */*"]
        for header in plain { #expect(ExpositionFormat(accept: header) == .text, "\(header)") }
    }

    @Test(arguments: [
        "application/openmetrics-text", "APPLICATION/OpenMetrics-Text;VERSION=1.0.0;Q=0.3",
        "application/openmetrics-text ; version = \"1.0.0\" ; q=1",
        "application/openmetrics-text;version=\"1\\.0.0\"",
        "application/openmetrics-text;q=0.5, text/plain;q=0.5",
        "text/plain;q=0.4, application/openmetrics-text;q=0.5", "text/plain;q=0, */*;q=0.1",
        // The more specific range decides, wherever it stands.
        "text/plain;version=0.0.4;q=0.1, text/plain;q=0.9, application/*;q=0.5",
    ])
    func `a header may ask for OpenMetrics`(header: String) {
        #expect(ExpositionFormat(accept: header) == .openMetrics)
    }

    @Test(arguments: [
        "text/plain", "text/*", "", ",", "application/openmetrics-text;version=2.0.0",
        "application/openmetrics-text;q=0", "application/openmetrics-text;q=0.000, */*;q=0",
        "text/plain;q=0.5, application/openmetrics-text;q=0.50",
        "*/*, application/openmetrics-text",
        "text/plain;q=0.5, application/openmetrics-text;q=0.4",
        """
        application/openmetrics-text, application/openmetrics-text;version=1.0.0;q=0.1,\
        text/plain;q=0.2
        """,
        // A separator within quotes is none.
        "text/x;a=\",application/openmetrics-text,\";q=1, text/plain;q=0.5",
        // What is no range, and a quality that is none, are no wish.
        "application/openmetrics-text;q=2", "application/openmetrics-text;q=nan",
        "application/openmetrics-text;q=-1", "application/openmetrics-text;q=",
        "openmetrics-text", "/", "a/b/c", "\u{0}\"\\", "\"application/openmetrics-text",
    ])
    func `whoever does not ask for OpenMetrics gets text`(header: String) {
        #expect(ExpositionFormat(accept: header) == .text)
    }

    @Test func `without a header the answer is the text that everybody reads`() {
        #expect(ExpositionFormat(accept: nil) == .text)
        #expect(ExpositionFormat.text.contentType == "text/plain; version=0.0.4; charset=utf-8")
        #expect(
            ExpositionFormat.openMetrics.contentType
                == "application/openmetrics-text; version=1.0.0; charset=utf-8")
    }

    @Test func `any prefix of a header and any byte replaced in it is answered`() {
        let header = "application/openmetrics-text;version=\"1.0.0\";q=0.5, text/plain;q=0.4,*/*"
        let bytes = Array(header.utf8)
        for count in 0...bytes.count {
            _ = ExpositionFormat(accept: String(decoding: bytes[..<count], as: UTF8.self))
        }
        for index in bytes.indices {
            for byte: UInt8 in [0, 0x20, 0x22, 0x2c, 0x2f, 0x3b, 0x3d, 0x5c, 0x7f, 0xff] {
                var changed = bytes
                changed[index] = byte
                _ = ExpositionFormat(accept: String(decoding: changed, as: UTF8.self))
            }
        }
    }

    @Test func `of a header without an end the beginning is read`() {
        let wish = "application/openmetrics-text"
        let before = String(repeating: "a/b,", count: 31)
        #expect(ExpositionFormat(accept: before + wish) == .openMetrics)
        #expect(ExpositionFormat(accept: before + "a/b," + wish) == .text)
        let blanks = String(repeating: " ", count: 4_096)
        #expect(ExpositionFormat(accept: blanks + wish) == .text)
        #expect(
            ExpositionFormat(accept: wish + "," + String(repeating: "\"", count: 1 << 20))
                == .openMetrics)
    }
}
