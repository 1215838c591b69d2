// The rows of a ladder in order of time.

internal import CallGraph
internal import MediaQuality

extension Ladder {
    /// Writes the columns' heads and a row for each message.
    mutating func renderMessages() {
        let shown = trace.messages.filter(isShown)
        guard !shown.isEmpty else { return }
        emit("")
        for row in columns.head() { emit(row) }
        var captions = columns.row(glyphs)
        gutter.putCaptions(in: &captions)
        emit(captions)

        var last: Timestamp?
        var run: NoisyRun?
        var index = 0
        while index < shown.count {
            let message = shown[index]
            index += 1
            if let last, message.time.microseconds(since: last) >= Limits.gapMicroseconds {
                finish(&run)
                var gap = columns.row(glyphs)
                gutter.putGap(glyphs.gap, in: &gap)
                emit(gap)
            }
            last = message.time
            if case .event(let event) = message, NoisyRun.isNoisy(event) {
                add(event, to: &run)
                continue
            }
            finish(&run)
            switch message {
            case .sip(let row): emitArrow(row)
            case .event(let row):
                let isComplete = index < shown.count && Self.completes(shown[index], row)
                if isComplete { index += 1 }
                emitEvent(row, isComplete: isComplete)
            case .log(let row): emitLog(row)
            case .quality(let row): emitQuality(row)
            }
        }
        finish(&run)
    }

    private func isShown(_ message: TraceMessage) -> Bool {
        switch message {
        case .sip: true
        // A sender's report that counts what was sent is in the JSON, and says nothing of quality.
        case .quality(let row): row.report.hasMeasurement || row.report.scope == .call
        case .event(let row): options.showEvents && !legs.loopbacks.contains(row.uuid)
        case .log(let row): options.showLogs && !legs.loopbacks.contains(row.uuid)
        }
    }

    /// Adds a noisy event to the run, or ends the run and begins another.
    private mutating func add(_ event: EventRow, to run: inout NoisyRun?) {
        let words = NoisyRun.words(event, fit: { [self] in fit($0, $1) })
        if let known = run, known.takes(event), run?.add(words, room: noteRoom(event.node)) == true
        {
            return
        }
        finish(&run)
        var begun = NoisyRun(event)
        _ = begun.add(words, room: .max)
        run = begun
    }

    /// True when a row says no more than that the application begun by `event` was over at once.
    private static func completes(_ message: TraceMessage, _ event: EventRow) -> Bool {
        guard case .event(var next) = message, event.name == "CHANNEL_EXECUTE",
            next.name == "CHANNEL_EXECUTE_COMPLETE"
        else { return false }
        next.name = event.name
        return next == event
    }

    private mutating func finish(_ run: inout NoisyRun?) {
        guard let finished = run else { return }
        run = nil
        emitNote(
            finished.text(times: glyphs.times), node: finished.first.node,
            time: finished.first.time,
            leg: legs.number(ofSwitchName: finished.first.uuid), style: .dim)
    }
}
