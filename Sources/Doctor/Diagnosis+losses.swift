// What was lost on the way to the journal.

internal import CallGraph

extension Diagnosis {
    /// Datagrams that the kernel dropped, and buffers smaller than wanted.
    static func sockets(_ snapshot: CollectorSnapshot) -> [Remark] {
        let since = Words.duration(snapshot.now.seconds(since: snapshot.started))
        return snapshot.sockets.flatMap { socket in
            var remarks: [Remark] = []
            let isSmall = socket.bufferBytes < socket.wantedBytes
            let sizes =
                "\(Words.bytes(socket.bufferBytes)) instead of \(Words.bytes(socket.wantedBytes))"
            if socket.kernelDrops > 0 {
                remarks.append(
                    Remark(
                        .warning, "kernel-drops",
                        "The kernel dropped \(Words.count(socket.kernelDrops, "datagram")) at "
                            + "\(socket.name) in \(since): traces have holes.",
                        advice: isSmall
                            ? "Raise net.core.rmem_max to \(socket.wantedBytes), or give calltrace "
                                + "CAP_NET_ADMIN: its buffer has \(sizes)"
                            : "Raise hep.receive_buffer_bytes, set hep.udp_sockets to 2, or have the "
                                + "agents send over TCP, which slows them down instead"))
            } else if isSmall {
                remarks.append(
                    Remark(
                        .warning, "receive-buffer",
                        "The receive buffer of \(socket.name) has \(sizes): a burst may be lost.",
                        advice:
                            "Raise net.core.rmem_max to \(socket.wantedBytes), or give calltrace "
                            + "CAP_NET_ADMIN"))
            }
            return remarks
        }
    }

    /// Records that were dropped.
    static func losses(_ snapshot: CollectorSnapshot) -> [Remark] {
        snapshot.losses.filter { $0.count > 0 }.map { loss in
            let (why, advice) =
                switch (loss.stage, loss.reason) {
                case ("journal", "no_block"):
                    (
                        "the disk does not keep up",
                        "Put data_dir on a faster disk, or have the agents send less"
                    )
                case ("journal", "read_only"):
                    ("the disk was nearly full", "Make room on the disk of data_dir")
                case ("events", "malformed"):
                    ("events of a switch could not be read", "See the log, and report what it says")
                default: ("\(loss.stage), \(loss.reason)", "See docs/metrics.md")
                }
            return Remark(
                .warning, "records-dropped",
                "\(Words.were(loss.count, "record")) dropped: \(why).", advice: advice)
        }
    }
}
