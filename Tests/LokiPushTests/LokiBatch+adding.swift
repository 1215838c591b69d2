// Filling a batch in a test.

import LokiPush
import Testing

extension LokiBatch {
    /// Appends an entry that must fit.
    mutating func add(labels: LokiLabels, _ entry: LokiEntry) {
        let taken = append(labels: labels, entry)
        #expect(taken)
    }
}
