// A thread of its own for tasks that must not wait for others.

import Dispatch

/// Runs tasks on a dispatch queue instead of on the threads that all tasks share.
///
/// Those are as many as the machine has cores. A few large traces keep all of them for seconds; what
/// seals and writes blocks must not wait that long, since a crash costs what is not written.
final class QueueTaskExecutor: TaskExecutor {
    private let queue: DispatchQueue

    /// An executor with a queue of this name.
    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let unowned = UnownedJob(job)
        // Run exactly once, on this executor, as the runtime demands of an unowned job.
        queue.async { unsafe unowned.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
