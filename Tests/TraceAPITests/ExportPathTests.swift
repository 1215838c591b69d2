// Calls in every form, and captures that come in, as a client sees it.

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
import TraceRedaction
import TraceRendering

@testable import TraceAPI

/// Knows one call, and takes whatever is imported.
private final class ScriptedCall: CallFinder, CallTracer, CollectorStatus, ImportSink {
    let outcome: ImportOutcome
    let taken = Mutex<[[UInt8]]>([])

    init(_ outcome: ImportOutcome = ImportOutcome()) { self.outcome = outcome }

    func take(_ packets: [UInt8]) async -> ImportOutcome {
        taken.withLock { $0.append(packets) }
        return outcome
    }

    func trace(_ id: String, options: TraceOptions) async throws -> Trace? {
        guard id == "a@b" else { return nil }
        let start = Timestamp(microseconds: 1_795_385_600_000_000)
        var dialog = Dialog(callID: "a@b", start: start)
        (dialog.from, dialog.to, dialog.method) = ("alice", "bob", "INVITE")
        let endpoint = Endpoint(v4: 0xC000_0201, port: 5060)
        let row = SIPRow(
            time: start, callID: "a@b", source: endpoint, destination: endpoint, transport: "udp",
            method: "INVITE", status: nil, cseq: "1 INVITE",
            seenBy: [.init(node: "edge", time: start)], isRetransmission: false,
            isMalformed: false, text: "INVITE sip:bob@acme.test SIP/2.0\r\nCall-ID: a@b\r\n\r\n")
        return Trace(
            query: id, isComplete: true, warnings: [],
            call: Call(
                id: "0123456789abcdef0123456789abcdef", tenant: nil, start: start, end: nil,
                outcome: .inProgress, durationSeconds: nil),
            dialogs: [dialog], channels: [], links: [], messages: [.sip(row)], findings: [],
            hosts: [])
    }

    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage { CallPage() }
    var isReady: Bool { true }
    func metrics(accept: String?) async -> Exposition { Exposition(contentType: "", text: []) }
    func snapshot() async -> CollectorSnapshot {
        CollectorSnapshot(now: .distantPast, started: .distantPast)
    }

    struct Answer {
        var status: Int
        var bytes: [UInt8]
        var headers: HTTPFields

        var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    func ask(
        _ path: String, key: String? = nil, configuredKey: String? = nil, body: [UInt8]? = nil,
        token: String? = nil, tokens: [String] = [], imports: Bool = true
    ) async throws -> Answer {
        let server = TraceServer(
            tracer: self, finder: self, status: self, imports: imports ? self : nil,
            redactionKey: configuredKey.map { RedactionKey($0) }, logger: Logger(label: "test"),
            clock: { Timestamp(microseconds: 0) })
        let app = Application(router: server.router(tokens: tokens))
        var headers: HTTPFields = [:]
        headers[.authorization] = token.map { "Bearer \($0)" }
        if let name = HTTPField.Name("X-Calltrace-Redact-Key") { headers[name] = key }
        return try await app.test(.router) { [headers] client in
            try await client.execute(
                uri: path, method: body == nil ? .get : .post, headers: headers,
                body: body.map { ByteBuffer(bytes: $0) }
            ) { response in
                Answer(
                    status: Int(response.status.code), bytes: Array(buffer: response.body),
                    headers: response.headers)
            }
        }
    }
}

struct ExportPathTests {
    @Test(arguments: ExportFormat.allCases)
    func `each form has its type, and nobody may sniff or keep it`(
        _ format: ExportFormat
    ) async throws {
        let answer = try await ScriptedCall().ask("/api/v1/trace/a@b?format=\(format.rawValue)")
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == format.mediaType)
        #expect(answer.headers[.xContentTypeOptions] == "nosniff")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(!answer.bytes.isEmpty)
        let begin: [ExportFormat: String] = [
            .json: "{\"query\"", .html: "<!DOCTYPE html>", .svg: "<?xml",
            .otlp: "{\"resourceSpans\"",
            .mermaid: "sequenceDiagram", .text: "alice called bob",
        ]
        #expect(answer.text.hasPrefix(begin[format, default: ""]))
        if format == .pcapng { #expect(answer.bytes.starts(with: [0x0A, 0x0D, 0x0D, 0x0A])) }
        let isSandboxed = answer.headers[.contentSecurityPolicy]?.contains("sandbox") ?? false
        #expect(isSandboxed == (format == .html || format == .svg))
        let isFile = answer.headers[.contentDisposition]?.hasPrefix("attachment") ?? false
        #expect(isFile == (format == .pcapng || format == .otlp))
    }

    @Test func `a form that there is not is 400, an unknown call 404`() async throws {
        let call = ScriptedCall()
        let answer = try await call.ask("/api/v1/trace/a@b?format=gif")
        #expect(answer.status == 400 && answer.text.contains("pcapng"))
        #expect(try await call.ask("/api/v1/trace/x?format=html").status == 404)
    }

    @Test func `pseudonyms are made by the key of the request, the configuration, or by none`()
        async throws
    {
        let call = ScriptedCall()
        let path = "/api/v1/trace/a@b?format=json&redact=1"
        let configured = try await call.ask(path, configuredKey: "c").text
        #expect(try await call.ask(path, configuredKey: "c").text == configured)
        let own = try await call.ask(path, key: "own", configuredKey: "c").text
        #expect(own != configured)
        #expect(try await call.ask(path, key: "own").text == own)
        let random = try await call.ask(path).text
        #expect(try await call.ask(path).text != random)
        for text in [configured, own, random] {
            for word in ["alice", "acme", "a@b", "192.0.2.1"] { #expect(!text.contains(word)) }
        }
    }

    @Test func `an import is taken whole, in part, or not at all`() async throws {
        let call = ScriptedCall(ImportOutcome(taken: 3, refused: 1))
        let answer = try await call.ask("/api/v1/import", body: [1, 2, 3])
        #expect(answer.status == 200 && answer.text == "{\"taken\":3,\"refused\":1}\n")
        #expect(call.taken.withLock { $0 } == [[1, 2, 3]])
        let full = try await ScriptedCall(ImportOutcome(taken: 2, isWhole: false)).ask(
            "/api/v1/import", body: [1])
        #expect(full.status == 503 && full.text.hasPrefix("{\"taken\":2,\"refused\":0,\"error\""))
        let large = [UInt8](repeating: 0, count: TraceAPI.Limits.importBytesMax + 1)
        #expect(try await call.ask("/api/v1/import", body: large).status == 413)
        #expect(call.taken.withLock { $0.count } == 1)
    }

    @Test func `an import needs the token that everything needs, and a collector that takes it`()
        async throws
    {
        let call = ScriptedCall()
        #expect(try await call.ask("/api/v1/import", body: [1], tokens: ["t"]).status == 401)
        #expect(
            try await call.ask("/api/v1/import", body: [1], token: "t", tokens: ["t"]).status == 200
        )
        #expect(try await call.ask("/api/v1/import", body: [1], imports: false).status == 404)
        #expect(call.taken.withLock { $0.count } == 1)
    }
}
