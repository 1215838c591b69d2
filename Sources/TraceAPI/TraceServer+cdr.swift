// CDRs of FreeSWITCH (mod_json_cdr) over HTTP.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension TraceServer {
    /// `POST /api/v1/cdr?uuid=…`: 200 when it is recorded, 400 for what is no CDR, 413 for one that is too
    /// long, 503 when it cannot be taken now. The switch sends again, or keeps in a file, whatever is not
    /// answered with 200.
    func take(_ request: Request, into cdrs: any CDRSink) async -> Response {
        guard cdrGate.enter() else { return busy("many CDRs are being taken") }
        defer { cdrGate.leave() }
        if let length = request.headers[.contentLength].flatMap({ Int($0) }),
            length > Limits.cdrBytesMax
        {
            return tooLong()
        }
        var body: [UInt8] = []
        do {
            for try await part in request.body {
                guard body.count + part.readableBytes <= Limits.cdrBytesMax else {
                    return tooLong()
                }
                body += part.readableBytesView
            }
        } catch {
            return Answer.error(.badRequest, code: "cdr", "the body did not come whole")
        }
        let uuid = request.uri.queryParameters["uuid"].map(String.init)
        if let uuid, uuid.utf8.count > Limits.cdrNameBytesMax {
            return Answer.error(.badRequest, code: "cdr", "the uuid in the address is too long")
        }
        switch cdrs.take(body, uuid: uuid) {
        case .accepted: return Answer.text(.ok, "ok\n")
        case .malformed(let reason):
            return Answer.error(
                .badRequest, code: "cdr", "this is no JSON CDR of FreeSWITCH: \(reason)")
        case .dropped: return busy("nothing can be recorded just now")
        }
    }

    private func tooLong() -> Response {
        Answer.error(
            .contentTooLarge, code: "cdr",
            "a CDR may have \(Limits.cdrBytesMax) bytes at most")
    }

    private func busy(_ why: String) -> Response {
        Answer.error(.serviceUnavailable, code: "busy", "\(why); try again")
    }
}
