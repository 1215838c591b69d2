// A counter handle: one atomic integer, and the last exemplar.

internal import Synchronization

/// A count that only grows; adding takes no lock and may be done from any thread.
///
/// Get one from ``PrometheusRegistry/counter(_:help:labels:)`` and keep it: the look-up takes a
/// lock.
public final class PrometheusCounter: Sendable {
    private let count = Atomic<Int>(0)
    /// Behind the count, and only touched with an exemplar in hand.
    private let latest = Mutex<(exemplar: PrometheusExemplar, value: Double)?>(nil)

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

    /// Adds an amount and keeps an example of it in place of the one before; with nil it only adds.
    ///
    /// Never waits: while another thread reads or writes the example, this one is not kept.
    public func increment(by amount: Int = 1, exemplar: PrometheusExemplar?) {
        increment(by: amount)
        if let exemplar, amount > 0 { keep(exemplar, value: Double(amount)) }
    }

    /// Keeps an example without adding.
    func keep(_ exemplar: PrometheusExemplar, value: Double) {
        latest.withLockIfAvailable { $0 = (exemplar, value) }
    }

    /// The last example and its value.
    var lastExemplar: (exemplar: PrometheusExemplar, value: Double)? { latest.withLock { $0 } }

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
