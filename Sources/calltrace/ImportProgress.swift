// How far an import has come, for who watches.

internal import CaptureImport
internal import Glibc
internal import TraceRendering

/// A line on standard error that is written over and over; nothing where that is no terminal.
struct ImportProgress {
    private static let isWatched = isatty(2) == 1

    /// Bytes of the file that were read.
    var bytes = 0
    private var file = ""
    private var size: Int?
    private var last = ContinuousClock.now
    private var isShown = false

    /// Begins with another file; `bytes` is its size where that is known.
    mutating func begin(_ file: String, bytes size: Int?) {
        self.file = file
        self.size = size
        bytes = 0
    }

    /// Writes the line, five times a second at most.
    mutating func show(_ tally: ImportTally) {
        guard Self.isWatched, last.duration(to: .now) > .milliseconds(200) else { return }
        last = .now
        isShown = true
        let share = size.flatMap { $0 > 0 ? "\(min(bytes * 100 / $0, 100)) % of " : nil } ?? ""
        let name = TerminalText.escape(file == "-" ? "standard input" : file)
        StandardStreams.progress(
            "\r\u{1b}[K\(share)\(name): \(tally.packets) packets, \(tally.messages) SIP messages, "
                + "\(tally.hepPackets) HEP packets")
    }

    /// Takes the line away.
    mutating func clear() {
        if isShown { StandardStreams.progress("\r\u{1b}[K") }
        isShown = false
    }
}
