// Captures that are imported, as records.

internal import CallGraph
internal import HEP
internal import Ingest
internal import TraceAPI

/// Cuts what is posted into HEP packets and has them recorded, at the pace of the disk.
struct ImportIntake: ImportSink {
    private let lane: IngestLane
    private let clock: @Sendable () -> Timestamp

    init(lane: IngestLane, clock: @escaping @Sendable () -> Timestamp) {
        self.lane = lane
        self.clock = clock
    }

    func take(_ packets: [UInt8]) async -> ImportOutcome {
        var outcome = ImportOutcome()
        var framer = HEPStreamFramer()
        var start = 0
        var waits = 0
        while true {
            switch framer.next() {
            case .needMore:
                guard start < packets.count else { return outcome }
                let end = min(start + CollectorLimits.importPieceBytes, packets.count)
                framer.append(packets.span.extracting(start..<end))
                start = end
            case .packet(let range):
                switch offer(framer.bytes, range) {
                case true?: outcome.taken += 1
                case false?:
                    outcome.taken += 1
                    outcome.refused += 1
                case nil:
                    guard waits < CollectorLimits.importWaitsMax, !Task.isCancelled else {
                        outcome.isWhole = false
                        return outcome
                    }
                    waits += 1
                    framer.putBack()
                    try? await Task.sleep(for: CollectorLimits.importWait)
                }
            case .gzip:
                // An importer sends packets as they are.
                outcome.refused += 1
                framer.resynchronise()
            case .broken:
                outcome.refused += 1
                return outcome
            }
        }
    }

    private func offer(_ bytes: [UInt8], _ range: Range<Int>) -> Bool? {
        lane.offer(
            imported: bytes.span.extracting(range), sender: .unknown, received: clock())
    }
}
