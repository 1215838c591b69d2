// A counter handle: one atomic integer.

internal import Synchronization

/// A count that only grows; adding takes no lock and may be done from any thread.
///
/// Get one from ``PrometheusRegistry/counter(_:help:labels:)`` and keep it: the look-up takes a
/// lock.
public final class PrometheusCounter: Sendable {
    private let count = Atomic<Int>(0)

    init() {}

    /// Adds an amount; a negative one is ignored, and the count stops at `Int.max` instead of
    /// wrapping.
    public func increment(by amount: Int = 1) {
        guard amount > 0 else { return }
        guard amount < Limits.plainAdditionMax else { return addExactly(amount) }
        // A sum below zero has wrapped: until the correction is stored, `value` hides it.
        if count.wrappingAdd(amount, ordering: .relaxed).newValue < 0 {
            count.store(.max, ordering: .relaxed)
        }
    }

    /// The count so far.
    public var value: Int {
        let seen = count.load(ordering: .relaxed)
        return seen < 0 ? .max : seen
    }

    /// Back to zero, for the one caller whose interface asks for it (swift-metrics).
    func reset() {
        count.store(0, ordering: .relaxed)
    }

    private func addExactly(_ amount: Int) {
        var seen = count.load(ordering: .relaxed)
        while true {
            let (sum, overflow) = max(seen, 0).addingReportingOverflow(amount)
            let wanted = overflow || seen < 0 ? Int.max : sum
            let (exchanged, original) = count.compareExchange(
                expected: seen, desired: wanted, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }
}
