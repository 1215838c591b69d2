// `GET /metrics`: what a Prometheus scrapes.

internal import HTTPTypes
internal import Hummingbird

extension TraceServer {
    /// All metrics, in the form that `Accept` asks for, and gzipped for whoever takes that.
    func metrics(_ request: Request) async -> Response {
        let exposition = await status.metrics(accept: request.headers[.accept])
        var response: Response
        if AcceptEncoding(request.headers[.acceptEncoding]).takesGzip,
            let compressed = Gzip.compress(exposition.text)
        {
            response = Answer.make(.ok, compressed, type: exposition.contentType)
            response.headers[.contentEncoding] = "gzip"
        } else {
            response = Answer.make(.ok, exposition.text, type: exposition.contentType)
        }
        response.headers[.vary] = "Accept, Accept-Encoding"
        return response
    }
}
