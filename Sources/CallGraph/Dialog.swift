// One SIP dialog of a call.

/// All SIP under one Call-ID.
public struct Dialog: Sendable, Equatable {
    /// Its Call-ID, invalid UTF-8 repaired.
    public var callID: String
    /// The user of From in the first request.
    public var from: String
    /// The user of To in the first request, or of the Request-URI when To has none.
    public var to: String
    /// The host of To, or of the Request-URI or From when it has none.
    public var domain: String
    /// The method of the first request: INVITE, REGISTER, OPTIONS …
    public var method: String
    /// When its first message was captured.
    public var start: Timestamp
    /// When its BYE, or the last message of a failed attempt, was captured; nil while it is up.
    public var end: Timestamp?
    /// How the attempt that began it ended.
    public var outcome: Outcome
    /// The final status of the attempt; nil while there is none.
    public var status: Int?
    /// The reason phrase of that status, as sent.
    public var reason: String?
    /// When it rang first (180 or 183).
    public var ringing: Timestamp?
    /// When a 2xx to the INVITE was seen first.
    public var answered: Timestamp?
    /// Who ended it, as the user of the BYE's or CANCEL's sender or its address; nil when nobody did.
    public var endedBy: String?

    /// Why it ended, in words, as the Reason header (RFC 3326) of the BYE, CANCEL or failure says; nil
    /// without one.
    public var releaseCause: String?

    /// A dialog of which nothing but this is known yet.
    public init(callID: String, start: Timestamp) {
        self.callID = callID
        self.from = ""
        self.to = ""
        self.domain = ""
        self.method = ""
        self.start = start
        self.outcome = .inProgress
    }
}

extension Dialog {
    /// The caller's own dialog: the one that began the call, nil when there is none at all.
    ///
    /// Not one that a switch made, unless it made all of them; of several the answered one, else the
    /// first.
    public static func caller(among dialogs: [Dialog], channels: [Channel]) -> Dialog? {
        let made = Set(channels.filter { $0.direction == .outbound }.compactMap(\.callID))
        let callers = dialogs.filter { !made.contains($0.callID) }
        let candidates = callers.isEmpty ? dialogs : callers
        return candidates.first { $0.outcome == .answered } ?? candidates.first
    }
}
