// HTTP as far as a measurement needs it: one request, one connection, blocking.

internal import Foundation
internal import Glibc
internal import Measuring

/// Asks a server on this machine.
struct Web: Sendable {
    /// The server's port on 127.0.0.1.
    let port: UInt16

    /// What came back.
    struct Answer {
        /// The status; 0 when nothing or no HTTP came.
        let status: Int
        /// The body.
        let body: [UInt8]
        /// From before the connection to the last byte.
        let seconds: Double

        /// Whether the body has this text in it.
        func contains(_ text: String) -> Bool {
            Data(body).range(of: Data(text.utf8)) != nil
        }
    }

    /// Gets `path`; an answer that does not come in `seconds` is one of status 0.
    func get(_ path: String, within seconds: Int = 10) -> Answer {
        let begun = Clock.monotonicNanoseconds()
        let bytes = (try? exchange(path, seconds)) ?? []
        let time = Double(Clock.monotonicNanoseconds() - begun) / 1e9
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else {
            return Answer(status: 0, body: [], seconds: time)
        }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
        let words = head.split(separator: " ", maxSplits: 2)
        return Answer(
            status: words.count > 1 ? Int(words[1]) ?? 0 : 0, body: Array(bytes[end.upperBound...]),
            seconds: time)
    }

    /// The trace of an identity.
    func trace(_ identity: String) -> Answer { get("/api/v1/trace/\(identity)") }

    private func exchange(_ path: String, _ seconds: Int) throws(SystemCallError) -> [UInt8] {
        let socket = try LoopbackSocket(SOCK_STREAM, port: port)
        var wait = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        // The kernel reads the local struct.
        unsafe setsockopt(socket.descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, size)
        // HTTP/1.0: the body is never in chunks, and its end is the end of the connection.
        let request = Array(
            "GET \(path) HTTP/1.0\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8)
        let sent = unsafe request.withUnsafeBytes {
            // Reads bytes that are there, during the call.
            unsafe send(socket.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard sent == request.count else { throw SystemCallError("ask for \(path)") }
        var answer: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe piece.withUnsafeMutableBytes {
                // Writes at most as many bytes as there are.
                unsafe recv(socket.descriptor, $0.baseAddress, $0.count, 0)
            }
            guard count >= 0 else { throw SystemCallError("read the answer to \(path)") }
            guard count > 0 else { return answer }
            answer += piece[..<count]
        }
    }
}
