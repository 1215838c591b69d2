// A Loki that takes everything.

internal import Hummingbird
internal import Logging
internal import Synchronization

/// Answers every push with 204, once it is started: what a push costs the collector is all that is wanted.
package final class LokiSink: Sendable {
    /// Where it listens, or will.
    package let port: UInt16
    private let received = Atomic(0)
    private let task = Mutex<Task<Void, Never>?>(nil)

    /// A sink for this port of 127.0.0.1.
    package init(port: UInt16) { self.port = port }

    /// What the collector's configuration says of it.
    package var configuration: String { "loki: {url: \"http://127.0.0.1:\(port)\"}" }

    /// Bytes of all pushes, compressed.
    package var bytes: Int { received.load(ordering: .relaxed) }

    /// Begins to listen.
    package func start() {
        task.withLock { task in
            task = Task { [self] in
                var logger = Logger(label: "sink")
                logger.logLevel = .critical
                let router = Router()
                router.post("/loki/api/v1/push") { request, _ in
                    for try await part in request.body {
                        self.received.add(part.readableBytes, ordering: .relaxed)
                    }
                    return HTTPResponse.Status.noContent
                }
                let application = Application(
                    router: router,
                    configuration: ApplicationConfiguration(
                        address: .hostname("127.0.0.1", port: Int(port))),
                    logger: logger)
                try? await application.run()
            }
        }
    }

    /// Ends.
    package func stop() { task.withLock { $0?.cancel() } }
}
