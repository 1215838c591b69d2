// The rows of a trace: what was sent, what switches said, what was logged and measured.

/// One row of the trace.
public enum TraceMessage: Sendable, Equatable {
    case sip(SIPRow)
    case event(EventRow)
    case log(LogRow)
    case quality(QualityRow)

    /// When it happened.
    public var time: Timestamp {
        switch self {
        case .sip(let row): row.time
        case .event(let row): row.time
        case .log(let row): row.time
        case .quality(let row): row.time
        }
    }
}
