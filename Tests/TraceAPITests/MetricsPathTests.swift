// GET /metrics, as a scraper sees it.

import CZlib
import CallGraph
import Doctor
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Testing

@testable import TraceAPI

/// Answers with what it was asked, and a text as long as a test wants it.
private final class ScriptedStatus: CallFinder, CallTracer, CollectorStatus {
    let text: [UInt8]

    init(lines: Int) {
        text = Array(
            (0..<lines).map { "calltrace_some_total{node=\"n\($0)\"} \($0)\n" }.joined().utf8)
    }

    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage { CallPage() }
    func trace(_ id: String, options: TraceOptions) async throws -> Trace? { nil }
    var isReady: Bool { true }
    func metrics(accept: String?) async -> Exposition {
        Exposition(contentType: "asked/\(accept ?? "nothing")", text: text)
    }
    func snapshot() async -> CollectorSnapshot {
        CollectorSnapshot(now: .distantPast, started: .distantPast)
    }

    func get(_ headers: HTTPFields) async throws -> (headers: HTTPFields, body: [UInt8]) {
        let server = TraceServer(
            tracer: self, finder: self, status: self, logger: Logger(label: "test"),
            clock: { .distantPast })
        return try await Application(router: server.router(tokens: [])).test(.router) { client in
            try await client.execute(uri: "/metrics", method: .get, headers: headers) {
                ($0.headers, Array($0.body.readableBytesView))
            }
        }
    }
}

struct MetricsPathTests {
    @Test func `the form is what the collector makes of all Accept headers`() async throws {
        let status = ScriptedStatus(lines: 1)
        #expect(try await status.get([:]).headers[.contentType] == "asked/nothing")
        var headers = HTTPFields()
        headers[values: .accept] = ["a/b;q=0.1", "c/d"]
        let answer = try await status.get(headers)
        #expect(answer.headers[.contentType] == "asked/a/b;q=0.1, c/d")
        #expect(answer.headers[.vary] == "Accept, Accept-Encoding")
        #expect(answer.headers[.contentEncoding] == nil && answer.body == status.text)
    }

    @Test func `a long text is gzipped for whoever takes it, and reads the same`() async throws {
        let status = ScriptedStatus(lines: 5_000)
        let answer = try await status.get([.acceptEncoding: "gzip"])
        #expect(answer.headers[.contentEncoding] == "gzip")
        #expect(answer.headers[.vary] == "Accept, Accept-Encoding")
        #expect(answer.headers[.contentLength] == String(answer.body.count))
        #expect(answer.body.count < status.text.count / 4)
        #expect(inflated(answer.body, into: status.text.count) == status.text)
        let plain = try await status.get([.acceptEncoding: "br"])
        #expect(plain.headers[.contentEncoding] == nil && plain.body == status.text)
        #expect(plain.headers[.vary] == "Accept, Accept-Encoding")
    }

    @Test func `a short text is sent as it is`() async throws {
        let status = ScriptedStatus(lines: 2)
        let answer = try await status.get([.acceptEncoding: "gzip"])
        #expect(answer.headers[.contentEncoding] == nil && answer.body == status.text)
        #expect(Gzip.compress([UInt8](repeating: 0, count: 1_023)) == nil)
        #expect(Gzip.compress([UInt8](repeating: 0, count: 1_024)) != nil)
    }

    @Test(arguments: [
        "gzip", "GZIP", "x-gzip", "deflate, gzip;q=0.5", "gzip ; q=1.0", "*", "br;q=0,*;q=0.1",
        "identity;q=0.1,gzip",
    ])
    func `gzip is taken`(header: String) {
        #expect(AcceptEncoding(header).takesGzip)
    }

    @Test(arguments: [
        "", "identity", "gzip;q=0", "gzip; Q=0.000, *", "*;q=0", "br", "gzip;q=x", "gzip;q=-1",
        "gzip;q=2", "gzipped", ",;,", String(repeating: " ", count: 512) + "gzip",
    ])
    func `gzip is not taken`(header: String) {
        #expect(!AcceptEncoding(header).takesGzip)
    }

    @Test func `without a header the answer can be read`() {
        #expect(!AcceptEncoding(nil).takesGzip)
    }

    private func inflated(_ body: [UInt8], into count: Int) -> [UInt8] {
        var stream = z_stream()
        // 16 accepts a gzip frame and nothing else.
        guard
            inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
                == Z_OK
        else { return [] }
        defer { inflateEnd(&stream) }
        var input = body
        var output = [UInt8](repeating: 0, count: count + 1)
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                return inflate(&stream, Z_FINISH)
            }
        }
        return status == Z_STREAM_END ? Array(output.prefix(Int(stream.total_out))) : []
    }
}
