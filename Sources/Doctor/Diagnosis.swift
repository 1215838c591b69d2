// From how a collector stands to what its operator should know.

package import CallGraph

/// What a collector's operator should know, the worst first.
///
/// Made from a snapshot alone: each rule looks at it and makes remarks. A new rule is one function in
/// `rules`, and a figure that it needs is one field of the snapshot.
package struct Diagnosis: Sendable {
    /// What was looked at.
    package let snapshot: CollectorSnapshot
    /// What was found, the worst first, else in the order of the rules.
    package let remarks: [Remark]

    /// False when there is an error: calls are being missed.
    package var isWell: Bool { !remarks.contains { $0.severity == .error } }

    /// The diagnosis of this snapshot.
    package init(_ snapshot: CollectorSnapshot) {
        self.snapshot = snapshot
        let found = Self.rules.flatMap { $0(snapshot) }
        remarks = [.error, .warning, .info].flatMap { (severity: Finding.Severity) in
            found.filter { $0.severity == severity }
        }
    }

    /// The rules, in the order in which a packet goes.
    private static let rules: [@Sendable (CollectorSnapshot) -> [Remark]] = [
        hearing, unheard, switches, refusals, logRefusals, versions, clocks, captureIDs, faults,
        sockets, losses, journal, damage, followers,
    ]

    /// How many remarks have this severity.
    package func count(_ severity: Finding.Severity) -> Int {
        remarks.count { $0.severity == severity }
    }
}
