// Ctrl-C: what was started is ended, what was written is removed.

internal import Foundation
internal import Glibc

/// Waits for the signals that end a program.
enum Interruption {
    /// Has `tidy` run before the program ends by SIGINT or SIGTERM. To be called before any thread is
    /// made, so that all threads leave the signals to the one that waits here.
    static func onSignal(_ tidy: @escaping @Sendable () -> Void) {
        var signals = sigset_t()
        // All three calls use the local set only.
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
        let waited = signals
        Thread.detachNewThread {
            var set = waited
            var number: Int32 = 0
            // Writes the local number.
            _ = unsafe sigwait(&set, &number)
            tidy()
            exit(128 + number)
        }
    }
}
