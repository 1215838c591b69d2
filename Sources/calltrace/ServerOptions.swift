// Which collector to ask, and how.

internal import ArgumentParser
internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOFoundationCompat
internal import NIOHTTP1
internal import NIOPosix

/// The options that every command that asks a collector has.
struct ServerOptions: ParsableArguments {
    @Option(
        name: .customLong("server"),
        help: "The collector. CALLTRACE_SERVER sets it too. (default: \(Self.local))")
    var serverURL: String?

    @Option(
        name: .customLong("token"), help: "Its token, if it wants one. CALLTRACE_TOKEN sets it too."
    )
    var givenToken: String?

    private static let local = "http://127.0.0.1:9080"

    /// The collector's URL without a slash at its end.
    var server: String {
        let environment = ProcessInfo.processInfo.environment
        var url = serverURL ?? environment["CALLTRACE_SERVER"] ?? Self.local
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    private var token: String? {
        givenToken ?? ProcessInfo.processInfo.environment["CALLTRACE_TOKEN"]
    }

    /// Asks for `path` with `id` behind it; ends the program when nobody answers.
    func ask(
        _ path: String, id: String = "", query: String, headers: [(String, String)] = []
    ) async throws -> ServerAnswer {
        do {
            return try await get(path, id: id, query: query, headers: headers)
        } catch {
            StandardStreams.say("\(server) did not answer: \(Self.words(error))")
            throw ExitCode(3)
        }
    }

    /// Posts `body` over a client that is kept for more; throws when nobody answers.
    func post(_ path: String, _ body: [UInt8], over client: HTTPClient) async throws -> ServerAnswer
    {
        var request = request(path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/octet-stream")
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await Self.answer(to: request, client)
    }

    /// A client of the collector; it must be shut down.
    static func makeClient() -> HTTPClient {
        // A server that refuses is said at once: by default the client would go on trying.
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.connect = .seconds(5)
        return HTTPClient(configuration: configuration)
    }

    /// What to end the program with after an answer that nothing can be made of; says it.
    func refused(_ answer: ServerAnswer) -> ExitCode {
        StandardStreams.say(refusal(answer))
        return ExitCode(3)
    }

    /// Such an answer in words.
    func refusal(_ answer: ServerAnswer) -> String {
        let body = String(decoding: answer.body.prefix(500), as: UTF8.self)
        return "\(server) answered \(answer.status): \(body)"
    }

    private func request(_ path: String) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: server + path)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        return request
    }

    private func get(
        _ path: String, id: String, query: String, headers: [(String, String)]
    ) async throws -> ServerAnswer {
        var request = request(path + Self.encoded(id) + query)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let client = Self.makeClient()
        do {
            let answer = try await Self.answer(to: request, client)
            try await client.shutdown()
            return answer
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func answer(
        to request: HTTPClientRequest, _ client: HTTPClient
    ) async throws -> ServerAnswer {
        let response = try await client.execute(request, timeout: .seconds(30))
        // A call of 50,000 records is about 100 MB of JSON.
        let body = try await response.body.collect(upTo: 512 << 20)
        return ServerAnswer(
            status: Int(response.status.code),
            isComplete: response.headers.first(name: "X-Calltrace-Complete") != "false",
            isOurs: response.headers.first(name: "Content-Type")?.hasPrefix("application/json")
                ?? false,
            body: Array(buffer: body))
    }

    /// An error in the words of the operating system where it has some.
    static func words(_ error: any Error) -> String {
        switch error {
        case let failed as NIOConnectionError:
            return failed.connectionErrors.last.map { words($0.error) } ?? "no such host"
        case let failed as IOError:
            return unsafe String(cString: strerror(failed.errnoCode))
        default: return String(describing: error)
        }
    }

    /// Percent-encodes everything but RFC 3986's unreserved characters.
    static func encoded(_ id: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var text = ""
        for byte in id.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e:
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }
}

/// What a collector said.
struct ServerAnswer {
    var status: Int
    /// False when the answer says of itself that something may be missing.
    var isComplete: Bool
    /// True when it has the form of a collector's answer: a proxy's 404 does not say that a call is unknown.
    var isOurs: Bool
    var body: [UInt8]
}
