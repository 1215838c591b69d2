// SIGHUP: the configuration is read again.

internal import CallGraph
internal import Ingest
internal import Logging
internal import PrometheusText
internal import ServiceLifecycle
internal import Synchronization
internal import UnixSignals

/// Takes over what can change while calls are up: the trunks. Nothing is stopped and nothing lost meanwhile.
///
/// A file with a mistake changes nothing: its first mistake is logged, and the old one stays in force. Changes of
/// other keys are named, and take effect at the next start.
final class ConfigurationReload: Service {
    /// How a reload ended.
    enum Outcome: String, CaseIterable {
        /// The file was well, and what can change has changed.
        case applied
        /// The file has a mistake, or cannot be read.
        case refused
    }

    private let load: @Sendable () throws -> Configuration
    private let lane: IngestLane
    private let calls: CallMetrics
    private let counters: [Outcome: PrometheusCounter]
    private let logger: Logger
    private let inForce: Mutex<(configuration: Configuration, trunks: TrunkDirectory)>

    /// Puts the trunks of `configuration` in force, and reads it again by `load` when asked to.
    init(
        _ configuration: Configuration, load: @escaping @Sendable () throws -> Configuration,
        lane: IngestLane, calls: CallMetrics, registry: PrometheusRegistry, logger: Logger
    ) {
        self.load = load
        self.lane = lane
        self.calls = calls
        self.logger = logger
        counters = registry.counters(
            "calltrace_configuration_reloads_total",
            help: "SIGHUP had the configuration read again.", label: "outcome")
        let trunks = TrunkDirectory(configuration.trunks.map { ($0.name, $0.addresses) })
        inForce = Mutex((configuration, trunks))
        calls.setTrunks(trunks.names)
        lane.setTrunks(trunks)
    }

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        await cancelWhenGracefulShutdown {
            for await _ in signals { self.reload() }
        }
    }

    /// Reads the configuration again.
    func reload() {
        do {
            let new = try load()
            let old = inForce.withLock { state in
                let old = state.configuration
                state.configuration = new
                state.trunks = TrunkDirectory(
                    new.trunks.map { ($0.name, $0.addresses) }, keeping: state.trunks)
                // Names first: what is told by a number must have its name.
                calls.setTrunks(state.trunks.names)
                lane.setTrunks(state.trunks)
                return old
            }
            counters[.applied]?.increment()
            logger.info("the configuration was read again: \(new.trunks.count) trunks")
            let later = new.sectionsThatDiffer(from: old)
            if !later.isEmpty {
                logger.warning(
                    "changed, and in force from the next start on: \(later.joined(separator: ", "))"
                )
            }
        } catch {
            counters[.refused]?.increment()
            logger.error(
                "the configuration stays as it was: \(CollectorProgram.words(error))")
        }
    }
}

extension Configuration {
    /// The sections, but for the trunks, that are not the same.
    fileprivate func sectionsThatDiffer(from other: Configuration) -> [String] {
        var found: [String] = []
        func compare<Value: Equatable>(_ name: String, _ part: (Configuration) -> Value) {
            if part(self) != part(other) { found.append(name) }
        }
        compare("data_dir", \.dataDirectory)
        compare("hep", \.hep)
        compare("http", \.http)
        compare("metrics", \.metrics)
        compare("switches", \.switches)
        compare("logs", \.logs)
        compare("loki", \.loki)
        compare("otlp", \.otlp)
        compare("retention", \.retention)
        compare("tenants", \.tenants)
        compare("agents", \.agents)
        compare("link_headers", \.linkHeaders)
        return found
    }
}
