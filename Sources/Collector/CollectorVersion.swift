// The version of the program.

/// The version of the program.
package enum CollectorVersion {
    /// As `calltrace --version` and `calltrace_build_info` say it.
    package static let text = "0.1.0"
}
