// Who may ask: a bearer token (RFC 6750), where tokens are configured.

internal import Hummingbird

/// Refuses requests without a token. The two probes are always answered: they say nothing of any call.
struct TokenCheck<Context: RequestContext>: RouterMiddleware {
    private let tokens: [[UInt8]]

    init(tokens: [String]) { self.tokens = tokens.map { Array($0.utf8) } }

    @concurrent func handle(
        _ request: Request, context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.uri.path
        if tokens.isEmpty || path == "/healthz" || path == "/readyz" || isKnown(request) {
            return try await next(request, context)
        }
        var response = Answer.error(
            .unauthorized, code: "token", "this server asks for a token: --token or CALLTRACE_TOKEN"
        )
        response.headers[.wwwAuthenticate] = "Bearer"
        return response
    }

    private func isKnown(_ request: Request) -> Bool {
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer ") else {
            return false
        }
        let given = Array(header.utf8.dropFirst("Bearer ".utf8.count))
        var isKnown = false
        for token in tokens where Self.isEqual(token, given) { isKnown = true }
        return isKnown
    }

    /// Compares without telling by time how much was right.
    private static func isEqual(_ token: [UInt8], _ given: [UInt8]) -> Bool {
        var difference = UInt64(truncatingIfNeeded: token.count ^ given.count)
        for index in token.indices {
            difference |= UInt64(token[index] ^ (index < given.count ? given[index] : 0))
        }
        return difference == 0
    }
}
