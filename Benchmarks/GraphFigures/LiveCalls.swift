// Calls of two legs through a switch, as ingest sees them.

internal import CallGraph
internal import SIP

/// The live state of a collector: every dialog counted, every link kept.
struct LiveCalls: ~Copyable {
    /// The dialogs, as they are counted.
    var dialogs = DialogTable()
    /// The links.
    var graph = LiveGraph()

    private static let hasher = IdentityHasher(seed: (1, 2))
    private static let start = Timestamp(microseconds: 1_795_389_991_000_000)
    private let invite: [UInt8] = Array(
        ("INVITE sip:1001@acme.test SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\n"
            + "Call-ID: x\r\nCSeq: 1 INVITE\r\n\r\n").utf8)

    /// The node of one part of a call: channels 0 and 1, dialogs 0 and 1, further legs from 2.
    static func node(_ kind: Identity.Kind, _ call: UInt64, _ leg: UInt64) -> LiveNode {
        LiveNode(kind, hasher.key("\(kind.rawValue) \(leg) of call \(call)@127.0.0.1"))
    }

    /// Both legs of a call: two INVITEs, two channels, birth and talk.
    mutating func begin(call: UInt64) {
        let message = SIPMessage.parse(invite.span)
        let (a, b) = (Self.node(.channel, call, 0), Self.node(.channel, call, 1))
        for leg in 0..<2 as Range<UInt64> {
            let dialog = Self.node(.dialog, call, leg)
            _ = dialogs.observe(
                message, key: dialog.key,
                hop: (Endpoint(v4: 1, port: 5060), Endpoint(v4: 2, port: 5060)), node: 1,
                time: Self.start)
            observe(.same, leg == 0 ? a : b, dialog)
        }
        observe(.birth, b, a)
        observe(.talk, a, b)
    }

    /// One more leg of a call, with its dialog.
    mutating func addLeg(_ leg: Int, toCall call: UInt64) {
        let channel = Self.node(.channel, call, UInt64(leg + 2))
        observe(.birth, channel, Self.node(.channel, call, 0))
        observe(.same, channel, Self.node(.dialog, call, UInt64(leg + 2)))
    }

    private mutating func observe(_ kind: Link.Kind, _ a: LiveNode, _ b: LiveNode) {
        graph.observe(
            GraphEdge(
                a: a, b: b, kind: kind, strength: .exact, stay: Self.start ... .distantFuture))
    }
}
