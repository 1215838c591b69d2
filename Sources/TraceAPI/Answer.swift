// HTTP responses in the forms that this interface gives.

internal import HTTPTypes
internal import Hummingbird
internal import TraceRendering

/// Makes responses.
enum Answer {
    /// JSON text.
    static func json(_ status: HTTPResponse.Status, _ bytes: [UInt8]) -> Response {
        make(status, bytes, type: "application/json; charset=utf-8")
    }

    /// Plain text.
    static func text(_ status: HTTPResponse.Status, _ text: String) -> Response {
        make(status, Array(text.utf8), type: "text/plain; charset=utf-8")
    }

    /// An error as JSON: a fixed word and a sentence.
    static func error(_ status: HTTPResponse.Status, code: String, _ text: String) -> Response {
        json(status, TraceJSON.error(text, code: code))
    }

    /// The answer with a header that says whether it is all there is: clients need not read the body for it.
    static func saying(isComplete: Bool, _ answer: Response) -> Response {
        var answer = answer
        if let name = HTTPField.Name("X-Calltrace-Complete") {
            answer.headers[name] = isComplete ? "true" : "false"
        }
        return answer
    }

    /// Bytes of a type. Never sniffed, never cached: it is somebody's call.
    static func make(_ status: HTTPResponse.Status, _ bytes: [UInt8], type: String) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.contentLength] = String(bytes.count)
        headers[.xContentTypeOptions] = "nosniff"
        headers[.cacheControl] = "no-store"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
