// Pushes over HTTP with AsyncHTTPClient.

public import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Posts to a Loki over HTTP or HTTPS.
public struct HTTPLokiTransport: LokiTransport {
    private let url: LokiPushURL
    private let client: HTTPClient
    private let timeout: Duration
    private let authorization: String?

    /// A transport to one Loki.
    ///
    /// - Parameters:
    ///   - url: `http://host:3100`; `/loki/api/v1/push` is added unless it is there.
    ///   - client: whose connections are used; its owner shuts it down. nil: the process-wide one.
    ///   - authorization: the value of the header `Authorization`, as in `Bearer …`; nil for none.
    ///   - timeout: how long a request may take, from connecting to the end of the answer.
    public init(
        url: String, client: HTTPClient? = nil, authorization: String? = nil,
        timeout: Duration = .seconds(10)
    ) {
        self.authorization = authorization
        self.url = LokiPushURL(url)
        self.client = client ?? HTTPClient.shared
        self.timeout = timeout
    }

    /// Posts a body; see ``LokiTransport/post(body:contentType:contentEncoding:tenant:)``.
    ///
    /// Of a long answer the beginning is returned: its status counts, whatever its length.
    /// - Throws: what AsyncHTTPClient throws.
    public func post(
        body: [UInt8], contentType: String, contentEncoding: String?, tenant: LokiTenant?
    ) async throws -> (status: Int, body: String) {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: contentType)
        if let contentEncoding {
            request.headers.add(name: "Content-Encoding", value: contentEncoding)
        }
        if let authorization { request.headers.add(name: "Authorization", value: authorization) }
        if let tenant {
            request.headers.add(name: "X-Scope-OrgID", value: tenant.name)
        }
        request.body = .bytes(ByteBuffer(bytes: body))
        return try await withDeadline { [request] in
            let response = try await client.execute(request, timeout: TimeAmount(timeout))
            return (Int(response.status.code), try await beginning(of: response.body))
        }
    }

    /// The text of an answer up to the limit; what follows is not read, and the connection is given
    /// up.
    private func beginning(of body: HTTPClientResponse.Body) async throws -> String {
        var text = ByteBuffer()
        for try await var part in body {
            text.writeBuffer(&part)
            if text.readableBytes >= Limits.answerBytesMax { break }
        }
        return String(buffer: text.readSlice(length: Limits.answerBytesMax) ?? text)
    }

    /// The client's own timeout ends with the head of the answer; this one covers its body as well.
    private func withDeadline<Answer: Sendable>(
        _ work: @escaping @Sendable () async throws -> Answer
    ) async throws -> Answer {
        try await withThrowingTaskGroup(of: Answer.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: timeout)
                throw HTTPClientError.deadlineExceeded
            }
            guard let first = try await group.next() else { throw CancellationError() }
            return first
        }
    }
}
