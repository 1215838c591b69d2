// The wish to stop, by Ctrl-C.

internal import Dispatch
internal import Glibc
internal import Synchronization

/// Notes the first SIGINT, so that work can end with a word of what was done; the second one ends the program.
final class Interruption: Sendable {
    private let count = Atomic(0)
    private let source: any DispatchSourceSignal & Sendable

    init() {
        signal(SIGINT, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
        source.setEventHandler { [weak self] in
            if let self, self.count.add(1, ordering: .relaxed).newValue > 1 { exit(3) }
        }
        source.resume()
    }

    deinit { source.cancel() }

    /// True after the first SIGINT.
    var isWanted: Bool { count.load(ordering: .relaxed) > 0 }
}
