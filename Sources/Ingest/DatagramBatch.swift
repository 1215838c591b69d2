// Many datagrams by one system call into one slab.

internal import CallGraph
internal import Glibc

/// The memory that a receiving thread fills again and again. Move-only: it belongs to that thread.
@safe struct DatagramBatch: ~Copyable {
    private let slab: UnsafeMutableBufferPointer<UInt8>
    private let names: UnsafeMutableBufferPointer<sockaddr_storage>
    private let pieces: UnsafeMutableBufferPointer<iovec>
    private let headers: UnsafeMutableBufferPointer<mmsghdr>
    /// How many headers the last call filled in: their name lengths have to be set again.
    private var used = Limits.datagramsPerReceiveMax

    /// Room for `Limits.datagramsPerReceiveMax` datagrams. Pages that are never written cost nothing.
    init() {
        let count = Limits.datagramsPerReceiveMax
        unsafe slab = .allocate(capacity: count * Limits.datagramBytesMax)
        unsafe names = .allocate(capacity: count)
        unsafe pieces = .allocate(capacity: count)
        unsafe headers = .allocate(capacity: count)
        unsafe slab.initialize(repeating: 0)
        unsafe names.initialize(repeating: sockaddr_storage())
        unsafe pieces.initialize(repeating: iovec())
        unsafe headers.initialize(repeating: mmsghdr())
        for index in 0..<count {
            // Each header points at its own slot; all of them live as long as this value.
            let slot = unsafe slab.baseAddress.map { unsafe $0 + index * Limits.datagramBytesMax }
            unsafe pieces[index] = iovec(iov_base: slot, iov_len: Limits.datagramBytesMax)
            unsafe headers[index].msg_hdr.msg_name = names.baseAddress.map {
                unsafe UnsafeMutableRawPointer($0 + index)
            }
            unsafe headers[index].msg_hdr.msg_iov = pieces.baseAddress.map { unsafe $0 + index }
            unsafe headers[index].msg_hdr.msg_iovlen = 1
        }
    }

    deinit {
        unsafe slab.deallocate()
        unsafe names.deallocate()
        unsafe pieces.deallocate()
        unsafe headers.deallocate()
    }

    /// Waits for one datagram and takes what else is there. Empty after the socket's time-out or a
    /// passing error; nil when the socket is broken.
    mutating func receive(from descriptor: Int32) -> [Datagram]? {
        for index in 0..<used {
            unsafe headers[index].msg_hdr.msg_namelen = socklen_t(
                MemoryLayout<sockaddr_storage>.size)
        }
        let count = unsafe recvmmsg(
            descriptor, headers.baseAddress, UInt32(Limits.datagramsPerReceiveMax),
            Int32(MSG_WAITFORONE), nil)
        used = max(Int(count), 0)
        guard count >= 0 else {
            // A time-out, a signal, or an ICMP error of a peer: all pass.
            return [EAGAIN, EINTR, ECONNREFUSED, ENOMEM, ENOBUFS].contains(errno) ? [] : nil
        }
        var datagrams: [Datagram] = []
        datagrams.reserveCapacity(Int(count))
        for index in 0..<Int(count) {
            let start = index * Limits.datagramBytesMax
            let length = unsafe min(Int(headers[index].msg_len), Limits.datagramBytesMax)
            datagrams.append(
                Datagram(range: start..<(start + length), sender: unsafe Endpoint(names[index])))
        }
        return datagrams
    }

    /// Lends the slab.
    func withBytes(_ body: (Span<UInt8>) -> Void) {
        // The slab is initialised and outlives the call.
        let bytes = unsafe UnsafeBufferPointer(slab).span
        body(bytes)
    }
}
