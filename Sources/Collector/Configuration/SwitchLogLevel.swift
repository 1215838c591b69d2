// How much of its log a switch is asked for.

/// A level of FreeSWITCH's log, as its event socket's `log` command takes it (switch_log.h).
package enum SwitchLogLevel: String, Sendable, CaseIterable {
    /// No log at all.
    case none
    case console
    case alert
    case crit
    case err
    case warning
    case notice
    case info
    case debug
}
