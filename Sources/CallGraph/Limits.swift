// Every bound of the call graph, with its reason.

/// The bounds of this target.
public enum Limits {
    /// Identities that one record can be found by. A channel event names about six; a serial hunt over
    /// many destinations lists more, but each of those legs names its originator itself.
    public static let keysPerRecordMax = 24
    /// Bytes of a Call-ID or UUID that can be looked for. RFC 3261 sets none; 256 is what switches take.
    public static let identityBytesMax = 1024
    /// Bytes of a node's name, which stands in every record.
    public static let nodeNameBytesMax = 64
    /// Bytes of an agent's correlation id that are kept. A Call-ID is rarely over 100.
    public static let correlationBytesMax = 512
    /// Bytes of one payload. HEP cannot carry more than 65,535; an inflated one or an event can.
    public static let payloadBytesMax = 1 << 20
    /// Bytes at which a block counts as full: large enough that zstd finds what messages share, small
    /// enough that a look-up inflates little (256 KiB compressed 5.3:1 in measurements, 64 KiB 4.75:1).
    public static let blockBytesFull = 256 << 10
    /// Identities that one trace may hold. The largest legal call, a conference, is a hub and not walked.
    public static let identitiesPerTraceMax = 512
    /// Records that one trace may hold; beyond it the answer says that it is incomplete.
    public static let recordsPerTraceMax = 50_000
    /// Seconds around what is known of a call in which further legs are looked for. A leg that a queue
    /// or a transfer adds comes within hours; the same Call-ID a day later is another call.
    public static let neighbourhoodSeconds: Int64 = 4 * 3600
    /// Rounds of following links: the longest chain of legs that is walked.
    public static let roundsMax = 32
    /// Pieces of evidence kept for one link: the first ones; a long call repeats the same for hours.
    public static let evidencePerLinkMax = 8
    /// Links remembered so that each is counted once, in each of two generations: 20 MB.
    public static let seenLinksMax = 500_000
    /// Live dialogs that are counted at once: about 130 MB of memory.
    public static let liveDialogsMax = 1_000_000
    /// Seconds after which a dialog that shows no sign of life is no longer counted as active.
    public static let dialogSilenceSeconds: Int64 = 4 * 3600
    /// Seconds a finished dialog is remembered, so that its late retransmissions count nothing: the
    /// longest that RFC 3261 §17 lets a transaction linger (timer H, 64*T1).
    public static let dialogLingerSeconds: Int64 = 32
    /// Seconds within which copies of one message by two agents are one message on one hop. Agents that
    /// poll were seen up to 0.56 s late in sending but not in stamping; stamps differ by 30 ms at worst.
    public static let sameHopMicroseconds: Int64 = 200_000
    /// An agent that shows the same bytes twice within this captured one packet twice. A SIP
    /// retransmission comes after 500 ms at the earliest (RFC 3261 §17.1.1.2, T1).
    public static let sameCaptureMicroseconds: Int64 = 5_000
}
