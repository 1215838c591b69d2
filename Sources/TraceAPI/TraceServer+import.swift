// `POST /api/v1/import`: what a capture holds, as HEP packets.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import TraceRendering

extension TraceServer {
    /// Takes HEP packets that stand one behind the other: 200 with `taken` and `refused` when that is all of
    /// them; 503 with the same when there is no room for the rest, which should be sent again later; 413 for
    /// more than a request may hold.
    func take(_ request: Request, into imports: any ImportSink) async -> Response {
        guard importGate.enter() else {
            return answer(
                ImportOutcome(isWhole: false), .serviceUnavailable,
                "\(Limits.importsMax) imports are going on; try again")
        }
        defer { importGate.leave() }
        let tooMuch = Answer.error(
            .contentTooLarge, code: "import",
            "a request may have \(Limits.importBytesMax) bytes of packets at most")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > Limits.importBytesMax
        {
            return tooMuch
        }
        var body: [UInt8] = []
        do {
            for try await part in request.body {
                guard body.count + part.readableBytes <= Limits.importBytesMax else {
                    return tooMuch
                }
                body += part.readableBytesView
            }
        } catch {
            return Answer.error(.badRequest, code: "import", "the body did not come whole")
        }
        let outcome = await imports.take(body)
        return outcome.isWhole
            ? answer(outcome, .ok, nil)
            : answer(outcome, .serviceUnavailable, "nothing more can be recorded just now")
    }

    private func answer(
        _ outcome: ImportOutcome, _ status: HTTPResponse.Status, _ problem: String?
    ) -> Response {
        var json = JSONWriter()
        json.beginObject()
        json.key("taken")
        json.number(outcome.taken)
        json.key("refused")
        json.number(outcome.refused)
        if let problem {
            json.key("error")
            json.beginObject()
            json.key("code")
            json.string("busy")
            json.key("text")
            json.string(problem)
            json.endObject()
        }
        json.endObject()
        json.newline()
        return Answer.json(status, json.bytes)
    }
}
