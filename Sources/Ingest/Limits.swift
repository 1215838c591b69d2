// Every bound of what listens, with its reason.

/// The bounds of this target.
package enum Limits {
    /// Datagrams taken by one system call. Measured: 64 and 256 cost the same when busy, and with the nap
    /// below 256 leaves twice the room.
    package static let datagramsPerReceiveMax = 256
    /// Bytes of one datagram's slot: IPv4 cannot carry more than 65,507.
    package static let datagramBytesMax = 65_536
    /// Microseconds slept after a short batch, so that the next one is long: halves the cost of
    /// receiving at moderate rates, and the socket buffer holds the rest meanwhile.
    package static let napMicroseconds: UInt32 = 300
    /// The same where the socket's buffer holds enough: at 150,000 packets a second 300 come meanwhile, and
    /// the kernel charges 2,304 bytes for each of 700. A thread that wakes 500 times a second takes a
    /// twentieth less CPU in all than one that wakes 3,000 times.
    package static let longNapMicroseconds: UInt32 = 2000
    /// Bytes of a buffer that holds enough for the long nap.
    package static let longNapBufferBytes = 2 << 20
    /// Milliseconds after which an idle receiver looks whether it should end.
    package static let idleMilliseconds: Int32 = 200
    /// Bytes that a compressed payload may inflate to, absolutely.
    package static let inflatedBytesMax = 1 << 20
    /// How many times its size a compressed payload may inflate to.
    package static let inflationRatioMax = 1000
    /// Nodes that get a label of their own in metrics; later ones share the label `other`.
    package static let labelledNodesMax = 128
    /// Nodes whose last sign of life is remembered.
    package static let nodesMax = 4096
    /// Microseconds of a window in which an agent's clock and rate are looked at: long enough that one packet
    /// of it was under way for no longer than it must, short enough that a clock that was put right is seen so.
    static let agentWindowMicroseconds: UInt64 = 60_000_000
    /// Seconds of such a window after which its rate says more than that of the window before.
    static let agentRateSeconds = 10.0
    /// Changes of the address within such a window that one agent does not make: there and back, and again.
    static let senderChangesMin = 3
    /// Microseconds for which it is said that two agents share a capture id, after they sent in turn.
    static let sharedIDMicroseconds: UInt64 = 300_000_000
    /// Addresses that are listed of those that were refused for one reason: an operator goes through
    /// a handful. Of 20 reasons they take some 30 KiB.
    static let refusedSendersPerReasonMax = 16
    /// Microseconds of a span: a refusal in another one shows that the sender goes on.
    static let refusedSpanMicroseconds: UInt64 = 10_000_000
    /// Spans after which a sender keeps its place in the list.
    static let refusedSpansSteady = 3
    /// Microseconds of silence after which it loses it to another: by then it was put right.
    static let refusedSilenceMicroseconds: UInt64 = 600_000_000
    /// Bytes that are searched for the word HTTP: methods and paths are shorter.
    static let appearanceBytesMax = 1024
    /// Bytes read from a TCP connection before other connections have a turn.
    package static let tcpReadBytes = 64 << 10
    /// Bytes that the kernel keeps for a TCP connection that is not read (it may take twice as many),
    /// which all come at once when the agent hangs up: with four reads and a packet they fit into
    /// `HEP.Limits.streamBytesMax`. Enough for 5 MB/s over 50 ms.
    package static let tcpReceiveBufferBytes = 256 << 10
    /// Connections of syslog held at a time. Programs on one machine share a relay, and a connection may
    /// hold a megabyte when it is made to wait.
    package static let syslogConnectionsMax = 256
    /// Seconds until a silent connection of syslog is closed. Senders keep one open for days and lose what
    /// they write into one that was closed meanwhile; a dead one is found by TCP's keep-alive.
    package static let syslogIdleSeconds: Int64 = 7 * 86_400
    /// Milliseconds until a connection whose packet found no free block tries again: a transaction
    /// frees some every tenth of a second.
    package static let retryMilliseconds: Int64 = 20
    /// Seconds that a switch is made to wait for a disk that does not keep up, before what it says is
    /// counted as lost. It keeps 100,000 events for us meanwhile (mod_event_socket), and the
    /// connection must be read before it counts as dead.
    package static let switchWaitSeconds: Int64 = 60
    /// Seconds of the shortest and the longest wait before a switch is called again.
    package static let reconnectSeconds: ClosedRange<Double> = 0.5...30
    /// Seconds a switch may take to accept a connection.
    package static let connectSeconds: Int64 = 5
    /// Seconds without a sign of life (a switch sends HEARTBEAT every 20 s) after which a connection
    /// counts as dead.
    package static let switchSilenceSeconds: Int64 = 90
    /// Microseconds that the beginning of a message waits for its rest, from its receipt. Reads of one
    /// message follow each other closely, and a lost segment is sent again after a second at the latest
    /// (RFC 6298 §2); whoever looks at a call should not wait longer for what is broken.
    package static let heldMicroseconds: UInt64 = 2_000_000
    /// Connections of which the beginning of a message is held, an entry each: a switch of thousands of
    /// TCP clients, each of which is within a message for moments only.
    package static let heldConnectionsMax = 4096
    /// Bytes of a message that is put together: bodies of some hundred KiB (pictures, presence lists) were
    /// seen over TCP. What says that it is longer is not waited for.
    package static let heldBytesPerConnectionMax = 512 << 10
    /// Bytes of all beginnings together: 4 KiB for each connection, or 32 messages of full size.
    package static let heldBytesMax = 16 << 20
    /// Descriptions of media that are noted before anybody has sent a report: those of 5,000 calls. Whoever has
    /// agents that send RTCP hears one within them; later on, calls that begin after the first report are noted.
    static let descriptionsUnaskedMax = 20_000
    /// Bytes of facts that wait for the next block: 55,000 calls that fell silent in the same hours.
    static let heldFactsBytesMax = 1 << 20
    /// Messages cut out of one packet; the rest is kept in one piece. A record has more bytes than its
    /// message, and a mebibyte that was compressed holds 70,000 empty ones; of real ones, which have over
    /// 128 bytes, no more than this fit into a packet.
    package static let messagesPerPacketMax = 512
}
