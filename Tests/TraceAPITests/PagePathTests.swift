// The web page, as a browser gets it.

import CallGraph
import CallTraceTesting
import Doctor
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing
import WebPage

@testable import TraceAPI

/// Knows of no call.
private struct EmptyCollector: CallFinder, CallTracer, CollectorStatus {
    var isReady: Bool { true }

    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage {
        CallPage(calls: [], next: nil, warnings: [])
    }

    func trace(_ id: String, options: TraceOptions) async throws -> Trace? { nil }
    func metrics(accept: String?) async -> Exposition { Exposition(contentType: "", text: []) }
    func snapshot() async -> CollectorSnapshot {
        CollectorSnapshot(now: .distantPast, started: .distantPast)
    }
}

struct PagePathTests {
    private static let folder = RepositoryFiles.root.appending(path: "Sources/WebPage/Files")

    private func get(
        _ path: String, headers: HTTPFields = [:], tokens: [String] = []
    ) async throws -> TestResponse {
        let collector = EmptyCollector()
        let server = TraceServer(
            tracer: collector, finder: collector, status: collector,
            logger: Logger(label: "test"), clock: { Timestamp(microseconds: 0) })
        let app = Application(router: server.router(tokens: tokens))
        return try await app.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers) { $0 }
        }
    }

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            !$0.hasPrefix(".")
        }
        .sorted()
    }

    @Test func `each file of the folder is served as it is`() async throws {
        let names = try Self.names()
        #expect(names.count > 10)
        #expect(Set(names) == Set(WebPage.files.keys).union(["index.html"]))
        for name in names {
            let answer = try await get(name == "index.html" ? "/" : "/page/\(name)")
            let bytes = try Data(contentsOf: Self.folder.appending(path: name))
            #expect(answer.status == .ok, "\(name)")
            #expect(Data(answer.body.readableBytesView) == bytes, "\(name)")
        }
    }

    @Test func `together they have less than 150 KiB`() {
        let bytes = WebPage.files.values.reduce(WebPage.index.bytes.count) { $0 + $1.bytes.count }
        #expect(bytes < 150 << 10)
    }

    @Test func `each answer has its type and a policy without inline script`() async throws {
        for (path, type) in [
            ("/", "text/html; charset=utf-8"), ("/page/main.js", "text/javascript; charset=utf-8"),
            ("/page/page.css", "text/css; charset=utf-8"), ("/page/icon.svg", "image/svg+xml"),
        ] {
            let headers = try await get(path).headers
            #expect(headers[.contentType] == type)
            #expect(headers[.xContentTypeOptions] == "nosniff")
            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self';"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe") && !policy.contains("\n"))
        }
    }

    @Test func `a file that the browser has is not sent again`() async throws {
        let tag = try #require(try await get("/page/main.js").headers[.eTag])
        for known in [tag, String(tag.dropFirst("W/".count)), "\"other\", \(tag)", "*"] {
            let answer = try await get("/page/main.js", headers: [.ifNoneMatch: known])
            #expect(answer.status == .notModified && answer.body.readableBytes == 0)
            #expect(answer.headers[.eTag] == tag)
        }
        let other = try await get("/page/main.js", headers: [.ifNoneMatch: "\"other\""])
        #expect(other.status == .ok)
        #expect(try await get("/").headers[.eTag] != tag)
    }

    @Test func `whoever takes gzip gets less than half of the bytes`() async throws {
        let plain = try await get("/page/ladder.js")
        let answer = try await get("/page/ladder.js", headers: [.acceptEncoding: "gzip, br"])
        #expect(plain.headers[.contentEncoding] == nil)
        #expect(answer.headers[.contentEncoding] == "gzip")
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.headers[.contentType] == plain.headers[.contentType])
        #expect(Array(answer.body.readableBytesView.prefix(2)) == [0x1f, 0x8b])
        #expect(answer.body.readableBytes * 5 < plain.body.readableBytes * 2)
    }

    @Test func `what is no file of the page is not found`() async throws {
        for path in ["/page/", "/page/none.js", "/page/index.html", "/page/..%2fmain.js"] {
            #expect(try await get(path).status == .notFound, "\(path)")
        }
    }

    @Test func `with tokens the page comes with the refusal, its files without one, and no call`()
        async throws
    {
        let page = try await get("/", headers: [.ifNoneMatch: "*"], tokens: ["secret"])
        #expect(page.status == .unauthorized)
        #expect(page.headers[.wwwAuthenticate] == "Bearer")
        #expect(Array(page.body.readableBytesView) == WebPage.index.bytes)
        #expect(try await get("/page/main.js", tokens: ["secret"]).status == .ok)
        let known = try await get(
            "/", headers: [.authorization: "Bearer secret"], tokens: ["secret"])
        #expect(known.status == .ok)
        for path in [
            "/api/v1/calls", "/api/v1/trace/x", "/api/v1/doctor", "/metrics", "/page/none.js",
            "/page/../metrics", "//", "/page/main.js/../../metrics",
        ] {
            #expect(try await get(path, tokens: ["secret"]).status == .unauthorized, "\(path)")
        }
    }

    @Test func `no file makes markup or code out of text, or names another host`() throws {
        let forbidden = [
            "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write",
            "createContextualFragment",
            "DOMParser", "eval(", "Function(", "srcdoc", "setAttributeNS", "importScripts",
            "https://",
        ]
        for name in try Self.names() {
            let text = try String(
                contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            for word in forbidden { #expect(!text.contains(word), "\(name) has \(word)") }
            // The name of SVG is an address that nobody asks.
            let addresses = text.replacing("http://www.w3.org/2000/svg", with: "")
            #expect(!addresses.contains("http://"), "\(name)")
        }
    }

    @Test func `whatever a file names is there`() throws {
        let html = try String(
            contentsOf: Self.folder.appending(path: "index.html"), encoding: .utf8)
        for match in html.matches(of: /\/page\/([a-z.]+)/) {
            #expect(WebPage.files[String(match.1)] != nil, "\(match.1)")
        }
        for name in try Self.names() where name.hasSuffix(".js") {
            let text = try String(
                contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            for match in text.matches(of: /from "\.\/([a-z.]+)"/) {
                #expect(WebPage.files[String(match.1)] != nil, "\(name) imports \(match.1)")
            }
            // Loaded at once, not one after the other.
            #expect(html.contains("/page/\(name)\""), "index.html does not preload \(name)")
        }
    }
}
