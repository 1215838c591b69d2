// What a record can hold.

/// What kind of thing a record holds.
public enum RecordKind: UInt8, Sendable, CaseIterable {
    /// A SIP message, or what claimed to be one.
    case sip = 1
    /// An event of a switch, as its JSON object.
    case event = 2
    /// A log line of a switch or an agent, as UTF-8 text.
    case log = 3
    /// A quality report: RTCP or a summary, as the agent sent it.
    case quality = 4
    /// The summary of a finished call.
    case call = 5

    /// The word that stands for it in labels and answers.
    public var label: String {
        switch self {
        case .sip: "sip"
        case .event: "event"
        case .log: "log"
        case .quality: "quality"
        case .call: "call"
        }
    }
}
