// A thread of its own for work that waits for the disk.

import Dispatch

/// Runs an actor's jobs one after the other on a dispatch queue.
///
/// The threads of Swift's own pool are as many as the machine has cores; a disk that is slow would
/// keep one of them from answering queries.
final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    /// An executor with a queue of this name.
    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        // Run exactly once, on this executor, as the runtime demands of an unowned job.
        queue.async { unsafe unowned.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
