// The row of a log record.

internal import EventSocket

extension LogRow {
    /// The row of a record that is about this leg; a very long line is cut, and says so.
    init(_ record: Record, _ reading: RecordReading, of leg: Identity) {
        let about = [reading.subject, reading.alsoAbout].compactMap(\.self)
        let level = SwitchLogLine.Level(rawValue: record.header.severity)?.label ?? "info"
        var text = String(decoding: record.payload.prefix(Limits.logRowBytesMax), as: UTF8.self)
        if record.header.flags.contains(.truncated) {
            text += " … (cut when it came)"
        } else if record.payload.count > Limits.logRowBytesMax {
            text += " … (\(record.payload.count) bytes in all)"
        }
        self.init(
            time: record.header.time, uuid: about.first { $0.kind == .channel }?.id ?? leg.id,
            callID: about.first { $0.kind == .dialog }?.id, node: record.node, level: level,
            text: text)
    }
}
