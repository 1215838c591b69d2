// Standard output for the answer, standard error for what is said about it.

internal import Glibc
internal import TraceRendering

/// Writes to the two standard streams.
enum StandardStreams {
    /// Writes an answer, as it is, to standard output.
    static func answer(_ bytes: [UInt8]) { write(bytes, to: 1) }

    /// Writes a line about the answer to standard error, at once and as one piece. Control characters
    /// in it, of an argument or of a server, are spelt out.
    static func say(_ line: String) {
        write(Array(("calltrace: " + TerminalText.escape(line) + "\n").utf8), to: 2)
    }

    /// Writes to a terminal on standard error, as it is.
    static func progress(_ text: String) { write(Array(text.utf8), to: 2) }

    /// Writes the text of the argument parser, which is ours but for the arguments that it repeats.
    static func usage(_ text: String, to descriptor: Int32) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let safe = lines.map { TerminalText.escape(String($0)) }.joined(separator: "\n")
        write(Array((safe + "\n").utf8), to: descriptor)
    }

    /// Writes all bytes to a file descriptor; gives up when nobody reads any more.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var done = 0
        while done < bytes.count {
            let count = unsafe bytes.withUnsafeBufferPointer { buffer in
                // The rest of the array, which outlives the call.
                let rest = unsafe UnsafeBufferPointer(rebasing: buffer[done...])
                return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            guard count > 0 else {
                if count < 0 && errno == EINTR { continue }
                return
            }
            done += count
        }
    }
}
