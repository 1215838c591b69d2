// The files of the web page, as they stand in Files/: there is no build step.

/// One file of the page.
package struct PageFile: Sendable {
    /// Its name in the folder: `main.js`.
    package let name: String
    /// What it is, for Content-Type.
    package let type: String
    /// All of it.
    package let bytes: [UInt8]
    /// Its entity tag (RFC 9110 §8.8.3), quotes included: another one when a byte is another.
    package let tag: String

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        type =
            switch name.split(separator: ".").last {
            case "html": "text/html; charset=utf-8"
            case "css": "text/css; charset=utf-8"
            case "js": "text/javascript; charset=utf-8"
            case "svg": "image/svg+xml"
            default: "application/octet-stream"
            }
        // FNV-1a: it only has to differ from one version of the program to the next.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        tag = "\"\(String(hash, radix: 16))-\(bytes.count)\""
    }
}

/// The web page: one HTML file, and what it loads.
package enum WebPage {
    /// What is shown at `/`.
    package static let index = PageFile("index.html", PackageResources.index_html)

    /// What that one loads, by name.
    package static let files: [String: PageFile] = Dictionary(
        [
            PageFile("call.js", PackageResources.call_js),
            PageFile("calls.js", PackageResources.calls_js),
            PageFile("diff.js", PackageResources.diff_js),
            PageFile("draw.js", PackageResources.draw_js),
            PageFile("graph.js", PackageResources.graph_js),
            PageFile("health.js", PackageResources.health_js),
            PageFile("help.js", PackageResources.help_js),
            PageFile("icon.svg", PackageResources.icon_svg),
            PageFile("inspector.js", PackageResources.inspector_js),
            PageFile("ladder.js", PackageResources.ladder_js),
            PageFile("logs.js", PackageResources.logs_js),
            PageFile("main.js", PackageResources.main_js),
            PageFile("memory.js", PackageResources.memory_js),
            PageFile("model.js", PackageResources.model_js),
            PageFile("page.css", PackageResources.page_css),
            PageFile("quality.js", PackageResources.quality_js),
            PageFile("server.js", PackageResources.server_js),
            PageFile("sip.js", PackageResources.sip_js),
            PageFile("words.js", PackageResources.words_js),
        ].map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
