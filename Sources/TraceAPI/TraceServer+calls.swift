// Searches for calls over HTTP.

internal import CallGraph
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import TraceRendering

extension TraceServer {
    /// `GET /api/v1/calls?…`: a page of calls, the last received first. `calls: []` with 200 when none is
    /// as asked.
    func calls(_ request: Request) async -> Response {
        let now = clock()
        let parameters: [QueryParameter]
        let query: CallQuery
        do {
            parameters = try QueryParameter.parse(request.uri.query ?? "")
            query = try CallQuery(parameters, now: now)
        } catch {
            return Answer.error(.badRequest, code: "query", error.text)
        }
        guard gate.enter() else {
            return Answer.error(
                .serviceUnavailable, code: "busy",
                "\(Limits.searchesMax) searches are going on; try again")
        }
        defer { gate.leave() }
        do {
            let page = try await finder.calls(query, now: now)
            let asked = parameters.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }
            return Answer.saying(
                isComplete: page.isComplete,
                Answer.json(.ok, CallListJSON.render(page, query: asked)))
        } catch {
            logger.error("a search failed", metadata: ["error": "\(error)"])
            return Answer.error(
                .serviceUnavailable, code: "store", "the journal could not be read: \(error)")
        }
    }
}
