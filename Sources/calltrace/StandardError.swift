// Lines for whoever watches, not for the next program in the pipe.

internal import Glibc

/// Writes to standard error.
enum StandardError {
    /// Writes a line at once, as one piece.
    static func write(_ line: String) { write(Array((line + "\n").utf8), to: 2) }

    /// Writes all bytes to a file descriptor; gives up when nobody reads any more.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
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
