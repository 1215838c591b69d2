// Batches as one write on a connection.

internal import Glibc
internal import Measuring

/// Sends batches over TCP, on several connections in turn.
struct TCPSender: BatchSender, ~Copyable {
    private let descriptors: [Int32]
    private var turn = 0

    /// Milliseconds that the other side may take to read what is left.
    private static let drainMilliseconds: Int32 = 10_000

    init(port: UInt16, flows: Int) throws(SystemCallError) {
        var made: [Int32] = []
        for _ in 0..<flows {
            let one = try LoopbackSocket(SOCK_STREAM, port: port)
            // A copy that stays open when the value goes; `finish` closes it.
            made.append(dup(one.descriptor))
        }
        descriptors = made
    }

    mutating func send(_ slab: [UInt8], starts: [Int]) throws(SystemCallError) -> Int {
        let descriptor = descriptors[turn % descriptors.count]
        turn += 1
        let isWhole = unsafe slab.withUnsafeBytes { bytes in
            var next = 0
            while next < bytes.count {
                // Only reads bytes that are there, during the call.
                let sent = unsafe Glibc.send(
                    descriptor, bytes.baseAddress.map { unsafe $0 + next }, bytes.count - next,
                    Int32(MSG_NOSIGNAL))
                if sent > 0 {
                    next += sent
                } else if errno != EINTR {
                    return false
                }
            }
            return true
        }
        guard isWhole else { throw SystemCallError("write to the collector") }
        return starts.count - 1
    }

    consuming func finish() {
        for descriptor in descriptors { shutdown(descriptor, Int32(SHUT_WR)) }
        for descriptor in descriptors {
            var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            var byte: UInt8 = 0
            // The collector closes when it has read all; both calls use locals only.
            while unsafe poll(&waiting, 1, Self.drainMilliseconds) > 0,
                unsafe recv(descriptor, &byte, 1, 0) > 0
            {}
            close(descriptor)
        }
    }
}
