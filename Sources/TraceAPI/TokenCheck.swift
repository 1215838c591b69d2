// Who may ask: a bearer token (RFC 6750), where tokens are configured.

internal import Foundation
internal import Hummingbird

/// Refuses requests without a token. The two probes are always answered, and so are the files of the web
/// page, which asks for the token itself: they say nothing of any call.
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
        let file = request.method == .get ? PageAnswer.file(at: path) : nil
        if let file, path != "/" { return PageAnswer.make(file, for: request) }
        // A browser shows what comes with a refusal: at `/` the page itself.
        var response =
            file.map { PageAnswer.make($0, status: .unauthorized, for: request) }
            ?? Answer.error(
                .unauthorized, code: "token",
                "this server asks for a token: --token or CALLTRACE_TOKEN")
        // A switch that is to choose the scheme itself looks for the only one that it knows.
        response.headers[.wwwAuthenticate] =
            path == "/api/v1/cdr" ? "Basic realm=\"calltrace\"" : "Bearer"
        return response
    }

    private func isKnown(_ request: Request) -> Bool {
        guard let header = request.headers[.authorization], let given = Self.token(in: header)
        else { return false }
        var isKnown = false
        for token in tokens where Self.isEqual(token, given) { isKnown = true }
        return isKnown
    }

    /// A bearer token, or the password of Basic (RFC 7617), whose user is anybody's choice: a FreeSWITCH
    /// can send nothing else with its CDRs.
    private static func token(in header: String) -> [UInt8]? {
        if header.hasPrefix("Bearer ") { return Array(header.utf8.dropFirst("Bearer ".utf8.count)) }
        guard header.hasPrefix("Basic "),
            let pair = Data(base64Encoded: String(header.dropFirst("Basic ".count))),
            let colon = pair.firstIndex(of: 0x3a)
        else { return nil }
        return Array(pair[(colon + 1)...])
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
