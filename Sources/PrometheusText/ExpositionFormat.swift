// The text forms that a scrape can be answered in, and which one a client asks for.

/// A form of the exposition.
public enum ExpositionFormat: Sendable, CaseIterable {
    /// Prometheus text format 0.0.4, which everybody reads.
    case text
    /// OpenMetrics 1.0.0, which alone can carry exemplars.
    case openMetrics

    /// The media type of an answer in this form.
    public var contentType: String {
        switch self {
        case .text: "text/plain; version=0.0.4; charset=utf-8"
        case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
        }
    }

    /// The form that suits an `Accept` header best (RFC 9110 §12.5.1).
    ///
    /// Of each form counts the quality of the most specific range that takes it, and of two equal
    /// ones the form whose range stands first. Without a header, and where neither form is asked
    /// for, it is ``text``: an answer that somebody may read is better than none. `escaping`, which
    /// Prometheus 3 sends, may be anything: the names here need none.
    ///
    /// - Parameter accept: the header's value; several headers joined by commas.
    public init(accept: String?) {
        let ranges = MediaRange.parse(accept ?? "")
        guard let open = Self.openMetrics.choice(in: ranges), open.quality > 0 else {
            self = .text
            return
        }
        guard let text = Self.text.choice(in: ranges), text.quality > 0 else {
            self = .openMetrics
            return
        }
        if open.quality == text.quality {
            self = open.index < text.index ? .openMetrics : .text
        } else {
            self = open.quality > text.quality ? .openMetrics : .text
        }
    }

    /// The quality and place of the range that decides for this form; nil when none takes it.
    private func choice(in ranges: [MediaRange]) -> (quality: Double, index: Int)? {
        var best: (precision: Int, quality: Double, index: Int)?
        for (index, range) in ranges.enumerated() {
            guard let precision = precision(of: range), precision > best?.precision ?? -1 else {
                continue
            }
            best = (precision, range.quality, index)
        }
        return best.map { ($0.quality, $0.index) }
    }

    /// How exactly a range names this form, from 0 (`*/*`) to 3 (with its version); nil when it
    /// names another one.
    private func precision(of range: MediaRange) -> Int? {
        let (type, subtype, version) =
            switch self {
            case .text: ("text", "plain", "0.0.4")
            case .openMetrics: ("application", "openmetrics-text", "1.0.0")
            }
        switch (range.type, range.subtype) {
        case ("*", "*"): return 0
        case (type, "*"): return 1
        case (type, subtype):
            guard let asked = range.version else { return 2 }
            return asked == version ? 3 : nil
        default: return nil
        }
    }
}
