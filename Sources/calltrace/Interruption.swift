// The wish to stop, by Ctrl-C.

internal import Glibc
internal import Synchronization

/// Notes the first SIGINT, so that work can end with a word of what was done; the second one ends the program.
enum Interruption {
    private static let count = Atomic(0)

    /// Begins to note it.
    static func watch() {
        // Made now: a handler of signals must not be the first who asks for it.
        count.store(0, ordering: .relaxed)
        signal(SIGINT) { _ in
            if Interruption.count.add(1, ordering: .relaxed).newValue > 1 { _exit(3) }
        }
    }

    /// True after the first SIGINT.
    static var isWanted: Bool { count.load(ordering: .relaxed) > 0 }
}
