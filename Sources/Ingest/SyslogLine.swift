// A line of syslog, ready to be written.

internal import CallGraph

/// What is made of one syslog message before the lane's lock is taken.
struct SyslogLine: Sendable {
    /// What its record says of itself.
    var header: RecordHeader
    /// The name of who wrote it.
    var node: [UInt8]
    /// The text, bytes as they came.
    var text: [UInt8]
    /// The call that it names.
    var mention: LogMention
    /// How it came.
    var source: LogSource
}
