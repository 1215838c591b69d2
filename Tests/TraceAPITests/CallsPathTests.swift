// GET /api/v1/calls, as a client sees it.

import CallGraph
import Doctor
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Synchronization
import Testing

@testable import TraceAPI

/// Finds what a test put into it, and keeps what it was asked.
private final class ScriptedFinder: CallFinder, CallTracer, CollectorStatus {
    struct Failure: Error {}

    let page: CallPage?
    let asked = Mutex<[CallQuery]>([])

    init(page: CallPage?) { self.page = page }

    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage {
        asked.withLock { $0.append(query) }
        guard let page else { throw Failure() }
        return page
    }

    func trace(_ id: String, options: TraceOptions) async throws -> Trace? { nil }
    var isReady: Bool { true }
    func metrics(accept: String?) async -> Exposition { Exposition(contentType: "", text: []) }
    func snapshot() async -> CollectorSnapshot {
        CollectorSnapshot(now: .distantPast, started: .distantPast)
    }

    func get(_ path: String, token: String? = nil, tokens: [String] = []) async throws -> (
        status: Int, body: String, isComplete: String?
    ) {
        let server = TraceServer(
            tracer: self, finder: self, status: self, logger: Logger(label: "test"),
            clock: { Timestamp(microseconds: 1_795_385_600_000_000) })
        let app = Application(router: server.router(tokens: tokens))
        let headers: HTTPFields = token.map { [.authorization: "Bearer \($0)"] } ?? [:]
        return try await app.test(.router) { client in
            try await client.execute(uri: path, method: .get, headers: headers) { response in
                let name = try #require(HTTPField.Name("X-Calltrace-Complete"))
                return (
                    Int(response.status.code), String(buffer: response.body),
                    response.headers[name]
                )
            }
        }
    }
}

struct CallsPathTests {
    private static func call() throws -> FoundCall {
        let text =
            "INVITE sip:77@acme.test SIP/2.0\r\nFrom: <sip:10\u{1b}10@a.test>;tag=1\r\n"
            + "To: <sip:0800@acme.test>\r\nCall-ID: a\"b@x\r\nCSeq: 1 INVITE\r\n\r\n"
        let record = Record(
            position: RecordPosition(block: 1, offset: 0),
            header: RecordHeader(
                kind: .sip, time: Timestamp(microseconds: 1_795_385_600_000_000),
                received: Timestamp(microseconds: 0), source: Endpoint(v4: 0x7f00_0001, port: 5060),
                destination: Endpoint(family: .v6, high: 0, low: 1, port: 5080)),
            node: "fs1", payload: Array(text.utf8))
        var call = try #require(FoundCall(invite: record))
        call.dialog.outcome = .answered
        call.dialog.status = 200
        call.dialog.answered = call.dialog.start
        call.dialog.end = call.dialog.start.advanced(bySeconds: 3)
        return call
    }

    @Test func `a page is told as the contract says`() async throws {
        let finder = ScriptedFinder(
            page: CallPage(
                calls: [try Self.call()], next: CallPosition(block: 26, record: 3),
                isComplete: false, warnings: ["something"]))
        let answer = try await finder.get("/api/v1/calls?number=%2B49*&limit=1")
        #expect(answer.status == 200 && answer.isComplete == "false")
        #expect(
            answer.body == """
                {"query":{"number":"+49*","limit":"1"},"complete":false,"warnings":["something"],\
                "calls":[{"call_id":"a\\"b@x","from":"10\\u001b10","to":"0800","target":"77",\
                "domain":"acme.test","source":"127.0.0.1:5060","destination":"[::1]:5080",\
                "node":"fs1","start":"2026-11-22T22:13:20.000000Z",\
                "end":"2026-11-22T22:13:23.000000Z","outcome":"answered","status":200,\
                "duration_seconds":3.0}],"next":"1a-3"}

                """)
        #expect(finder.asked.withLock { $0.map(\.limit) } == [1])
    }

    @Test func `nothing found is an empty list, and not an error`() async throws {
        let answer = try await ScriptedFinder(page: CallPage()).get("/api/v1/calls")
        #expect(answer.status == 200 && answer.isComplete == "true")
        #expect(
            answer.body
                == "{\"query\":{},\"complete\":true,\"warnings\":[],\"calls\":[],\"next\":null}\n")
    }

    @Test func `a wrong question is 400 and asks nobody`() async throws {
        let finder = ScriptedFinder(page: CallPage())
        for query in ["nubmer=1", "status=9", "number=%zz", "limit=0"] {
            let answer = try await finder.get("/api/v1/calls?\(query)")
            #expect(answer.status == 400 && answer.body.contains("\"code\":\"query\""), "\(query)")
        }
        #expect(finder.asked.withLock { $0.isEmpty })
    }

    @Test func `no more than a few searches go on at once`() {
        let gate = SearchGate()
        for _ in 0..<4 { #expect(gate.enter()) }
        #expect(!gate.enter() && !gate.enter())
        gate.leave()
        #expect(gate.enter() && !gate.enter())
    }

    @Test func `a journal that cannot be read is 503`() async throws {
        let answer = try await ScriptedFinder(page: nil).get("/api/v1/calls")
        #expect(answer.status == 503 && answer.body.contains("\"code\":\"store\""))
    }

    @Test func `where tokens are asked for, a search needs one`() async throws {
        let finder = ScriptedFinder(page: CallPage())
        #expect(try await finder.get("/api/v1/calls", tokens: ["t"]).status == 401)
        #expect(try await finder.get("/api/v1/calls", token: "t", tokens: ["t"]).status == 200)
    }
}
