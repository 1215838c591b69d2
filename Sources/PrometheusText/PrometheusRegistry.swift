// The registry: hands out handles and writes the text exposition.

internal import Synchronization

/// A set of metric families with typed handles and an exposition, as Prometheus text or as
/// OpenMetrics.
///
/// However many series are asked for, no more than a fixed number of sample lines is written: what is
/// over it shares one series in each family, whose label values are all `other`. A histogram's series
/// counts with each of its buckets, sum and count.
///
/// Handles are got once and kept: asking takes a lock, using one does not. Nothing here traps or
/// throws: names and labels that the format cannot hold are made to fit, a name asked for as two
/// kinds gives a handle that counts for nobody, and both are told in ``problems``.
public final class PrometheusRegistry: Sendable {
    private let state: Mutex<RegistryState>

    /// An empty registry.
    ///
    /// - Parameter samplesMax: sample lines that an exposition may have, HELP and TYPE not counted.
    public init(samplesMax: Int = PrometheusRegistry.samplesMaxDefault) {
        state = Mutex(RegistryState(samplesMax: samplesMax))
    }

    /// Sample lines that an exposition may have when nothing is said.
    public static let samplesMaxDefault = Limits.samplesMaxDefault

    /// The counter of this name and these labels; the same ones give the same handle.
    ///
    /// - Parameters:
    ///   - name: ends in `_total`, which is added when it is missing.
    ///   - help: what moves it, in a sentence; the first one that is not empty stays.
    ///   - labels: names and values, in any order. A family holds 1,000 sets, and the registry so
    ///     many sample lines; further sets share the series whose values are all `other`, and are
    ///     counted in ``seriesOverLimit``.
    public func counter(
        _ name: String, help: String, labels: [(String, String)] = []
    ) -> PrometheusCounter {
        let found = state.withLock { $0.series(.counter, name, help: help, labels: labels) }
        guard case .counter(let handle) = found else { return PrometheusCounter() }
        return handle
    }

    /// The gauge of this name and these labels; see ``counter(_:help:labels:)``.
    public func gauge(
        _ name: String, help: String, labels: [(String, String)] = []
    ) -> PrometheusGauge {
        let found = state.withLock { $0.series(.gauge, name, help: help, labels: labels) }
        guard case .gauge(let handle) = found else { return PrometheusGauge() }
        return handle
    }

    /// The histogram of this name and these labels; see ``counter(_:help:labels:)``.
    ///
    /// - Parameter buckets: upper bounds. They are ordered, what is not finite or there twice is
    ///   left out, at most 64 stay; all series of a family have the bounds of the first.
    public func histogram(
        _ name: String, help: String, labels: [(String, String)] = [], buckets: [Double]
    ) -> PrometheusHistogram {
        let bounds = PrometheusHistogram.usable(buckets)
        let found = state.withLock {
            $0.series(.histogram, name, help: help, labels: labels, bounds: bounds)
        }
        guard case .histogram(let handle) = found else {
            return PrometheusHistogram(bounds: bounds)
        }
        return handle
    }

    /// Makes a family appear (HELP and TYPE) before it has a series, so that a scrape names all
    /// there is, and keeps room for one series of it, whatever others ask for meanwhile.
    ///
    /// - Parameter buckets: the bounds of a histogram's buckets, without which no room can be kept.
    public func declare(
        _ name: String, _ kind: PrometheusKind, help: String, buckets: [Double]? = nil
    ) {
        let bounds = kind == .histogram ? buckets.map(PrometheusHistogram.usable) : nil
        _ = state.withLock { $0.declare(kind, name, help: help, bounds: bounds) }
    }

    /// Adds a function that runs before each exposition, on its thread, to set what is read and not
    /// counted.
    ///
    /// Two scrapes at the same time run it twice at the same time. At most 256 are kept.
    public func onScrape(_ update: @escaping @Sendable () -> Void) {
        state.withLock { $0.add(hook: update) }
    }

    /// All families as text, ordered by name, series by labels; the last line ends in a line feed.
    public func exposition(_ format: ExpositionFormat = .text) -> [UInt8] {
        // The hooks set handles and may ask for new ones, so they run without the lock.
        for hook in state.withLock(\.hooks) { hook() }
        let families = state.withLock(\.families)
        var writer = ExpositionWriter(format)
        for (_, family) in families.sorted(by: { $0.key < $1.key }) { writer.write(family) }
        writer.finish()
        return writer.text
    }

    /// What was asked for and could not be had as asked, each once, the first hundred.
    public var problems: [String] { state.withLock(\.problems) }

    /// How often a series was asked for that its family or the registry had no room for.
    public var seriesOverLimit: Int { state.withLock(\.seriesOverLimit) }
}
