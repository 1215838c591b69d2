// The forms that a call can be taken away in.

/// A form of a trace outside of calltrace.
package enum ExportFormat: String, CaseIterable, Sendable {
    case json
    case pcapng
    case html
    case svg
    case mermaid
    case text
    case otlp

    /// The media type; where nothing is registered, what is in use.
    package var mediaType: String {
        switch self {
        case .json: "application/json; charset=utf-8"
        case .pcapng: "application/x-pcapng"
        case .html: "text/html; charset=utf-8"
        case .svg: "image/svg+xml"
        case .mermaid, .text: "text/plain; charset=utf-8"
        case .otlp: "application/jsonl; charset=utf-8"
        }
    }

    /// What a file of this form is called behind the dot.
    package var fileExtension: String {
        switch self {
        case .mermaid: "mmd"
        case .text: "txt"
        case .otlp: "jsonl"
        case .json, .pcapng, .html, .svg: rawValue
        }
    }

    /// True for what no terminal should be given.
    package var isBinary: Bool { self == .pcapng }
}
