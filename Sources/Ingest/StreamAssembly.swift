// Messages put together from the pieces of streams, as agents mirror them.

internal import CallGraph

/// What is held of messages that have begun, by connection.
///
/// sofia-sip up to 1.13.17 mirrors what one read of a connection gave: a part of a message, several
/// messages, or the end of one and the beginning of the next. However a stream of messages is split
/// into packets, the same messages come out, and every byte that goes in comes out once, but for line
/// ends between messages. Time is an argument; there is no I/O.
struct StreamAssembly: Sendable {
    /// A record to be written.
    enum Step: Sendable {
        /// These bytes of the payload, with what their packet says.
        case part(Range<Int>)
        /// A message that an earlier packet began: whole, or given up as it is.
        case held(HeldMessage)
    }

    /// How far a payload has been taken.
    struct Cursor: Sendable {
        /// The first byte that has not been taken.
        fileprivate(set) var position = 0
        /// How many messages began in it.
        fileprivate(set) var messages = 0
    }

    private var held: [StreamKey: HeldMessage] = [:]
    /// Everything held in the order in which it began, with places of what has gone in between.
    private var order: [(key: StreamKey, serial: UInt64)] = []
    /// The places at the front of `order` that are done with.
    private var orderStart = 0
    private var nextSerial: UInt64 = 0
    /// The bytes of everything held together.
    private(set) var heldBytes = 0

    /// True when nothing is held, as it is most of the time.
    var isEmpty: Bool { held.isEmpty }

    /// How many messages are held.
    var count: Int { held.count }

    /// True when the connection has begun a message.
    func isHolding(_ key: StreamKey) -> Bool { held[key] != nil }

    /// The next record that comes of `payload`; nil when what is left of it is held.
    ///
    /// To be called with the same payload and `cursor` until then. `header` and `correlation` are what
    /// its packet says; a packet that is flagged as truncated has a gap behind it and leaves nothing
    /// held.
    mutating func next(
        _ payload: Span<UInt8>, _ cursor: inout Cursor, of key: StreamKey, _ header: RecordHeader,
        correlation: Span<UInt8>
    ) -> Step? {
        if let pushedOut = pushOut() { return pushedOut }
        guard cursor.position == 0, var message = remove(key) else {
            return begin(payload, &cursor, key, header, correlation)
        }
        // What is given up here is no longer held, and the next call begins anew with the payload.
        guard message.isContinued(by: payload) else { return .held(message) }
        cursor.position = message.append(payload)
        if message.correlation.isEmpty { message.correlation = Self.copy(correlation) }
        return keep(message, isLast: header.flags.contains(.truncated))
    }

    /// Gives up what began so long ago that the rest will not come.
    mutating func removeSilent(now: Timestamp) -> [HeldMessage] {
        var removed: [HeldMessage] = []
        while let key = oldest(), let message = held[key] {
            let age = now.microseconds(since: message.header.received)
            // A clock that was set back must not hold messages for as long.
            guard age.magnitude >= Limits.heldMicroseconds, let message = remove(key) else { break }
            removed.append(message)
        }
        return removed
    }

    /// Gives up everything.
    mutating func removeAll() -> [HeldMessage] {
        var removed: [HeldMessage] = []
        while let message = removeOldest() { removed.append(message) }
        return removed
    }

    /// Takes what begins at the cursor.
    private mutating func begin(
        _ payload: Span<UInt8>, _ cursor: inout Cursor, _ key: StreamKey, _ header: RecordHeader,
        _ correlation: Span<UInt8>
    ) -> Step? {
        let lower = cursor.position
        let start = StreamCut.skipLineEnds(payload, lower)
        guard start < payload.count else { return nil }
        guard cursor.messages < Limits.messagesPerPacketMax else {
            cursor.position = payload.count
            return .part(lower..<payload.count)
        }
        cursor.messages += 1
        guard MessageBeginning.at(start, in: payload) != .none else {
            // The middle of a message, its beginning unseen: kept as it came.
            let end = StreamCut.tailEnd(payload, from: start) ?? payload.count
            cursor.position = end
            return .part(lower..<end)
        }
        var searched = start
        if let headersEnd = StreamCut.headersEnd(payload, from: &searched) {
            let end = StreamCut.messageEnd(payload, from: start, headersEnd: headersEnd)
            if end <= payload.count {
                cursor.position = end
                return .part(start..<end)
            }
        }
        cursor.position = payload.count
        var message = HeldMessage(key, serial: nextSerial, header: header)
        nextSerial += 1
        _ = message.append(payload.extracting(start...))
        message.correlation = Self.copy(correlation)
        compactOrder()
        order.append((key, message.serial))
        return keep(message, isLast: header.flags.contains(.truncated))
    }

    /// Hands a message out when it is whole or will never be, else holds it.
    private mutating func keep(_ message: consuming HeldMessage, isLast: Bool) -> Step? {
        if message.isWhole { return .held(message) }
        if isLast { message.header.flags.insert(.truncated) }
        if isLast || !message.isWorthHolding { return .held(message) }
        heldBytes += message.bytes.count
        held[message.key] = message
        return pushOut()
    }

    /// Makes room by one message when there is too much.
    private mutating func pushOut() -> Step? {
        guard held.count > Limits.heldConnectionsMax || heldBytes > Limits.heldBytesMax else {
            return nil
        }
        return removeOldest().map { .held($0) }
    }

    private mutating func remove(_ key: StreamKey) -> HeldMessage? {
        guard !held.isEmpty, let message = held.removeValue(forKey: key) else { return nil }
        heldBytes -= message.bytes.count
        return message
    }

    private mutating func removeOldest() -> HeldMessage? { oldest().flatMap { remove($0) } }

    /// The connection whose message began first.
    private mutating func oldest() -> StreamKey? {
        while orderStart < order.count {
            let place = order[orderStart]
            if held[place.key]?.serial == place.serial { return place.key }
            orderStart += 1
        }
        order.removeAll(keepingCapacity: true)
        orderStart = 0
        return nil
    }

    /// Drops the places of what has gone, when they outnumber what is held: a constant cost for each.
    private mutating func compactOrder() {
        guard order.count > 2 * held.count + 64 else { return }
        let held = held
        order = order[orderStart...].filter { held[$0.key]?.serial == $0.serial }
        orderStart = 0
    }

    private static func copy(_ correlation: Span<UInt8>) -> [UInt8] {
        var copy: [UInt8] = []
        for index in 0..<min(correlation.count, CallGraph.Limits.correlationBytesMax) {
            copy.append(correlation[index])
        }
        return copy
    }
}
