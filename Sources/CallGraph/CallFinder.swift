// Who finds calls by what they are and not by a name.

internal import SIP

/// Finds calls by their numbers, addresses, outcome and time.
public protocol CallFinder: Sendable {
    /// A page of the calls that `query` asks for, the last received first.
    ///
    /// `now` decides whether a call without an end is still up. Throws when the store cannot be read at
    /// all; what is unreadable in part is said in the answer.
    func calls(_ query: CallQuery, now: Timestamp) async throws -> CallPage
}

/// One page of a list of calls.
public struct CallPage: Sendable {
    /// The last received first.
    public var calls: [FoundCall]
    /// Where the next page begins; nil when this is the last.
    public var next: CallPosition?
    /// False when calls may be missing, or what became of one of them.
    public var isComplete: Bool
    /// Why it is not complete, in words for an operator.
    public var warnings: [String]

    /// A page of these parts.
    public init(
        calls: [FoundCall] = [], next: CallPosition? = nil, isComplete: Bool = true,
        warnings: [String] = []
    ) {
        self.calls = calls
        self.next = next
        self.isComplete = isComplete
        self.warnings = warnings
    }
}

/// A call that was found: its dialog, and where its first INVITE was seen.
public struct FoundCall: Sendable, Equatable {
    /// The dialog, as far as is known without the rest of the call.
    public var dialog: Dialog
    /// The user of the Request-URI of the first INVITE where it is another than that of To.
    public var target: String?
    /// Where the first INVITE came from.
    public var source: Endpoint
    /// Where it went.
    public var destination: Endpoint
    /// The node that saw it.
    public var node: String

    /// Seconds from the answer to the end; nil for a call that was not answered or is up.
    public var durationSeconds: Double? {
        guard let answered = dialog.answered, let end = dialog.end else { return nil }
        return max(0, end.seconds(since: answered))
    }

    /// The call that begins with this INVITE, of which nothing more is known; nil when the record is none.
    public init?(invite record: Record) {
        let message = SIPMessage.parse(record.payload.span)
        guard record.header.kind == .sip, message.kind == .request, message.method == .invite,
            !message.callID.isEmpty
        else { return nil }
        dialog = Dialog(
            callID: record.text(message.callID),
            sightings: [SIPSighting(record: record, message: message)], now: .distantPast)
        let target = record.text(DialogParties(message, record.payload.span).target)
        self.target = target.isEmpty ? nil : target
        source = record.header.source
        destination = record.header.destination
        node = record.node
    }
}
