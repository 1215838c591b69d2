// Asynchronous work from a thread that waits for it.

internal import Dispatch
internal import Synchronization

/// Waits for asynchronous work.
///
/// A program whose main function is asynchronous gives up its first thread, and callgrind does not survive
/// that.
enum Blocking {
    /// Runs `work` on the threads of the concurrency runtime, and waits.
    static func run(_ work: @escaping @Sendable () async throws -> Void) throws {
        let isDone = DispatchSemaphore(value: 0)
        let failure = Failure()
        Task.detached {
            do {
                try await work()
            } catch {
                failure.error.withLock { $0 = "\(error)" }
            }
            isDone.signal()
        }
        isDone.wait()
        if let error = failure.error.withLock({ $0 }) { throw StageError(error) }
    }

    private final class Failure: Sendable {
        let error = Mutex<String?>(nil)
    }
}
