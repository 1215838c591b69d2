// Many datagrams by one system call.

internal import Glibc
internal import Measuring

/// Sends batches over UDP, from several source ports in turn.
@safe struct UDPSender: BatchSender, ~Copyable {
    private let descriptors: [Int32]
    private let pieces: UnsafeMutableBufferPointer<iovec>
    private let headers: UnsafeMutableBufferPointer<mmsghdr>
    private var turn = 0

    /// Datagrams of one call.
    private static let batchMax = 64

    init(port: UInt16, flows: Int) throws(SystemCallError) {
        var made: [Int32] = []
        for _ in 0..<flows {
            let one = try LoopbackSocket(SOCK_DGRAM, port: port)
            // A copy that stays open when the value goes; the program ends with the run.
            made.append(dup(one.descriptor))
        }
        descriptors = made
        unsafe pieces = .allocate(capacity: Self.batchMax)
        unsafe headers = .allocate(capacity: Self.batchMax)
        unsafe pieces.initialize(repeating: iovec())
        unsafe headers.initialize(repeating: mmsghdr())
        for index in 0..<Self.batchMax {
            // Each header points at its own piece; both live as long as this value.
            unsafe headers[index].msg_hdr.msg_iov = pieces.baseAddress.map { unsafe $0 + index }
            unsafe headers[index].msg_hdr.msg_iovlen = 1
        }
    }

    deinit {
        unsafe pieces.deallocate()
        unsafe headers.deallocate()
    }

    mutating func send(_ slab: [UInt8], starts: [Int]) throws(SystemCallError) -> Int {
        let count = min(starts.count - 1, Self.batchMax)
        let descriptor = descriptors[turn % descriptors.count]
        turn += 1
        let taken = unsafe slab.withUnsafeBufferPointer { buffer -> Int? in
            for index in 0..<count {
                // The slab is only read, and outlives the calls below.
                unsafe pieces[index] = iovec(
                    iov_base: UnsafeMutableRawPointer(
                        mutating: buffer.baseAddress.map { unsafe $0 + starts[index] }),
                    iov_len: starts[index + 1] - starts[index])
            }
            var next = 0
            var refused = 0
            while next < count {
                let sent = unsafe sendmmsg(
                    descriptor, headers.baseAddress.map { unsafe $0 + next },
                    UInt32(count - next), 0)
                if sent > 0 {
                    next += Int(sent)
                } else if errno == ECONNREFUSED {
                    // Told of an earlier datagram; this one was not sent either.
                    next += 1
                    refused += 1
                } else if ![EINTR, EAGAIN, ENOBUFS].contains(errno) {
                    return nil
                }
            }
            return count - refused
        }
        guard let taken else { throw SystemCallError("send") }
        return taken
    }

    consuming func finish() {
        for descriptor in descriptors { close(descriptor) }
    }
}
