// Ports that nobody listens on.

internal import Glibc

/// Finds ports.
enum FreePort {
    /// A port that is free for TCP and for UDP at this moment.
    static func find() throws -> UInt16 {
        for _ in 0..<100 {
            if let port = bound(SOCK_STREAM, port: 0), bound(SOCK_DGRAM, port: port) != nil {
                return port
            }
        }
        throw BenchError("no free port on 127.0.0.1")
    }

    /// The port that a socket got which is closed again.
    private static func bound(_ type: __socket_type, port: UInt16) -> UInt16? {
        let descriptor = socket(AF_INET, Int32(type.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return unsafe withUnsafeMutablePointer(to: &address) { pointer in
            // A sockaddr_in is a sockaddr of this length; the kernel writes no more than that.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard unsafe bind(descriptor, .init(__sockaddr__: generic), length) == 0,
                    unsafe getsockname(descriptor, .init(__sockaddr__: generic), &length) == 0
                else { return nil }
                return unsafe UInt16(bigEndian: pointer.pointee.sin_port)
            }
        }
    }
}
