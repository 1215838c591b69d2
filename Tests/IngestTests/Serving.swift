// Services that run while a test works.

import Logging
import ServiceLifecycle

/// Runs services while `body` works, then shuts them down in order.
func serving(_ services: [any Service], _ body: () async throws -> Void) async throws {
    let group = ServiceGroup(
        configuration: ServiceGroupConfiguration(
            services: services, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
    async let running: Void = group.run()
    do {
        try await body()
    } catch {
        await group.triggerGracefulShutdown()
        throw error
    }
    await group.triggerGracefulShutdown()
    try await running
}
