// One agent's TCP connection.

internal import CallGraph
internal import HEP
internal import Logging
internal import NIOCore

/// Cuts an agent's stream into packets.
///
/// A slow collector slows the agent down and loses nothing: the lane is called in place, and when the disk
/// does not keep up the connection is not read until there is room again. What was read before, a few
/// reads at most, waits in the framer, and the rest in the kernel and with the agent.
final class HEPConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private var framer = HEPStreamFramer()
    private var skippedBytes = 0
    private var isCounted = false
    private var isOpen = false
    /// True while a packet waits for room.
    private var isWaiting = false
    /// True when the next read is to be asked for as soon as nothing waits.
    private var isReadHeldBack = false
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
        isOpen = true
        if connections.add(1) > connectionsMax {
            logger.warning("refused an agent's connection: \(connectionsMax) are open already")
            lane.refuse(.connections)
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        // An agent that has hung up counts until what it left is taken: it holds memory.
        if !isWaiting { uncount() }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        framer.append(buffer.readableBytesUInt8Span)
        if !isWaiting { take(context) }
    }

    func read(context: ChannelHandlerContext) {
        if isWaiting { isReadHeldBack = true } else { context.read() }
    }

    /// Takes all packets that are there whole, as far as there is room for them.
    private func take(_ context: ChannelHandlerContext) {
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
                guard offer(range, received) else { return wait(context) }
            case .gzip(let offset):
                let bytes = framer.bytes
                switch Inflater.inflate(bytes.span, offset..<bytes.count) {
                case .whole(_, let consumed):
                    guard offer(offset..<(offset + consumed), received) else {
                        return wait(context)
                    }
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

    private func offer(_ range: Range<Int>, _ received: Timestamp) -> Bool {
        let bytes = framer.bytes
        return lane.offer(
            bytes.span, Datagram(range: range, sender: sender), over: .tcp,
            received: received)
    }

    /// Reads no more until the packet that the framer has just given finds room.
    private func wait(_ context: ChannelHandlerContext) {
        framer.putBack()
        isWaiting = true
        connections.addWaiting(1)
        context.eventLoop.assumeIsolated().scheduleTask(
            in: .milliseconds(Limits.retryMilliseconds)
        ) { self.goOn(context) }
    }

    private func goOn(_ context: ChannelHandlerContext) {
        isWaiting = false
        connections.addWaiting(-1)
        take(context)
        guard !isWaiting else { return }
        if !isOpen { return uncount() }
        if isReadHeldBack {
            isReadHeldBack = false
            context.read()
        }
    }

    private func uncount() {
        if isCounted { _ = connections.add(-1) }
        isCounted = false
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is IdleStateHandler.IdleStateEvent {
            // Not the agent is silent, we do not listen.
            if !isWaiting { context.close(promise: nil) }
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
