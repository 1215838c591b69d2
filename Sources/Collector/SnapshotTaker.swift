// How the collector stands, gathered from its parts for a diagnosis.

internal import CallGraph
internal import Doctor
internal import Ingest
internal import Journal
internal import PrometheusText

/// Takes snapshots; cheap, and never waits for the disk.
struct SnapshotTaker: Sendable {
    let started: Timestamp
    let settings: HEPSettings
    let agents: [AgentSettings]
    let journal: RecordJournal
    let followers: [JournalFollower]
    let otlp: OTLPMetrics?
    let receivers: Receivers
    let switches: [SwitchConnection]
    let lane: IngestLane
    let metrics: CollectorMetrics

    /// How everything stands at this moment.
    func take(now: Timestamp) async -> CollectorSnapshot {
        var snapshot = CollectorSnapshot(now: now, started: started)
        snapshot.version = CollectorVersion.text
        if let udp = settings.udp { snapshot.listeners.append("udp \(udp)") }
        if let tcp = settings.tcp { snapshot.listeners.append("tcp \(tcp)") }
        snapshot.packets = metrics.packets.joined().reduce(0) { $0 + $1.value }
        snapshot.refusals = RefusalReason.allCases.map {
            .init($0.rawValue, metrics.refused[$0]?.value ?? 0)
        }
        snapshot.losses = DropStage.allCases.map {
            .init($0.stage, $0.reason, metrics.drops[$0]?.value ?? 0)
        }
        snapshot.sockets = receivers.datagrams.map {
            .init(
                name: $0.name, kernelDrops: $0.kernelDrops, bufferBytes: $0.receiveBufferBytes,
                wantedBytes: settings.receiveBufferBytes)
        }
        snapshot.connections = receivers.tcp?.connectionCount ?? 0
        snapshot.waitingConnections = receivers.tcp?.waitingCount ?? 0
        takeAgents(&snapshot)
        snapshot.journal = .init(journal.statistics, unreadable: journal.unreadableSegments)
        for follower in followers {
            var entry = CollectorSnapshot.Follower(
                name: follower.name, lagSeconds: await follower.lagSeconds(now: now))
            takeDelivery(of: &entry)
            snapshot.followers.append(entry)
        }
        return snapshot
    }
}

extension CollectorSnapshot.Journal {
    fileprivate init(_ statistics: JournalStatistics, unreadable: [String]) {
        self.init()
        bytes = statistics.bytesOnDisk
        isReadOnly = statistics.isReadOnly
        freeBytes = statistics.freeBytes
        reserveBytes = statistics.reserveBytes
        isFailing = statistics.isFailing
        writeErrors = Int(clamping: statistics.writeErrors)
        lastWriteError = statistics.lastWriteError
        unreadableSegments = unreadable
        unreadableSegmentCount = statistics.unreadableSegments
        unreadableBlocks = Int(clamping: statistics.unreadableBlocks)
        pendingBytes = statistics.pendingBytes
        pendingBytesMax = JournalLimits.pendingBytesMax
    }
}
