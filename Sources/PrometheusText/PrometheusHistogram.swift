// A histogram handle: an atomic count per bucket, each with its last exemplar, and an atomic sum.

/// Counts of observations below fixed bounds; observing takes no lock.
///
/// A scrape reads bucket after bucket: an observation made meanwhile may be in the sum and not yet
/// in the count. `_count` and the `+Inf` bucket always agree, since both are the sum of the buckets
/// read.
public final class PrometheusHistogram: Sendable {
    /// The upper bounds, finite, ascending, each included in its bucket (`le`).
    public let bounds: [Double]
    /// One more than the bounds: the last one counts what is above all of them.
    private let buckets: [PrometheusCounter]
    private let total = PrometheusGauge()

    init(bounds: [Double]) {
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in PrometheusCounter() }
    }

    /// Counts one observation. NaN is ignored: it belongs to no bucket and would spoil the sum for
    /// good.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        buckets[index(of: value)].increment()
        total.add(value)
    }

    /// Counts one observation and keeps an example of it in place of the one before in its bucket;
    /// with nil it only counts.
    ///
    /// Never waits: while another thread reads or writes the example, this one is not kept.
    public func observe(_ value: Double, exemplar: PrometheusExemplar?) {
        guard !value.isNaN else { return }
        let bucket = buckets[index(of: value)]
        bucket.increment()
        total.add(value)
        if let exemplar { bucket.keep(exemplar, value: value) }
    }

    /// The first bucket whose bound is not below the value.
    private func index(of value: Double) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low + high) / 2
            if value <= bounds[middle] { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// The number of observations.
    public var count: Int { cumulativeCounts().last ?? 0 }

    /// The sum of the observations.
    public var sum: Double { total.value }

    /// The last example of each bucket.
    var exemplars: [(exemplar: PrometheusExemplar, value: Double)?] { buckets.map(\.lastExemplar) }

    /// Observations at or below each bound, and at the end all of them.
    func cumulativeCounts() -> [Int] {
        var running = 0
        return buckets.map { bucket in
            let (sum, overflow) = running.addingReportingOverflow(bucket.value)
            running = overflow ? .max : sum
            return running
        }
    }

    /// Bounds as a histogram can use them: finite, ascending, no two alike, not too many.
    static func usable(_ bounds: [Double]) -> [Double] {
        var found: [Double] = []
        for bound in bounds.filter(\.isFinite).sorted() where found.last != bound {
            if found.count == Limits.bucketsMax { break }
            found.append(bound)
        }
        return found
    }
}
