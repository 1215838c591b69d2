// Every bound of the program around its parts, with its reason.

/// The bounds of this target, but for those of the configuration.
enum CollectorLimits {
    /// HTTP connections held at a time; more wait in the kernel. Prometheus, some dashboards and a
    /// room full of people come to a tenth of it, and each may hold an answer of megabytes.
    static let httpConnectionsMax = 512
    /// Seconds until an HTTP connection that asks nothing is closed: those who only connect must not
    /// keep the others out.
    static let httpIdleSeconds: Int64 = 60
    /// Combinations of node, direction, trunk and tenant whose series are remembered; those of calls that come
    /// in no more of them are not counted. The registry has fewer series than that.
    static let callRoutesMax = 20_000
    /// Bytes of an import that are framed at once: what a framer holds, and one packet of full size.
    static let importPieceBytes = 256 << 10
    /// The wait for a free block, of which a transaction gives some every tenth of a second.
    static let importWait = Duration.milliseconds(20)
    /// Waits of one request of an import: five seconds, after which its sender is told to come again.
    static let importWaitsMax = 250
}
