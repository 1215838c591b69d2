// POST /api/v1/cdr, as a switch sees it.

import CallGraph
import Doctor
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import TraceAPI

/// Keeps what was posted, and answers with what it is told.
private final class ScriptedSink: CDRSink, CallFinder, CallTracer, CollectorStatus {
    let outcome: CDROutcome
    let taken = Mutex<[(body: [UInt8], uuid: String?)]>([])

    init(_ outcome: CDROutcome = .accepted) { self.outcome = outcome }

    func take(_ body: [UInt8], uuid: String?) -> CDROutcome {
        taken.withLock { $0.append((body, uuid)) }
        return outcome
    }

    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage { CallPage() }
    func trace(_ id: String, options: TraceOptions) async throws -> Trace? { nil }
    var isReady: Bool { true }
    func metrics(accept: String?) async -> Exposition { Exposition(contentType: "", text: []) }
    func snapshot() async -> CollectorSnapshot {
        CollectorSnapshot(now: .distantPast, started: .distantPast)
    }

    func post(
        _ body: String, query: String = "", authorization: String? = nil, tokens: [String] = [],
        path: String = "/api/v1/cdr", isThere: Bool = true
    ) async throws -> (status: Int, body: String, challenge: String?) {
        let server = TraceServer(
            tracer: self, finder: self, status: self, cdrs: isThere ? self : nil,
            logger: Logger(label: "test"), clock: { Timestamp(microseconds: 0) })
        let app = Application(router: server.router(tokens: tokens))
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.authorization] = authorization
        return try await app.test(.router) { [headers] client in
            try await client.execute(
                uri: path + query, method: .post, headers: headers, body: ByteBuffer(string: body)
            ) { response in
                (
                    Int(response.status.code), String(buffer: response.body),
                    response.headers[.wwwAuthenticate]
                )
            }
        }
    }
}

struct CDRPathTests {
    @Test func `a CDR is taken with the channel that its address names`() async throws {
        let sink = ScriptedSink()
        #expect(try await sink.post("cdr=%7B%7D", query: "?uuid=a_u-1").status == 200)
        #expect(try await sink.post("{}").status == 200)
        let taken = sink.taken.withLock { $0 }
        #expect(taken.map { String(decoding: $0.body, as: UTF8.self) } == ["cdr=%7B%7D", "{}"])
        #expect(taken.map(\.uuid) == ["a_u-1", nil])
    }

    @Test func `what is no CDR is 400, what cannot be recorded 503`() async throws {
        let bad = try await ScriptedSink(.malformed("malformed_json")).post("x")
        #expect(bad.status == 400 && bad.body.contains("malformed_json"))
        #expect(try await ScriptedSink(.dropped).post("{}").status == 503)
    }

    @Test func `a body beyond the limit is 413 and not taken`() async throws {
        let sink = ScriptedSink()
        let limit = TraceAPI.Limits.cdrBytesMax
        #expect(try await sink.post(String(repeating: "x", count: limit)).status == 200)
        #expect(try await sink.post(String(repeating: "x", count: limit + 1)).status == 413)
        let name = String(repeating: "u", count: 301)
        #expect(try await sink.post("{}", query: "?uuid=\(name)").status == 400)
        #expect(sink.taken.withLock { $0.count } == 1)
    }

    @Test func `a token is a bearer's or the password of anybody`() async throws {
        func basic(_ pair: String) -> String {
            "Basic " + Data(pair.utf8).base64EncodedString()
        }
        let sink = ScriptedSink()
        for good in ["Bearer t:1", basic("switch:t:1"), basic(":t:1")] {
            let answer = try await sink.post("{}", authorization: good, tokens: ["t:1"])
            #expect(answer.status == 200, "\(good)")
        }
        for bad in [nil, "Bearer t", basic("t:1"), basic("switch:t"), basic("t1"), "Basic ?", ""] {
            let answer = try await sink.post("{}", authorization: bad, tokens: ["t:1"])
            #expect(answer.status == 401, "\(bad ?? "none")")
            #expect(answer.challenge == "Basic realm=\"calltrace\"")
        }
        #expect(sink.taken.withLock { $0.count } == 3)
    }

    @Test func `where nobody takes CDRs there is no such path`() async throws {
        #expect(try await ScriptedSink().post("{}", isThere: false).status == 404)
    }
}
