// A dialog out of a store of records, when all that is known is its first INVITE.

internal import SIP

/// Reads what became of calls whose facts do not say it.
public struct DialogReader: Sendable {
    private let reader: any RecordReader
    private let now: Timestamp
    private static let skewSeconds: Int64 = 5

    /// A reader of this store; `now` tells calls that are up from those that nobody answered.
    public init(reader: any RecordReader, now: Timestamp) {
        self.reader = reader
        self.now = now
    }

    /// Fills in what became of a call; false when not all of its records could be read.
    ///
    /// Nil when `isWithinDialog` and the call began before the INVITE that it was found by, so that it is
    /// found there.
    public func complete(_ call: FoundCall, isWithinDialog: Bool) async throws -> (
        call: FoundCall, isComplete: Bool
    )? {
        let start = call.dialog.start
        // Agents that see the same message stamp it a little apart.
        let first = start.advanced(
            bySeconds: isWithinDialog ? -Limits.foundCallSeconds : -Self.skewSeconds)
        let found = try await reader.records(
            carrying: [reader.hasher.key(call.dialog.callID)],
            in: first...start.advanced(bySeconds: Limits.foundCallSeconds),
            limit: Limits.recordsPerFoundCallMax)
        var sightings: [SIPSighting] = []
        for record in found.records where record.header.kind == .sip {
            let sighting = SIPSighting(
                record: record, message: SIPMessage.parse(record.payload.span))
            guard sighting.text(sighting.message.callID) == call.dialog.callID else { continue }
            sightings.append(sighting)
        }
        guard !sightings.isEmpty else { return (call, false) }
        let earliest = start.advanced(bySeconds: -Self.skewSeconds)
        if isWithinDialog, sightings.contains(where: { $0.isInvite && $0.time < earliest }) {
            return nil
        }
        sightings.removeAll { $0.time < earliest }
        sightings.sort { $0.time < $1.time }
        guard !sightings.isEmpty else { return (call, false) }
        var whole = call
        let read = Dialog(callID: call.dialog.callID, sightings: sightings, now: now)
        // Who and when stay as they were found, so that a call matches what was asked.
        whole.dialog.status = read.status
        whole.dialog.reason = read.reason
        whole.dialog.outcome = read.outcome
        whole.dialog.answered = read.answered
        whole.dialog.end = read.end.map { max($0, start) }
        return (whole, found.isComplete)
    }
}

extension SIPSighting {
    /// True for an INVITE, the first or a later one.
    fileprivate var isInvite: Bool { message.kind == .request && message.method == .invite }
}
