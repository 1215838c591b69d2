// Datagrams of HEP and of syslog: a thread of its own for each socket.

package import CallGraph
internal import Foundation
package import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Receives datagrams until it is told to stop.
///
/// A plain thread around `recvmmsg`: measured at half the cost of an event loop, since it makes neither an
/// object nor a string for a datagram, and a short nap after a short batch makes the next one long.
package final class UDPReceiver: Service {
    private let descriptor: Int32
    private let socket: Mutex<DatagramSocket?>
    private let consume: @Sendable (Span<UInt8>, [Datagram], Timestamp) -> Void
    private let clock: @Sendable () -> Timestamp
    private let mustStop = Atomic(false)
    private let napMicroseconds: UInt32
    /// The port that is listened on.
    package let port: UInt16
    /// The name of the socket in metrics: `udp0`, `udp1` …, `syslog_udp0`.
    package let name: String

    /// Bytes of the receive buffer that the kernel granted.
    package let receiveBufferBytes: Int

    /// Binds a socket for HEP; packets wait in it until `run`.
    package convenience init(
        host: String, port: UInt16, bufferBytes: Int, isShared: Bool, number: Int, lane: IngestLane,
        logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) throws(ListenError) {
        try self.init(
            host: host, port: port, bufferBytes: bufferBytes, isShared: isShared,
            name: "udp\(number)", logger: logger, clock: clock
        ) { bytes, datagrams, received in
            lane.consume(bytes, datagrams, over: .udp, received: received)
        }
    }

    /// Binds a socket for syslog, with a thread that HEP does not wait for.
    package convenience init(
        syslogHost host: String, port: UInt16, bufferBytes: Int, reader: SyslogReader,
        lane: IngestLane, logger: Logger, clock: @escaping @Sendable () -> Timestamp
    ) throws(ListenError) {
        try self.init(
            host: host, port: port, bufferBytes: bufferBytes, isShared: false,
            name: "syslog_udp0", logger: logger, clock: clock
        ) { bytes, datagrams, received in
            lane.consume(bytes, syslog: datagrams, reader: reader, received: received)
        }
    }

    private init(
        host: String, port: UInt16, bufferBytes: Int, isShared: Bool, name: String,
        logger: Logger, clock: @escaping @Sendable () -> Timestamp,
        consume: @escaping @Sendable (Span<UInt8>, [Datagram], Timestamp) -> Void
    ) throws(ListenError) {
        let socket = try DatagramSocket(
            host: host, port: port, bufferBytes: bufferBytes, isShared: isShared)
        descriptor = socket.descriptor
        self.port = socket.port
        self.name = name
        receiveBufferBytes = socket.receiveBufferBytes
        napMicroseconds =
            socket.receiveBufferBytes >= Limits.longNapBufferBytes
            ? Limits.longNapMicroseconds : Limits.napMicroseconds
        self.consume = consume
        self.clock = clock
        if socket.receiveBufferBytes < bufferBytes {
            logger.warning(
                """
                the kernel gives UDP a receive buffer of \(socket.receiveBufferBytes) bytes instead of \
                \(bufferBytes): raise net.core.rmem_max, or run with CAP_NET_ADMIN
                """)
        }
        self.socket = Mutex(socket)
    }

    /// Datagrams that the kernel dropped at this socket.
    package var kernelDrops: Int { Int(DatagramSocket.drops(descriptor)) }

    /// Receives until the service group shuts down. Throws when the socket breaks.
    package func run() async throws {
        let isWell = await withTaskCancellationOrGracefulShutdownHandler {
            await withCheckedContinuation { continuation in
                let thread = Thread { continuation.resume(returning: self.receive()) }
                thread.name = self.name
                thread.start()
            }
        } onCancelOrGracefulShutdown: {
            self.mustStop.store(true, ordering: .relaxed)
        }
        if !isWell { throw ListenError("udp port \(port)", "receive any more on", EIO) }
    }

    /// Receives until told to stop; false when the socket broke before.
    private func receive() -> Bool {
        var batch = DatagramBatch()
        while !mustStop.load(ordering: .relaxed) {
            guard let datagrams = batch.receive(from: descriptor) else { return false }
            guard !datagrams.isEmpty else { continue }
            let received = clock()
            batch.withBytes { bytes in consume(bytes, datagrams, received) }
            if datagrams.count < Limits.datagramsPerReceiveMax / 2 {
                usleep(napMicroseconds)
            }
        }
        return true
    }
}
