// One agent's TCP connection.

internal import CallGraph
internal import HEP
internal import Logging
internal import NIOCore

/// Cuts an agent's stream into packets.
///
/// Reading stops while the lane is busy, since it is called in place: a slow collector slows the agent
/// down and loses nothing.
final class HEPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private var framer = HEPStreamFramer()
    private var skippedBytes = 0
    private var isCounted = false
    private let sender: Endpoint
    private let lane: IngestLane
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private let connections: ConnectionCount
    private let connectionsMax: Int

    init(
        sender: Endpoint, lane: IngestLane, logger: Logger,
        clock: @escaping @Sendable () -> Timestamp, connections: ConnectionCount,
        connectionsMax: Int
    ) {
        self.sender = sender
        self.lane = lane
        self.logger = logger
        self.clock = clock
        self.connections = connections
        self.connectionsMax = connectionsMax
    }

    func channelActive(context: ChannelHandlerContext) {
        isCounted = true
        if connections.add(1) > connectionsMax {
            logger.warning("refused an agent's connection: \(connectionsMax) are open already")
            lane.refuse(.connections)
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isCounted { _ = connections.add(-1) }
        isCounted = false
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        framer.append(buffer.readableBytesUInt8Span)
        let received = clock()
        while true {
            let step = framer.next()
            countJunk()
            switch step {
            case .needMore: return
            case .broken:
                logger.warning("closed an agent's connection: no HEP in what it sends")
                return context.close(promise: nil)
            case .packet(let range):
                let bytes = framer.bytes
                lane.consume(
                    bytes.span, [Datagram(range: range, sender: sender)], over: .tcp,
                    received: received)
            case .gzip(let offset):
                let bytes = framer.bytes
                switch Inflater.inflate(bytes.span, offset..<bytes.count) {
                case .whole(_, let consumed):
                    lane.consume(
                        bytes.span,
                        [Datagram(range: offset..<(offset + consumed), sender: sender)],
                        over: .tcp, received: received)
                    framer.consume(consumed)
                case .incomplete where bytes.count - offset <= HEP.Limits.gzipMemberBytesMax:
                    // Not all of it is here yet.
                    return
                case .incomplete, .broken:
                    lane.refuse(.inflate)
                    framer.resynchronise()
                }
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    /// Junk is counted once for each stretch, however long.
    private func countJunk() {
        guard framer.skippedBytes > skippedBytes else { return }
        skippedBytes = framer.skippedBytes
        lane.refuse(.junk)
    }
}
