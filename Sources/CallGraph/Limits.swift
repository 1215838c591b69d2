// Every bound of the call graph, with its reason.

/// The bounds of this target.
public enum Limits {
    /// Identities that one record can be found by. A channel event names about six; a serial hunt over
    /// many destinations lists more, but each of those legs names its originator itself.
    public static let keysPerRecordMax = 24
    /// Links read out of one event; a hunt over many destinations names each of them.
    public static let linksPerEventMax = 48
    /// Legs read out of one `originated_legs`. Each of them names its originator itself.
    public static let originatedLegsMax = 12
    /// Entries read out of one `transfer_history`.
    public static let transfersMax = 8
    /// Headers of the operator's own that may link dialogs.
    public static let ruleHeadersMax = 16
    /// Linking headers read out of one message.
    public static let mentionsPerMessageMax = 12
    /// Bytes of a Call-ID or UUID that can be looked for. RFC 3261 sets none; 256 is what switches take.
    public static let identityBytesMax = 1024
    /// Bytes of a node's name, which stands in every record.
    public static let nodeNameBytesMax = 64
    /// Bytes of an agent's correlation id that are kept. A Call-ID is rarely over 100.
    public static let correlationBytesMax = 512
    /// Bytes of a log line in which a name of its call is looked for: prefixes stand in its first hundred, and
    /// a dump of a SIP message has its Call-ID within this.
    public static let logSearchedBytesMax = 8 << 10
    /// Bytes of a log line that an operator's own patterns see: their time may grow with a power of it.
    public static let logPatternBytesMax = 1024
    /// Patterns of the operator's own for log lines; each costs about 16 µs a line.
    public static let logPatternsMax = 16
    /// Bytes of a program's name with its process at the beginning of a line.
    static let logIdentBytesMax = 160
    /// Brackets of a log line that are looked into: those of a prefix stand before anything else.
    static let logBracketsMax = 8
    /// Bytes of the shortest word of a log line that is taken for a Call-ID.
    static let logNameBytesMin = 4
    /// Bytes of a log line that a trace shows: the rest stays in the store. A line of a mebibyte is an
    /// accident or an attack, and a trace has thousands of lines.
    public static let logRowBytesMax = 64 << 10
    /// Bytes of one payload. HEP cannot carry more than 65,535; an inflated one or an event can.
    public static let payloadBytesMax = 1 << 20
    /// Bytes at which a block counts as full: large enough that zstd finds what messages share, small
    /// enough that a look-up inflates little (a quarter of a millisecond). 256 KiB take 14 % longer to compress
    /// for each message and are no smaller; a mebibyte gains 4 % more and doubles what a look-up inflates.
    public static let blockBytesFull = 512 << 10
    /// Bytes of a user, domain or node by which a call can be searched: what a length of one byte can say.
    /// Users of more than 255 bytes are tests and attacks.
    public static let factTextBytesMax = 255
    /// Bytes of a text that is searched for; longer than any that is kept.
    public static let searchTextBytesMax = 256
    /// Calls on one page of a search by default: a screen or two.
    public static let callsPerPage = 50
    /// Calls on one page of a search at most: a fifth of a second when each is in a block of its own.
    public static let callsPerPageMax = 1000
    /// Calls of one search that are read whole because what became of them is in no fact: each costs about
    /// a millisecond.
    public static let callsReadPerSearchMax = 200
    /// Records that are read of such a call: a hundred of the usual size.
    public static let recordsPerFoundCallMax = 1000
    /// Seconds from the begin of a call in which what became of it is looked for.
    public static let foundCallSeconds: Int64 = 24 * 3600
    /// Identities that one trace may hold. The largest legal call, a conference, is a hub and not walked.
    public static let identitiesPerTraceMax = 512
    /// Records that one trace may hold; beyond it the answer says that it is incomplete.
    public static let recordsPerTraceMax = 50_000
    /// Seconds around what is known of a call in which further legs are looked for. A leg that a queue
    /// or a transfer adds comes within hours; the same Call-ID a day later is another call.
    public static let neighbourhoodSeconds: Int64 = 4 * 3600
    /// Microseconds by which two lives may miss each other and still belong together. A switch stamps in
    /// ticks of 20 ms and an originator may hang up before its last leg is made; five seconds also
    /// allow for clocks that are not quite together.
    public static let overlapSlackMicroseconds: Int64 = 5_000_000
    /// Microseconds of silence after which a finished Call-ID that comes again is another call.
    /// Retransmissions end after 32 s (RFC 3261 §17, 64*T1).
    public static let reuseMicroseconds: Int64 = 60_000_000
    /// Dialogs that may share a value (Session-ID, icid, a configured header) before it is a hub.
    public static let tokenDialogsMax = 32
    /// Bytes of the shortest value that is taken for unique; below, constants and counters are common.
    public static let tokenBytesMin = 8
    /// Dialogs that may share media, numbers or tags and still be compared; of more nothing can be told.
    public static let sharingMax = 16
    /// Microseconds within which a node that hides topology passes an INVITE on.
    public static let topologyMicroseconds: Int64 = 50_000
    /// Microseconds within which an INVITE to the same number is taken for the next leg of a call.
    public static let numberMicroseconds: Int64 = 2_000_000
    /// Partners that a channel may talk to without any other tie before it is a standing channel, whose
    /// callers are strangers to each other. Transfers by hand seldom make more than three.
    public static let partnersMax = 8
    /// Callers that a queue may send to one agent's channel before it is a standing channel.
    public static let servedMax = 1
    /// Members of one hub that are listed; of a larger one those that come first.
    public static let hubMembersMax = 1000
    /// Hubs listed for one call.
    public static let hubsPerTraceMax = 16
    /// Legs shown as related to one call.
    public static let relatedMax = 64
    /// Records read of one hub: those of a full day of a busy queue.
    public static let hubRecordsMax = 5000
    /// Members of hubs whose Call-ID is looked up.
    public static let hubCallIDsMax = 32
    /// Records that may share the media or numbers of a call before nothing is guessed by them.
    public static let guessRecordsMax = 400
    /// Stored blocks that may have such records. Each has the INVITE of another dialog as a rule, and more
    /// than `sharingMax` tell nothing: a number that everybody calls must not cost a hundred blocks.
    public static let guessBlocksMax = 64
    /// Seconds before a call in which a dialog that led to it is guessed.
    public static let guessSeconds: Int64 = 3
    /// Rounds of guessing: dialogs found by one may suggest others.
    public static let guessRoundsMax = 3
    /// Rounds of following links: the longest chain of legs that is walked.
    public static let roundsMax = 32
    /// Pieces of evidence kept for one link: the first ones; a long call repeats the same for hours.
    public static let evidencePerLinkMax = 8
    /// Links of live calls, both generations together: those of a million dialogs with their channels,
    /// about 400 MB with their nodes.
    public static let liveLinksMax = 2_000_000
    /// Links of one live identity: an agent's shift, or the legs that a dialler made.
    public static let linksPerNodeMax = 2048
    /// Seconds until a generation of the live graph passes; what is silent for two is forgotten.
    public static let liveGenerationSeconds: Int64 = 2 * 3600
    /// Live dialogs that are counted at once: about 130 MB of memory.
    public static let liveDialogsMax = 1_000_000
    /// Trunks that have a number, over all reloads: operators name tens.
    public static let trunksMax = 1000
    /// Places for messages that may come again, as a power of two: 65,536 of four bytes, which the cache of one
    /// core holds.
    static let retransmissionPlacesLog2 = 16
    /// Ticks of 16 ms after which the same message is no retransmission: 64*T1 (RFC 3261 §17), and a little.
    static let retransmissionTicksMax: UInt32 = 2_400
    /// Registrations and transfers that wait for an answer or are remembered for their copies, both generations:
    /// 60 MB. At 2,000 registrations a second, those of two minutes.
    static let requestsMax = 500_000
    /// Seconds until a generation of these passes: a retry after a challenge comes at once, a retransmission
    /// within 32.
    static let requestSeconds: Int64 = 64
    /// Seconds without an answer after which a request of the same Call-ID is another attempt: timer F.
    static let requestTimeoutSeconds = 32.0
    /// Channels of switches that are counted as up.
    static let liveChannelsMax = 1_000_000
    /// Conferences whose size is known.
    static let liveConferencesMax = 100_000
    /// Seconds of the window in which the busiest second is looked for: Prometheus scrapes more often.
    static let peakSeconds = 60
    /// Seconds under which an answered call counts as short: what fraud and false answers look like.
    public static let shortCallSeconds = 6.0
    /// Seconds after which a dialog that shows no sign of life is no longer counted as active.
    public static let dialogSilenceSeconds: Int64 = 4 * 3600
    /// Seconds a finished dialog is remembered, so that its late retransmissions count nothing: the
    /// longest that RFC 3261 §17 lets a transaction linger (timer H, 64*T1).
    public static let dialogLingerSeconds: Int64 = 32
    /// Addresses of media, and pairs of streams, in each of two generations: those of 100,000 legs with two
    /// descriptions each.
    static let mediaEndpointsMax = 200_000
    /// Bytes of their Call-IDs in each generation: 80 for each address.
    static let mediaNamesBytesMax = 16 << 20
    /// Seconds until a generation of addresses passes; a stream that is silent for two was taken down.
    static let mediaSilenceSeconds: Int64 = 3600
    /// Headers of statistics that are read of one BYE; a device has one or two.
    static let statisticsPerMessageMax = 4
    /// Seconds that a leg must have been up before counts of its media mean something: early media, a late
    /// answer and a transfer take their time.
    static let mediaSecondsMin = 5.0
    /// Seconds over which RTCP must have come from one side before the other side is missed: two intervals
    /// of RFC 3550.
    static let rtcpSecondsMin = 10.0
    /// Packets of RTCP that must have come from one side.
    static let rtcpPacketsMin = 3
    /// Seconds within which copies of one message by two agents are one message on one hop. Agents that
    /// poll were seen up to 0.56 s late in sending but not in stamping; stamps differ by 30 ms at worst.
    public static let sameHopMicroseconds: Int64 = 200_000
    /// An agent that shows the same bytes twice within this captured one packet twice. A SIP
    /// retransmission comes after 500 ms at the earliest (RFC 3261 §17.1.1.2, T1).
    public static let sameCaptureMicroseconds: Int64 = 5_000
    /// Legs that have ended and wait for the rest of their call: those of 10 seconds at 500 calls a second,
    /// four each. Beyond it the journal is not read on.
    public static let endsWaitingMax = 20_000
    /// Calls that go on after one of their legs ended and are looked at again: failed legs of hunts, mostly,
    /// whose calls end within minutes.
    public static let callsDelayedMax = 20_000
    /// Seconds until such a call is looked at again, at most.
    public static let delaySecondsMax: Int64 = 1800
    /// Seconds after which such a call is taken as it is: its last BYE was lost, or comes when it comes.
    public static let goesOnSecondsMax: Int64 = 4 * 3600
    /// Attempts without an answer that are watched: those of three minutes at 250 a second; their calls are
    /// sent all the same when anything tells of their end.
    static let attemptsWatchedMax = 50_000
    /// Seconds of silence after which an attempt without a final answer is over: as `Dialog` has it, timer C
    /// of RFC 3261 and a little.
    static let attemptSilenceSeconds: Int64 = 190
    /// Legs that are remembered to have been sent, in each of two generations: about 5 MB.
    static let sentLegsMax = 100_000
    /// Identities of a call, and links of each, that are walked over without making a closure: three legs with
    /// their channels and tokens.
    static let plainCompanyMax = 12
    /// Microseconds for which a call's name is taken as it was found: nearly every link comes within the
    /// first second, and later ones end it at once.
    static let callNameMicroseconds: Int64 = 5_000_000
    /// Seconds until a generation of legs that were named passes; of legs silent for two, the name begins
    /// anew.
    static let namedLegSeconds: Int64 = 2 * 3600
    /// Legs that are named at once, both generations: about 60 MB. A backlog of hours is read in minutes, and
    /// has many more.
    static let namedLegsMax = 500_000
    /// Links of these, as in the live graph: about 100 MB with their nodes. Some minutes of the highest rate:
    /// whoever is silent for longer is named anew.
    static let namedLinksMax = 500_000
    /// Dialogs, and channels, of which is kept what their call's summary will say: about 250 MB.
    static let ledgerLegsMax = 1_000_000
    /// Seconds between the end of a leg and the summary of its call: a transfer or a pick-up that goes on with
    /// the call has begun by then, and late events of switches have come.
    public static let callQuietSeconds: Int64 = 4
    /// Call-IDs and UUIDs that a call's summary lists.
    static let finishedCallLegsMax = 64
    /// Codecs that a finding names: a description of a browser has twenty.
    static let codecsNamedMax = 12
}
