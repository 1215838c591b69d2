// Counters with one label, whose values are the cases of a type.

internal import PrometheusText

extension PrometheusRegistry {
    /// A counter for each case, whose raw value is the label's.
    func counters<Case: CaseIterable & Hashable & RawRepresentable<String>>(
        _ name: String, help: String, label: String
    ) -> [Case: PrometheusCounter] {
        Dictionary(
            uniqueKeysWithValues: Case.allCases.map { value in
                (value, counter(name, help: help, labels: [(label, value.rawValue)]))
            })
    }
}
