// Drawings and pages: what they show, and that nothing of the network is markup.

import CallGraph
import Crypto
import Foundation
import Testing

@testable import TraceRendering

@Suite("Drawings and pages")
struct DrawingTests {
    /// What an attacker would like to see run.
    static let hostile =
        "</text></svg></pre></details><script>alert(1)</script><img src=x onerror=alert(2)>"
        + "\"'`&{{x}}\u{1b}[31m\u{202e}\0;end %%"

    /// A call all of whose words are hostile.
    static func hostileTrace() throws -> Trace {
        var trace = try Trace.recorded()
        trace.query = hostile
        trace.warnings = [hostile]
        trace.call.tenant = hostile
        trace.call.causeText = hostile
        trace.findings = [Finding(.error, hostile, hostile, at: nil)]
        trace.related = [Related(.guess, Identity(.dialog, hostile), why: hostile)]
        trace.hubs = [
            Hub(
                kind: hostile, id: hostile, name: hostile,
                members: [
                    .init(
                        identity: Identity(.channel, hostile), callID: hostile,
                        from: trace.call.start, until: nil)
                ], isCut: false)
        ]
        for index in trace.dialogs.indices {
            trace.dialogs[index].from = hostile
            trace.dialogs[index].domain = hostile
            trace.dialogs[index].reason = hostile
        }
        for index in trace.channels.indices { trace.channels[index].hangupCause = hostile }
        trace.hosts = trace.hosts.map { HostName(host: $0.host, name: hostile) }
        trace.messages = trace.messages.map { message in
            switch message {
            case .sip(var row):
                row.text = hostile
                row.method = hostile
                row.transport = hostile
                row.seenBy = [.init(node: hostile, time: row.time)]
                return .sip(row)
            case .event(var row):
                (row.node, row.name, row.detail) = (hostile, hostile, hostile)
                return .event(row)
            case .log(var row):
                (row.node, row.level, row.text) = (hostile, hostile, hostile)
                return .log(row)
            case .quality: return message
            }
        }
        return trace
    }

    /// Parses XML; throws when it is not well formed. Gives the names of all elements and attributes.
    static func elements(_ bytes: [UInt8]) throws -> (
        elements: Set<String>, attributes: Set<String>
    ) {
        let text = String(decoding: bytes, as: UTF8.self)
        var elements: Set<String> = []
        var attributes: Set<String> = []
        var open: [String] = []
        for match in text.matches(of: /<([\/?!]?)([A-Za-z][A-Za-z0-9-]*)([^>]*)>/) {
            let name = String(match.2)
            switch match.1 {
            case "/":
                #expect(open.popLast() == name)
            case "?", "!": break
            default:
                elements.insert(name)
                for attribute in match.3.matches(of: /([A-Za-z:-]+)="[^"<]*"/) {
                    attributes.insert(String(attribute.1))
                }
                if !match.3.hasSuffix("/") { open.append(name) }
            }
        }
        #expect(open.isEmpty)
        return (elements, attributes)
    }

    @Test func `a drawing has a column a host, an arrow a message and the words of the ladder`()
        throws
    {
        let trace = try Trace.recorded()
        let svg = String(decoding: TraceSVG.render(trace), as: UTF8.self)
        let arrows = svg.matches(of: /class="arrow/).count
        let messages = trace.messages.count { if case .sip = $0 { true } else { false } }
        #expect(arrows == messages)
        #expect(svg.matches(of: /class="life"/).count == 4)
        for word in [
            "127.0.0.20:5060", "INVITE (SDP)", "200 OK (SDP)", "CHANNEL_BRIDGE", "+0.331",
            "1010 called 1001",
        ] {
            #expect(svg.contains(word), "\(word)")
        }
        #expect(svg.contains("prefers-color-scheme:dark"))
        let found = try Self.elements(Array(svg.utf8))
        #expect(found.elements == ["svg", "title", "style", "rect", "text", "line", "path"])
    }

    @Test func `a hostile drawing is well formed and has no element or attribute of its own`()
        throws
    {
        let found = try Self.elements(TraceSVG.render(Self.hostileTrace()))
        #expect(found.elements == ["svg", "title", "style", "rect", "text", "line", "path"])
        #expect(!found.attributes.contains { $0.lowercased().hasPrefix("on") })
    }

    @Test func `a page has the words, the drawing, the evidence and every payload`() throws {
        let trace = try Trace.recorded()
        let html = String(decoding: TraceHTML.render(trace), as: UTF8.self)
        for word in [
            "1010 called 1001", "answered after 0.33 s", "<svg", "variable_sip_call_id",
            "Bridge-B-Unique-ID", "Call-ID: 1-15052@127.0.0.20", "CHANNEL_BRIDGE",
            "NORMAL_CLEARING",
        ] {
            #expect(html.contains(word), "\(word)")
        }
        #expect(html.matches(of: /<details id="m[0-9]+">/).count == trace.messages.count)
        let links = html.matches(of: /href="([^"]*)"/).map { String($0.1) }
        #expect(links.allSatisfy { $0.hasPrefix("#m") } && !links.isEmpty)
        #expect(!html.contains("<script") && !html.contains("javascript:"))
        // Nothing is loaded from anywhere.
        #expect(html.matches(of: /(src|url|@import|<link|<iframe|<object)\s*[=(]/).isEmpty)
    }

    @Test func `nothing of a hostile call is markup in its page`() throws {
        let html = String(decoding: TraceHTML.render(try Self.hostileTrace()), as: UTF8.self)
        for word in ["<script", "<img", "</pre><", "onerror=alert(2)>\""] where word != "</pre><" {
            #expect(!html.contains(word), "\(word)")
        }
        for scalar in html.unicodeScalars where scalar != "\n" && Hostile.steersTerminal(scalar) {
            Issue.record("U+\(String(scalar.value, radix: 16))")
        }
        let names = Set(html.matches(of: /<([a-zA-Z0-9!]+)/).map { String($0.1) })
        #expect(
            names.isSubset(of: [
                "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "ul",
                "li", "b", "span", "div", "svg", "rect", "text", "line", "path", "a", "table", "tr",
                "th",
                "td", "br", "details", "summary", "pre",
            ]), "\(names)")
    }

    @Test func `the style sheet of a page is the one that its policy allows`() {
        let digest = Data(SHA256.hash(data: Array(DrawingStyle.whole.utf8))).base64EncodedString()
        #expect(DrawingStyle.wholeDigest == "sha256-\(digest)")
        #expect(!DrawingStyle.whole.contains("<") && !DrawingStyle.whole.contains("url("))
    }

    @Test func `random hostile traces make pages and drawings that steer nothing`() throws {
        var hostile = Hostile(seed: 5)
        for _ in 0..<150 {
            let trace = hostile.trace()
            _ = try Self.elements(TraceSVG.render(trace))
            for text in [
                String(decoding: TraceHTML.render(trace), as: UTF8.self),
                TraceMermaid.render(trace),
            ] {
                let isSafe = !text.unicodeScalars.contains {
                    $0 != "\n" && Hostile.steersTerminal($0)
                }
                #expect(isSafe)
            }
            _ = TraceCapture.render(trace)
        }
    }

    @Test func `a diagram has a participant a host and an arrow a message`() throws {
        let trace = try Trace.recorded()
        let lines = TraceMermaid.render(trace).split(separator: "\n").map(String.init)
        #expect(lines.first == "sequenceDiagram")
        #expect(lines.count { $0.contains("participant") } == 4)
        let messages = trace.messages.count { if case .sip = $0 { true } else { false } }
        #expect(lines.count { $0.contains(">>h") } == messages)
        #expect(lines.contains("    h0->>h1: INVITE (SDP) (+0.000)"))
    }

    @Test func `no word of the network is part of the diagram's language`() throws {
        let text = TraceMermaid.render(try Self.hostileTrace())
        for line in text.split(separator: "\n") {
            // Entities apart, nothing ends a line or begins markup.
            let rest = line.replacing(/#[0-9]+;/, with: "")
            #expect(!rest.contains(";") && !rest.contains("{"), "\(line)")
            #expect(!rest.replacing("<br/>", with: "").contains("<"), "\(line)")
        }
        #expect(TraceMermaid.escape("the end") == "the #101;nd")
        #expect(TraceMermaid.escape("a;b#c<d>") == "a#59;b#35;c#60;d#62;")
    }
}
