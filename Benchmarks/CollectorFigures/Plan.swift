// How much is done in each step.

/// The durations and rates of a run.
struct Plan {
    /// What the runner is told when this is not all of it; nil for the full table.
    var caveat: String?
    /// Seconds of each load whose CPU is measured.
    var costSeconds = 6.0
    /// How many such loads there are; the one in the middle counts.
    var costRounds = 5
    /// Packets a second of these.
    var costRates = [60_000, 100_000]
    /// Packets a second over TCP.
    var streamRate = 60_000
    /// The load that fills the journal, with as many live dialogs.
    var fullRate = 100_000
    var fullSeconds = 200.0
    var fullDialogs = 300_000
    /// Rates that are tried for the highest without loss, in order.
    var rampRates = [110_000, 120_000, 130_000, 140_000, 150_000]
    var probeSeconds = 10.0
    var confirmSeconds = 60.0
    /// Calls whose way from packet to answer is timed, under this load.
    var visibleCalls = 100
    var visibleRate = 100_000
    /// Identities looked up in the full journal.
    var lookups = 300
    /// Runs of the command.
    var commandRuns = 50
    /// Seconds of a load as fast as it goes.
    var floodSeconds = 10.0
    /// The load while Loki is away: as many messages as come in an hour at 5,000 a second.
    var outageRate = 90_000
    var outageSeconds = 200.0

    /// All of it: about eighteen minutes.
    static let full = Plan()

    /// Enough to see that every step works.
    static let quick = Plan(
        caveat: "a quick run: short loads and a small journal, not the figures of the full table",
        costSeconds: 3, costRounds: 1, costRates: [60_000], fullSeconds: 12, fullDialogs: 60_000,
        rampRates: [110_000, 130_000], probeSeconds: 3, confirmSeconds: 5, visibleCalls: 20,
        lookups: 60, commandRuns: 10, floodSeconds: 4, outageRate: 60_000, outageSeconds: 10)
}
