// Why sending failed.

internal import Glibc

/// A system call that failed, in one line.
package struct SystemCallError: Error, CustomStringConvertible {
    /// The line.
    package let description: String

    /// What the system says about the call that has just failed.
    package init(_ doing: String) {
        let code = errno
        // The text is copied at once.
        let reason = unsafe String(cString: strerror(code))
        description = "cannot \(doing): \(reason)"
    }
}
