// A gauge handle: one atomic floating-point number.

internal import Synchronization

/// A value that goes up and down; setting and adding take no lock.
public final class PrometheusGauge: Sendable {
    private let number = Atomic<Double>(0)

    init() {}

    /// Replaces the value. NaN and the infinities are legal values of the text format.
    public func set(_ value: Double) {
        number.store(value, ordering: .relaxed)
    }

    /// Adds to the value; a negative amount takes away.
    public func add(_ amount: Double) {
        var seen = number.load(ordering: .relaxed)
        while true {
            let (exchanged, original) = number.compareExchange(
                expected: seen, desired: seen + amount, ordering: .relaxed)
            if exchanged { return }
            seen = original
        }
    }

    /// The value now.
    public var value: Double { number.load(ordering: .relaxed) }
}
