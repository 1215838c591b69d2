// What is kept of a call besides its records, so that it can be searched for.

/// That a call began, or what became of it.
public enum DialogFact: Sendable, Equatable {
    /// A call began.
    case beginning(DialogBeginning)
    /// Something became of a call that began before.
    case step(DialogStep)
}

/// A call's first INVITE: what it can be searched by, and where its record is.
///
/// Its texts are places in the bytes of the list that it was read from.
public struct DialogBeginning: Sendable, Equatable {
    /// The call's number, by which later facts name it: one more than that of the call before it, and larger
    /// than any of an earlier run of the collector.
    public var number: UInt64
    /// When the INVITE was captured.
    public var time: Timestamp
    /// Which record of the block the INVITE is, counted from 0.
    public var record: UInt32
    /// True when the INVITE has a To tag: it came in the midst of a call whose begin was not seen.
    public var isWithinDialog: Bool
    /// Where the INVITE came from; without a port.
    public var source: Endpoint
    /// Where the INVITE went; without a port.
    public var destination: Endpoint
    /// The address that the INVITE came from: 0, 4 or 16 bytes.
    public var sourceBytes: Range<Int>
    /// The address that it went to.
    public var destinationBytes: Range<Int>
    /// The node that saw it.
    public var node: Range<Int>
    /// The user of From.
    public var from: Range<Int>
    /// The user of To, or of the Request-URI when To has none.
    public var to: Range<Int>
    /// The user of the Request-URI where it is another than that of To; else empty.
    public var target: Range<Int>
    /// The host of To, or of the Request-URI or From when it has none.
    public var domain: Range<Int>
}

/// What became of a call.
public struct DialogStep: Sendable, Equatable {
    /// The kinds of steps.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// It was asked for credentials.
        case challenged = 2
        /// It was answered.
        case answered = 3
        /// It ended without an answer.
        case failed = 4
        /// An answered call ended.
        case ended = 5
        /// It fell silent without any answer.
        case silent = 6
    }

    /// What happened.
    public var kind: Kind
    /// The status of the response that did it; 0 when none did.
    public var status: UInt16
    /// When it was captured.
    public var time: Timestamp
    /// The number of the call that it happened to.
    public var number: UInt64

    /// A step of these parts.
    public init(kind: Kind, status: UInt16 = 0, time: Timestamp, number: UInt64) {
        self.kind = kind
        self.status = status
        self.time = time
        self.number = number
    }
}
