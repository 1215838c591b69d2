// Ctrl-C: what was started is ended, what was written is removed.

internal import Foundation
internal import Glibc
internal import Synchronization

/// Waits for the signals that end a program.
///
/// By a handler, not by blocking or ignoring: those are handed down to the programs started from here,
/// and a collector that cannot be ended is not the one that users run.
enum Interruption {
    /// Where the handler writes.
    private static let wakeUp = Atomic<Int32>(-1)

    /// Has `tidy` run before the program ends by SIGINT or SIGTERM.
    static func onSignal(_ tidy: @escaping @Sendable () -> Void) {
        let ends = Pipe()
        wakeUp.store(ends.fileHandleForWriting.fileDescriptor, ordering: .releasing)
        for wanted in [SIGINT, SIGTERM] {
            signal(wanted) { number in
                var byte = UInt8(truncatingIfNeeded: number)
                // write(2) may be called from a handler; it reads the local byte.
                unsafe write(Interruption.wakeUp.load(ordering: .acquiring), &byte, 1)
            }
        }
        Thread.detachNewThread {
            let number = ends.fileHandleForReading.readData(ofLength: 1).first ?? 0
            // Stays open as long as somebody waits.
            withExtendedLifetime(ends) { tidy() }
            _exit(128 + Int32(number))
        }
    }
}
