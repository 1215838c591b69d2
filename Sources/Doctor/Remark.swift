// Something about the collector that its operator should know.

package import CallGraph

/// What is wrong, or worth knowing, and what to do about it.
package struct Remark: Sendable, Equatable {
    /// `error`: calls are being missed now. `warning`: something was lost, or will be. `info`: harmless.
    package var severity: Finding.Severity
    /// A fixed word: `switch-disconnected`, `kernel-drops` …
    package var code: String
    /// What is the matter, in a sentence. It may hold words of the network: escape before showing.
    package var text: String
    /// What to do, in a sentence; empty when there is nothing to be done.
    package var advice: String

    /// A remark of these parts.
    package init(
        _ severity: Finding.Severity, _ code: String, _ text: String, advice: String = ""
    ) {
        self.severity = severity
        self.code = code
        self.text = text
        self.advice = advice
    }
}
