// The web page over HTTP.

internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import WebPage

/// Answers with files of the page. They are the same for everybody and hold nothing of any call.
enum PageAnswer {
    /// What the page may do: load its own files, ask this server, and nothing else. No inline script or
    /// style, no markup made out of text, no frame around it (CSP level 3).
    static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
        img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
        require-trusted-types-for 'script'; trusted-types 'none'
        """

    /// The file that a path names; nil when it names none.
    static func file(at path: String) -> PageFile? {
        if path == "/" { return WebPage.index }
        guard path.hasPrefix("/page/") else { return nil }
        return WebPage.files[String(path.dropFirst("/page/".count))]
    }

    /// The files gzipped, each once: they are the same for everybody.
    private static let compressed: [String: [UInt8]] = WebPage.files
        .merging([WebPage.index.name: WebPage.index], uniquingKeysWith: { first, _ in first })
        .compactMapValues { Gzip.compress($0.bytes) }

    /// A file; nothing but the head when the client says that it has it.
    static func make(_ file: PageFile, for request: Request) -> Response {
        if let known = request.headers[.ifNoneMatch], matches(known, file.tag) {
            return Response(status: .notModified, headers: headers(of: file))
        }
        return make(file, status: .ok, for: request)
    }

    /// A whole file with a status, gzipped for whoever takes that.
    static func make(
        _ file: PageFile, status: HTTPResponse.Status, for request: Request
    ) -> Response {
        var headers = headers(of: file)
        var bytes = file.bytes
        if AcceptEncoding(request.headers[.acceptEncoding]).takesGzip,
            let compressed = compressed[file.name]
        {
            bytes = compressed
            headers[.contentEncoding] = "gzip"
        }
        headers[.contentType] = file.type
        headers[.contentLength] = String(bytes.count)
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func headers(of file: PageFile) -> HTTPFields {
        var headers = HTTPFields()
        // Weak: the same file in two encodings is not the same bytes (RFC 9110 §8.8.1).
        headers[.eTag] = "W/\(file.tag)"
        headers[.vary] = "Accept-Encoding"
        // Kept, and asked for each time: after an upgrade nobody sees half of the old page.
        headers[.cacheControl] = "no-cache"
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        // The address of a call is nobody else's business.
        for (name, value) in [
            ("Referrer-Policy", "no-referrer"), ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return headers
    }

    /// True when a list of entity tags has this one (RFC 9110 §13.1.2); weak or not.
    private static func matches(_ known: String, _ tag: String) -> Bool {
        known == "*"
            || known.split(separator: ",").contains { one in
                let one = one.drop { $0 == " " }
                return (one.hasPrefix("W/") ? one.dropFirst(2) : one) == tag
            }
    }
}

extension TraceServer {
    /// The page at `/`, and what it loads under `/page/`.
    func addPage(to router: Router<BasicRequestContext>) {
        router.get("/") { request, _ in PageAnswer.make(WebPage.index, for: request) }
        router.get("page/:name") { request, _ in
            guard let file = PageAnswer.file(at: request.uri.path) else {
                return Answer.error(.notFound, code: "not-found", "the page has no such file")
            }
            return PageAnswer.make(file, for: request)
        }
    }
}
