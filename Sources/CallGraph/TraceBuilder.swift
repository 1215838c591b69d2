// From one identity to the whole call: follows links through a store of records.

/// Makes traces out of what a store holds.
///
/// A round asks the store for every record that names one of the identities found last; the links in
/// those records lead to further identities, until nothing new is found. Live and stored records come
/// through the same reader, so the answer does not depend on what has been written yet, nor on the order
/// in which things came.
public struct TraceBuilder: Sendable {
    private let reader: any RecordReader
    private let tenants: TenantDirectory

    /// A builder over this store, naming tenants by these domains.
    public init(reader: any RecordReader, tenants: TenantDirectory = TenantDirectory()) {
        self.reader = reader
        self.tenants = tenants
    }

    /// The call that `query` is an identity of; nil when no record is about it.
    ///
    /// `now` decides whether a call without an end is still up. Throws when the store cannot be read.
    public func trace(_ query: String, now: Timestamp) async throws -> Trace? {
        var search = CallSearch(query: query)
        var interval = Timestamp.distantPast...Timestamp.distantFuture
        var rounds = 0
        var names = [query]
        while !names.isEmpty && rounds < Limits.roundsMax {
            let keys = Set(names.map { reader.hasher.key($0) })
            let room = Limits.recordsPerTraceMax - search.recordCount
            guard room > 0 else {
                search.isComplete = false
                search.warnings.append(
                    "the call has more than \(Limits.recordsPerTraceMax) records; the rest is left out"
                )
                break
            }
            let found = try await reader.records(carrying: keys, in: interval, limit: room)
            search.add(found)
            names = search.follow()
            if let known = search.interval {
                let margin = Limits.neighbourhoodSeconds
                interval =
                    known.lowerBound.advanced(
                        bySeconds: -margin)...known.upperBound.advanced(bySeconds: margin)
            }
            rounds += 1
        }
        guard search.isFound else { return nil }
        if rounds == Limits.roundsMax && !names.isEmpty {
            search.isComplete = false
            search.warnings.append(
                "links were followed for \(rounds) rounds; there may be more legs")
        }
        return TraceAssembly(search: search, tenants: tenants, now: now).trace()
    }
}
