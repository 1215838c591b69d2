// Why bytes are no message.

/// Nearly everything is a syslog message, since RFC 3164 §4.3.3 has whatever comes taken for one.
public enum SyslogError: Error, Sendable, Equatable {
    /// Nothing but line ends and NUL.
    case empty
}
