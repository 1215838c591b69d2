// Requests over HTTP with AsyncHTTPClient.

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import TraceExport

/// Posts to an OTLP endpoint over HTTP or HTTPS.
struct HTTPOTLPTransport: OTLPTransport {
    private let url: String
    private let headers: [OTLPSettings.Header]
    private let client: HTTPClient
    /// From connecting to the end of the answer.
    private static var timeout: Duration { .seconds(10) }

    /// A transport to `http://host:4318`; `/v1/traces` is added unless it is there.
    init(url: String, headers: [OTLPSettings.Header], client: HTTPClient) {
        let base = url.hasSuffix("/") ? String(url.dropLast()) : url
        self.url = base.hasSuffix("/v1/traces") ? base : base + "/v1/traces"
        self.headers = headers
        self.client = client
    }

    func post(_ body: [UInt8]) async throws -> (status: Int, retryAfter: String?, body: String) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        for header in headers { request.headers.add(name: header.name, value: header.value.text) }
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await withThrowingTaskGroup(
            of: (status: Int, retryAfter: String?, body: String).self
        ) { [request, client] group in
            defer { group.cancelAll() }
            group.addTask {
                let response = try await client.execute(
                    request, timeout: TimeAmount(Self.timeout))
                return (
                    Int(response.status.code), response.headers.first(name: "Retry-After"),
                    try await Self.beginning(of: response.body)
                )
            }
            // The client's own timeout ends with the head of the answer.
            group.addTask {
                try await Task.sleep(for: Self.timeout)
                throw HTTPClientError.deadlineExceeded
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }

    private static func beginning(of body: HTTPClientResponse.Body) async throws -> String {
        var text = ByteBuffer()
        for try await var part in body {
            text.writeBuffer(&part)
            if text.readableBytes >= TraceExport.Limits.answerBytesMax { break }
        }
        return String(
            buffer: text.readSlice(length: TraceExport.Limits.answerBytesMax) ?? text)
    }
}
