// Traces out of the journal.

internal import CallGraph
internal import Journal
internal import TraceAPI

/// Answers from the journal, the open block included.
struct JournalTracer: CallTracer {
    private let builder: TraceBuilder
    private let clock: @Sendable () -> Timestamp

    init(
        journal: RecordJournal, tenants: TenantDirectory, rules: LinkRules,
        live: any LiveLinks,
        clock: @escaping @Sendable () -> Timestamp
    ) {
        builder = TraceBuilder(reader: journal, tenants: tenants, rules: rules, live: live)
        self.clock = clock
    }

    func trace(_ id: String, options: TraceOptions) async throws -> Trace? {
        try await builder.trace(id, now: clock(), options: options)
    }
}
