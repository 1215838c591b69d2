// Every bound of the configuration, each with its reason.

/// The bounds of what a configuration file and the environment may say.
enum ConfigurationLimits {
    /// Bytes of a configuration file; a thousand switches take a tenth of it.
    static let fileBytesMax = 1 << 20
    /// Entries of a list: switches, tenants, agents, keys, networks, domains.
    static let listEntriesMax = 10_000
    /// Characters of a value or key that an error repeats.
    static let quotedCharactersMax = 60
    /// Typing mistakes up to which an unknown key is taken for a known one.
    static let typingMistakesMax = 2
    /// Bytes of a name of a switch, tenant or agent: names become labels and file columns.
    static let nameBytesMax = 64
    /// Bytes of a domain (RFC 1035 §2.3.4).
    static let domainBytesMax = 253
    /// Bytes of a host name, the same.
    static let hostBytesMax = 253
    /// Bytes of a password, key or token: a HEP chunk or a header line carries no more with ease.
    static let secretBytesMax = 1_024
    /// Bytes of a path or URL (Linux PATH_MAX).
    static let textBytesMax = 4_096
    /// Bytes of the socket buffer: the kernel counts them doubled in an `int`.
    static let receiveBufferBytes = 64 << 10...1 << 30
    /// UDP sockets: each has a thread, and compression and disk are the limit long before eight.
    static let udpSockets = 1...8
    /// TCP connections: each may hold a packet of up to 64 KiB, so that 65,536 may take 4 GiB.
    static let tcpConnections = 1...65_536
    /// Seconds until a silent TCP connection is closed; a day catches half-open ones as well.
    static let tcpIdleSeconds = 1...86_400
    /// Sample lines of a scrape: those that are there before anything is heard fit into a thousand
    /// several times, and a hundred thousand are a burden to whoever stores them.
    static let seriesMax = 1_000...100_000
    /// Seconds until a call is sent as a trace; the journal is read again from there after a restart.
    static let otlpSettleSeconds = 1...600
    /// Days of retention, up to ten years.
    static let retentionDays = 1...3_650
    /// Bytes of retention: less than 16 MiB holds no more than some blocks of up to 1 MiB, so that nothing
    /// would be left to look at; 1 PiB is past one machine.
    static let retentionBytes = 16 << 20...1 << 50
    /// Bytes to be left free, as far as retention goes.
    static let minFree = 0...1 << 50
    /// Seconds that records wait before they are pushed: a minute of the highest rate would be gigabytes.
    static let settleSeconds = 0...60
    /// Capture ids: four bytes (HEP3 chunk 0x000c).
    static let captureIDs = 0...Int(UInt32.max)
}
