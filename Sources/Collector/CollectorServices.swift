// Small services of the collector: the journal's writer, housekeeping, HTTP with clear errors.

internal import CallGraph
internal import Glibc
internal import Hummingbird
internal import Ingest
internal import Journal
internal import NIOCore
internal import ServiceLifecycle

/// Runs the journal's writer; everything is on disk when it ends.
struct JournalService: Service {
    let journal: RecordJournal

    func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await journal.run()
        } onCancelOrGracefulShutdown: {
            journal.shutdown()
        }
    }
}

/// Lets calls that are long over be forgotten; at the end, when the receivers have ended, everything that
/// was held back is written.
struct Housekeeping: Service {
    let lane: IngestLane
    let clock: @Sendable () -> Timestamp

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                lane.expire(now: clock())
                try? await Task.sleep(for: .seconds(1))
            }
        }
        lane.flush()
    }
}

/// Serves HTTP; an address that cannot be listened on is said in one line.
struct HTTPService<Responder: HTTPResponder>: Service
where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
    let application: Application<Responder>
    let address: String

    func run() async throws {
        do {
            try await application.run()
        } catch let error as IOError {
            // strerror gives a text of the C library's own, read before anything else is called.
            let reason = unsafe String(cString: strerror(error.errnoCode))
            throw StartError("cannot listen on http \(address): \(reason)")
        }
    }
}

/// Why the collector cannot start, in one line for an operator.
package struct StartError: Error, CustomStringConvertible {
    /// The whole line.
    package let description: String

    init(_ description: String) { self.description = description }
}
