// `GET /api/v1/trace/{id}`: a call in every form.

internal import CallGraph
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import TraceExport
internal import TraceRedaction
internal import TraceRendering

extension TraceServer {
    /// JSON, or the form that `format` names: `text` is the ladder (`color=1`, `width=N`, `why=1`). With
    /// `redact=1` all names are pseudonyms, by the key of the header `X-Calltrace-Redact-Key`, of the
    /// configuration, or by one of this answer alone.
    func trace(_ request: Request) async -> Response {
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
        let query = request.uri.queryParameters
        guard let format = ExportFormat(rawValue: query["format"].map(String.init) ?? "json") else {
            return Answer.error(
                .badRequest, code: "format",
                "`format` takes one of "
                    + ExportFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        do {
            guard var trace = try await tracer.trace(id, options: options) else {
                return Answer.json(.notFound, TraceJSON.notFound(id))
            }
            if query["redact"] == "1" {
                trace = TraceRedaction.redact(trace, key: key(for: request))
            }
            return Answer.saying(
                isComplete: trace.isComplete, render(trace, as: format, for: request))
        } catch {
            logger.error("a trace could not be made", metadata: ["error": "\(error)"])
            return Answer.error(
                .serviceUnavailable, code: "store", "the journal could not be read: \(error)")
        }
    }

    private func render(_ trace: Trace, as format: ExportFormat, for request: Request) -> Response {
        let bytes =
            switch format {
            case .json: TraceJSON.render(trace)
            case .text: Array(Ladder.render(trace, options: LadderOptions(request)).utf8)
            case .pcapng: TraceCapture.render(trace)
            case .html: TraceHTML.render(trace)
            case .svg: TraceSVG.render(trace)
            case .mermaid: Array(TraceMermaid.render(trace).utf8)
            case .otlp: OTLPDocument.render(trace)
            }
        var response = Answer.make(.ok, bytes, type: format.mediaType)
        switch format {
        case .html, .svg:
            // Opened from here, a page is a stranger to this origin, whatever is in it.
            response.headers[.contentSecurityPolicy] =
                format == .html
                ? "\(TraceHTML.policy); frame-ancestors 'none'; sandbox"
                : "default-src 'none'; style-src 'unsafe-inline'; sandbox"
        case .pcapng, .otlp:
            response.headers[.contentDisposition] =
                "attachment; filename=\"call-\(trace.call.id.prefix(8)).\(format.fileExtension)\""
        case .json, .text, .mermaid: break
        }
        return response
    }

    /// The key that comes with a request: in a header, since addresses are logged.
    private func key(for request: Request) -> RedactionKey {
        if let name = HTTPField.Name("X-Calltrace-Redact-Key"), let text = request.headers[name],
            !text.isEmpty
        {
            return RedactionKey(text)
        }
        return redactionKey ?? .random()
    }
}

extension LadderOptions {
    /// The options of `color=1`, `width=N` and `why=1`.
    init(_ request: Request) {
        let query = request.uri.queryParameters
        let width = query["width"].flatMap { Int($0) } ?? 120
        self.init(
            color: query["color"] == "1", width: min(max(width, 40), 1000),
            explainsLinks: query["why"] == "1")
    }
}
