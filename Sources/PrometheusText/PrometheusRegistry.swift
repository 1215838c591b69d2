// The registry: hands out handles and writes the text exposition.

internal import Synchronization

/// A set of metric families with typed handles and a text exposition (Prometheus text format
/// 0.0.4).
///
/// Handles are got once and kept: asking takes a lock, using one does not. Nothing here traps or
/// throws: names and labels that the format cannot hold are made to fit, a name asked for as two
/// kinds gives a handle that counts for nobody, and both are told in ``problems``.
public final class PrometheusRegistry: Sendable {
    /// The media type of ``exposition()``.
    public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private let state = Mutex(RegistryState())

    /// An empty registry.
    public init() {}

    /// The counter of this name and these labels; the same ones give the same handle.
    ///
    /// - Parameters:
    ///   - name: ends in `_total`, which is added when it is missing.
    ///   - help: what moves it, in a sentence; the first one that is not empty stays.
    ///   - labels: names and values, in any order. A family holds 1,000 sets; further ones share
    ///     the series whose values are all `other`, and are counted in ``seriesOverLimit``.
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
            return PrometheusHistogram(bounds: bounds, labels: "")
        }
        return handle
    }

    /// Makes a family appear (HELP and TYPE) before it has a series, so that a scrape names all
    /// there is.
    public func declare(_ name: String, _ kind: PrometheusKind, help: String) {
        _ = state.withLock { $0.declare(kind, name, help: help) }
    }

    /// Adds a function that runs before each exposition, on its thread, to set what is read and not
    /// counted.
    ///
    /// Two scrapes at the same time run it twice at the same time. At most 256 are kept.
    public func onScrape(_ update: @escaping @Sendable () -> Void) {
        state.withLock { $0.add(hook: update) }
    }

    /// All families as text, ordered by name, series by labels; the last line ends in a line feed.
    public func exposition() -> [UInt8] {
        // The hooks set handles and may ask for new ones, so they run without the lock.
        for hook in state.withLock(\.hooks) { hook() }
        let families = state.withLock(\.families)
        var text: [UInt8] = []
        for (_, family) in families.sorted(by: { $0.key < $1.key }) {
            family.render(into: &text)
        }
        return text
    }

    /// What was asked for and could not be had as asked, each once, the first hundred.
    public var problems: [String] { state.withLock(\.problems) }

    /// How often a series was asked for that its family had no room for.
    public var seriesOverLimit: Int { state.withLock(\.seriesOverLimit) }
}
