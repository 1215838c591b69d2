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
    /// Bytes read from a TCP connection before other connections have a turn.
    package static let tcpReadBytes = 64 << 10
    /// Seconds of the shortest and the longest wait before a switch is called again.
    package static let reconnectSeconds: ClosedRange<Double> = 0.5...30
    /// Seconds a switch may take to accept a connection.
    package static let connectSeconds: Int64 = 5
    /// Seconds without a sign of life (a switch sends HEARTBEAT every 20 s) after which a connection
    /// counts as dead.
    package static let switchSilenceSeconds: Int64 = 90
}
