// The HTTP interface: traces, searches, metrics, and the two probes.

package import CallGraph
package import Hummingbird
package import Logging
package import TraceRedaction
internal import HTTPTypes

/// Builds the HTTP interface over a tracer and a finder.
package struct TraceServer: Sendable {
    let tracer: any CallTracer
    let status: any CollectorStatus
    let finder: any CallFinder
    let clock: @Sendable () -> Timestamp
    let logger: Logger
    let gate = SearchGate()
    let cdrs: (any CDRSink)?
    let cdrGate = SearchGate(most: Limits.cdrsMax)
    let imports: (any ImportSink)?
    let importGate = SearchGate(most: Limits.importsMax)
    /// The key of pseudonyms where a request brings none; without it each answer has its own.
    let redactionKey: RedactionKey?

    /// An interface over these; `clock` is asked what "an hour ago" means. Without `cdrs` none is taken, and
    /// without `imports` no capture.
    package init(
        tracer: any CallTracer, finder: any CallFinder, status: any CollectorStatus,
        cdrs: (any CDRSink)? = nil, imports: (any ImportSink)? = nil,
        redactionKey: RedactionKey? = nil, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        self.cdrs = cdrs
        self.imports = imports
        self.redactionKey = redactionKey
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
        if let imports {
            router.post("api/v1/import") { request, _ in await take(request, into: imports) }
        }
        router.get("api/v1/trace/**") { request, _ in await trace(request) }
        return router
    }
}
