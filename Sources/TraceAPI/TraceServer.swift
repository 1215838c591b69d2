// The HTTP interface: traces, searches, metrics, and the two probes.

package import CallGraph
package import Hummingbird
package import Logging
internal import HTTPTypes
internal import TraceRendering

/// Builds the HTTP interface over a tracer and a finder.
package struct TraceServer: Sendable {
    private let tracer: any CallTracer
    let status: any CollectorStatus
    let finder: any CallFinder
    let clock: @Sendable () -> Timestamp
    let logger: Logger
    let gate = SearchGate()
    let cdrs: (any CDRSink)?
    let cdrGate = SearchGate(most: Limits.cdrsMax)

    /// An interface over these; `clock` is asked what "an hour ago" means. Without `cdrs` none is taken.
    package init(
        tracer: any CallTracer, finder: any CallFinder, status: any CollectorStatus,
        cdrs: (any CDRSink)? = nil, logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) {
        self.cdrs = cdrs
        self.tracer = tracer
        self.finder = finder
        self.clock = clock
        self.status = status
        self.logger = logger
    }

    /// Everything that is answered, and how. `tokens` empty lets everybody ask.
    package func router(tokens: [String]) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: TokenCheck(tokens: tokens))
        router.get("healthz") { _, _ in Answer.text(.ok, "ok\n") }
        router.get("readyz") { _, _ in
            status.isReady
                ? Answer.text(.ok, "ready\n") : Answer.text(.serviceUnavailable, "not ready\n")
        }
        router.get("metrics") { request, _ in await metrics(request) }
        addPage(to: router)
        router.get("api/v1/doctor") { request, _ in await diagnose(request) }
        router.get("api/v1/calls") { request, _ in await calls(request) }
        if let cdrs { router.post("api/v1/cdr") { request, _ in await take(request, into: cdrs) } }
        router.get("api/v1/trace/**") { request, _ in await trace(request) }
        return router
    }

    /// `GET /api/v1/trace/{id}`: JSON, or with `format=text` the ladder (`color=1`, `width=N`, `why=1`).
    private func trace(_ request: Request) async -> Response {
        // The id is the rest of the path as sent: a Call-ID may hold slashes, encoded or not.
        let path = request.uri.path
        let raw = path.dropFirst("/api/v1/trace/".count)
        guard let id = PercentEncoding.decode(raw) else {
            return Answer.error(.badRequest, code: "id", "the path is not percent-encoded UTF-8")
        }
        // What no record can be about need not be looked for.
        guard !id.isEmpty, id.utf8.count <= Limits.identityBytesMax else {
            return Answer.json(.notFound, TraceJSON.notFound(String(id.prefix(64))))
        }
        guard let options = TraceOptions(request) else {
            return Answer.error(
                .badRequest, code: "at", "`at` is not a moment as in 2026-11-22T23:26:31Z")
        }
        let isText = request.uri.queryParameters["format"] == "text"
        do {
            guard let trace = try await tracer.trace(id, options: options) else {
                return Answer.json(.notFound, TraceJSON.notFound(id))
            }
            var response: Response
            if isText {
                let width = request.uri.queryParameters["width"].flatMap { Int($0) } ?? 120
                let options = LadderOptions(
                    color: request.uri.queryParameters["color"] == "1",
                    width: min(max(width, 40), 1000),
                    explainsLinks: request.uri.queryParameters["why"] == "1")
                response = Answer.text(.ok, Ladder.render(trace, options: options))
            } else {
                response = Answer.json(.ok, TraceJSON.render(trace))
            }
            return Answer.saying(isComplete: trace.isComplete, response)
        } catch {
            logger.error("a trace could not be made", metadata: ["error": "\(error)"])
            return Answer.error(
                .serviceUnavailable, code: "store", "the journal could not be read: \(error)")
        }
    }
}
