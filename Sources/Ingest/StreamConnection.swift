// One sender's TCP connection.

internal import CallGraph
internal import Logging
internal import NIOCore

/// Feeds a connection's bytes to its intake.
///
/// A slow collector slows the sender down and loses nothing: the lane is called in place, and when the
/// disk does not keep up the connection is not read until there is room again. What was read before, a
/// few reads at most, waits in the framer, and the rest in the kernel and with the sender.
final class StreamConnection<Intake: StreamIntake>: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private var intake: Intake
    private var isCounted = false
    private var isOpen = false
    private var isBroken = false
    /// True while something waits for room.
    private var isWaiting = false
    /// True when the next read is to be asked for as soon as nothing waits.
    private var isReadHeldBack = false
    private let logger: Logger
    private let clock: @Sendable () -> Timestamp
    private let connections: ConnectionCount
    private let connectionsMax: Int

    init(
        _ intake: Intake, logger: Logger, clock: @escaping @Sendable () -> Timestamp,
        connections: ConnectionCount, connectionsMax: Int
    ) {
        self.intake = intake
        self.logger = logger
        self.clock = clock
        self.connections = connections
        self.connectionsMax = connectionsMax
    }

    func channelActive(context: ChannelHandlerContext) {
        isCounted = true
        isOpen = true
        let isCrowded = connections.add(1) > connectionsMax
        if let reason = intake.refusal(isCrowded: isCrowded, received: clock()) {
            isBroken = true
            logger.warning("refused a connection: \(reason)")
            context.close(promise: nil)
        }
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        isOpen = false
        if intake.end(), !isWaiting { take(context) }
        // A sender that has hung up counts until what it left is taken: it holds memory.
        if !isWaiting { uncount() }
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        intake.append(buffer.readableBytesUInt8Span)
        if !isWaiting { take(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if intake.pause(), !isWaiting { take(context) }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        if isWaiting { isReadHeldBack = true } else { context.read() }
    }

    /// Takes what is there whole, as far as there is room for it.
    private func take(_ context: ChannelHandlerContext) {
        guard !isBroken else { return }
        switch intake.take(received: clock()) {
        case .needMore: return
        case .full: wait(context)
        case .broken(let reason):
            isBroken = true
            logger.warning("closed a connection: \(reason)")
            context.close(promise: nil)
        }
    }

    /// Reads no more until there is room.
    private func wait(_ context: ChannelHandlerContext) {
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
            // Not the sender is silent, we do not listen.
            if !isWaiting { context.close(promise: nil) }
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
