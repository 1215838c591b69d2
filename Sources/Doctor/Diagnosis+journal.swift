// How the journal stands.

internal import CallGraph

extension Diagnosis {
    /// Whether the journal takes and writes records.
    static func journal(_ snapshot: CollectorSnapshot) -> [Remark] {
        let journal = snapshot.journal
        var remarks: [Remark] = []
        if journal.isReadOnly {
            let free = journal.freeBytes.map { Words.bytes(Int($0)) } ?? "too little"
            let reserve = journal.reserveBytes.map { Words.bytes(Int($0)) } ?? "more"
            remarks.append(
                Remark(
                    .error, "journal-read-only",
                    "Nothing is recorded: the disk has \(free) free, and \(reserve) are to stay free.",
                    advice: "Make room on the disk of data_dir, or lower retention.days or "
                        + "retention.bytes; recording goes on by itself when there is room"))
        }
        let error = journal.lastWriteError.map { ": \(Words.quoted($0))" } ?? ""
        if journal.isFailing {
            remarks.append(
                Remark(
                    .error, "journal-write", "The journal cannot be written\(error).",
                    advice: "Look at the disk and at who owns data_dir; records wait in memory "
                        + "(\(Words.bytes(journal.pendingBytes)) now) and writing is tried again"))
        } else if journal.writeErrors > 0 {
            remarks.append(
                Remark(
                    .warning, "journal-write-errors",
                    "\(Words.count(journal.writeErrors, "write")) to the journal failed, and went well "
                        + "when tried again\(error).",
                    advice: "Look at the disk before it gets worse"))
        }
        if journal.pendingBytes > journal.pendingBytesMax / 2, !journal.isFailing {
            remarks.append(
                Remark(
                    .warning, "journal-behind",
                    "\(Words.bytes(journal.pendingBytes)) wait for the disk, and it may be "
                        + "\(Words.bytes(journal.pendingBytesMax)).",
                    advice: "Put data_dir on a faster disk"))
        }
        if snapshot.waitingConnections > 0 {
            remarks.append(
                Remark(
                    .warning, "agents-waiting",
                    "\(Words.were(snapshot.waitingConnections, "TCP connection")) slowed down because "
                        + "the disk does not keep up.", advice: "Put data_dir on a faster disk"))
        }
        return remarks
    }

    /// What of the journal cannot be read.
    static func damage(_ snapshot: CollectorSnapshot) -> [Remark] {
        let journal = snapshot.journal
        var remarks: [Remark] = []
        if journal.unreadableSegmentCount > 0 {
            let named = journal.unreadableSegments.map { Words.quoted($0) }.joined(separator: "; ")
            remarks.append(
                Remark(
                    .warning, "unreadable-segments",
                    "\(Words.count(journal.unreadableSegmentCount, "segment")) of the journal cannot be "
                        + "read\(named.isEmpty ? "" : ": \(named)").",
                    advice:
                        "Traces of those hours lack what is in them; move the files away once they "
                        + "are of no more use"))
        }
        if journal.unreadableBlocks > 0 {
            remarks.append(
                Remark(
                    .warning, "unreadable-blocks",
                    "Blocks of the journal could not be read (\(journal.unreadableBlocks) times).",
                    advice: "The answers concerned say so; look at the disk"))
        }
        return remarks
    }
}
