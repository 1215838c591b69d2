// A socket that is connected to a port on this machine.

package import Glibc

/// A connected socket; closed when it goes. It cannot be connected to any other machine.
package struct LoopbackSocket: ~Copyable {
    /// Its number; valid as long as this value.
    package let descriptor: Int32

    /// Connects to `port` on 127.0.0.1.
    package init(_ type: __socket_type, port: UInt16) throws(SystemCallError) {
        let made = socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard made >= 0 else { throw SystemCallError("open a socket") }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
        let status = unsafe withUnsafePointer(to: &address) { pointer in
            // A sockaddr_in is a sockaddr of this length.
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe connect(
                    made, .init(__sockaddr__: generic), socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else {
            let error = SystemCallError("connect to port \(port)")
            close(made)
            throw error
        }
        descriptor = made
    }

    deinit { close(descriptor) }
}
