// A UDP socket with a large buffer, as the receiving thread needs it.

internal import Glibc
internal import CallGraph

/// Why a listener could not begin, in one line for an operator.
package struct ListenError: Error, CustomStringConvertible {
    /// The whole line.
    package let description: String

    init(_ address: String, _ doing: String, _ code: Int32) {
        let reason = unsafe String(cString: strerror(code))
        description = "cannot \(doing) \(address): \(reason)"
    }
}

/// A bound UDP socket. Closed when it goes.
struct DatagramSocket: ~Copyable {
    let descriptor: Int32
    /// The receive buffer that the kernel granted, in bytes as asked for (the kernel counts double).
    let receiveBufferBytes: Int

    /// Binds to `host`, a numeric address, and `port`.
    ///
    /// Asks for a receive buffer of `bufferBytes`, by force where that is allowed. `isShared` lets several
    /// sockets of this process have the port, and the kernel spread senders over them.
    init(host: String, port: UInt16, bufferBytes: Int, isShared: Bool) throws(ListenError) {
        let text = "udp \(host):\(port)"
        var storage = sockaddr_storage()
        guard let length = Self.fill(&storage, host: host, port: port) else {
            throw ListenError(text, "understand the address of", EINVAL)
        }
        let made = socket(
            Int32(storage.ss_family), Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw ListenError(text, "open a socket for", errno) }
        if isShared { Self.set(made, SO_REUSEPORT, 1) }
        let wanted = Int32(clamping: bufferBytes)
        if !Self.set(made, SO_RCVBUFFORCE, wanted) { Self.set(made, SO_RCVBUF, wanted) }
        // Wakes the receiver now and then to see whether it should end.
        var wait = timeval(
            tv_sec: 0, tv_usec: Int(Limits.idleMilliseconds) * 1000)
        unsafe setsockopt(
            made, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        let status = unsafe withUnsafePointer(to: &storage) { pointer in
            // A sockaddr_storage holds any socket address; `length` is that of the one filled in.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(made, .init(__sockaddr__: address), length)
            }
        }
        guard status == 0 else {
            let code = errno
            close(made)
            throw ListenError(text, "listen on", code)
        }
        descriptor = made
        receiveBufferBytes = Int(Self.get(made, SO_RCVBUF)) / 2
    }

    deinit { close(descriptor) }

    /// The port that it got; what was asked for unless that was 0.
    var port: UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        unsafe withUnsafeMutablePointer(to: &storage) { pointer in
            // As above: the kernel writes at most `length` bytes into it.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                _ = unsafe getsockname(descriptor, .init(__sockaddr__: address), &length)
            }
        }
        return Endpoint(storage).port
    }

    /// Datagrams that the kernel threw away because this socket's buffer was full, since it was opened.
    static func drops(_ descriptor: Int32) -> UInt32 {
        // SO_MEMINFO gives nine counters; the ninth is the drop count (linux/sock_diag.h).
        var counters = InlineArray<9, UInt32>(repeating: 0)
        var length = socklen_t(9 * MemoryLayout<UInt32>.size)
        let status = unsafe withUnsafeMutablePointer(to: &counters) { pointer in
            // The kernel writes at most `length` bytes, the size of the array.
            unsafe getsockopt(descriptor, SOL_SOCKET, 55, pointer, &length)
        }
        return status == 0 && length >= 36 ? counters[8] : 0
    }

    @discardableResult
    private static func set(_ descriptor: Int32, _ option: Int32, _ value: Int32) -> Bool {
        var value = value
        return unsafe setsockopt(
            descriptor, SOL_SOCKET, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0
    }

    private static func get(_ descriptor: Int32, _ option: Int32) -> Int32 {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        unsafe getsockopt(descriptor, SOL_SOCKET, option, &value, &length)
        return value
    }

    /// Writes a numeric address into `storage`; nil when it is none.
    private static func fill(
        _ storage: inout sockaddr_storage, host: String, port: UInt16
    ) -> socklen_t? {
        var v4 = in_addr()
        var v6 = in6_addr()
        return unsafe withUnsafeMutableBytes(of: &storage) { raw -> socklen_t? in
            // Both address forms fit into a sockaddr_storage and are plain bytes.
            if unsafe inet_pton(AF_INET, host, &v4) == 1 {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = port.bigEndian
                address.sin_addr = v4
                unsafe raw.storeBytes(of: address, as: sockaddr_in.self)
                return socklen_t(MemoryLayout<sockaddr_in>.size)
            }
            if unsafe inet_pton(AF_INET6, host, &v6) == 1 {
                var address = sockaddr_in6()
                address.sin6_family = sa_family_t(AF_INET6)
                address.sin6_port = port.bigEndian
                address.sin6_addr = v6
                unsafe raw.storeBytes(of: address, as: sockaddr_in6.self)
                return socklen_t(MemoryLayout<sockaddr_in6>.size)
            }
            return nil
        }
    }
}

extension Endpoint {
    /// The endpoint of a socket address; unknown when it is of another family.
    ///
    /// An IPv4 address in IPv6 clothes (RFC 4291 §2.5.5.2), as a dual-stack socket gives it, is IPv4.
    init(_ storage: sockaddr_storage) {
        var copy = storage
        self = unsafe withUnsafeBytes(of: &copy) { raw in
            // Offsets of sockaddr_in and sockaddr_in6, both shorter than the storage.
            let port = unsafe UInt16(raw[2]) << 8 | UInt16(raw[3])
            func number(_ range: Range<Int>) -> UInt64 {
                range.reduce(0) { unsafe $0 << 8 | UInt64(raw[$1]) }
            }
            switch Int32(storage.ss_family) {
            case AF_INET: return Endpoint(v4: UInt32(number(4..<8)), port: port)
            case AF_INET6:
                let high = number(8..<16)
                let low = number(16..<24)
                if high == 0, low >> 32 == 0xffff {
                    return Endpoint(v4: UInt32(truncatingIfNeeded: low), port: port)
                }
                return Endpoint(family: .v6, high: high, low: low, port: port)
            default: return .unknown
            }
        }
    }
}
