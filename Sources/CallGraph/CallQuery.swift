// What calls are looked for.

/// A question for calls: what is nil is not asked.
public struct CallQuery: Sendable {
    /// The user of From, of To or of the Request-URI.
    public var number: TextPattern?
    /// The user of From.
    public var from: TextPattern?
    /// The user of To or of the Request-URI.
    public var to: TextPattern?
    /// The host of To, or of the Request-URI or From when it has none.
    public var domain: TextPattern?
    /// Where the first INVITE came from or went.
    public var address: CIDR?
    /// The final status.
    public var status: StatusPattern?
    /// How the attempt ended.
    public var outcome: Outcome?
    /// The node that saw the first INVITE.
    public var node: TextPattern?
    /// When the first INVITE was captured.
    public var interval: ClosedRange<Timestamp> = .distantPast ... .distantFuture
    /// How many calls are wanted, 1 to `Limits.callsPerPageMax`.
    public var limit = Limits.callsPerPage
    /// Only calls that came before this one.
    public var before: CallPosition?

    /// A question for the newest calls, whichever they are.
    public init() {}
}

/// Where the begin of a call stands in the store, in order of receipt.
///
/// It never changes, so that pages of a list stay what they are while new calls come.
public struct CallPosition: Hashable, Comparable, Sendable {
    /// The number of the block.
    public var block: UInt64
    /// Which record of the block it is, counted from 0.
    public var record: UInt32

    /// The place of this record of this block.
    public init(block: UInt64, record: UInt32) {
        self.block = block
        self.record = record
    }

    /// In order of receipt.
    public static func < (a: CallPosition, b: CallPosition) -> Bool {
        a.block == b.block ? a.record < b.record : a.block < b.block
    }

    /// The place as a word that may stand in a URL.
    public var text: String {
        "\(String(block, radix: 16))-\(String(record, radix: 16))"
    }

    /// Reads what `text` gave; nil for anything else.
    public init?(text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let block = UInt64(parts[0], radix: 16),
            let record = UInt32(parts[1], radix: 16)
        else { return nil }
        self.init(block: block, record: record)
        // One place has one word: no signs, zeros or capitals.
        guard self.text == text else { return nil }
    }
}
