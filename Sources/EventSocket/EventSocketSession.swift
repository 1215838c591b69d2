// A client's side of an event socket, without the socket.

/// Turns what a switch sends into what the client must do.
///
/// ```
/// auth/request ─▶ auth ─▶ event json … ─▶ log N ─▶ ready ─▶ api show channels as json
///                                                              │ one uuid_dump at a time
///                                                              ▼
///                                                          following
/// ```
/// One command is under way at a time; events and log lines come between its answer and before it,
/// and are handed on at once. A refusal or an error of framing is the last action: close the
/// connection.
public struct EventSocketSession: Sendable {
    /// What the client must do, or is told.
    public enum Action: Sendable, Equatable {
        /// Send these bytes to the switch. They may hold the password.
        case send([UInt8])
        /// Events and log lines flow from now on.
        case ready
        /// An event came.
        case event(SwitchEvent)
        /// The present state of a channel that was up before the connection was.
        case channelDump(SwitchEvent)
        /// A log line came.
        case log(SwitchLogLine)
        /// The connection is of no use: close it. A setting is wrong, or the other side is no
        /// switch.
        case refused(reason: EventSocketError)
        /// The switch is going away and said so; the text is its own.
        case disconnected(notice: String)
        /// An event or log line could not be read and is lost; the connection is well.
        case malformedEvent
    }

    /// How far the session is.
    public enum State: Sendable, Equatable {
        /// Waiting for the switch to ask for the password.
        case awaitingGreeting
        /// The password was sent.
        case authenticating
        /// The subscription was sent.
        case subscribing
        /// The level of log lines was sent.
        case enablingLog
        /// Ready; the channels that are up were asked for.
        case listingChannels
        /// Ready; the channels that are up are asked for one by one.
        case askingChannels
        /// Ready, and nothing more to ask.
        case following
        /// Refused, or the framing was lost.
        case refused
        /// The switch said good-bye.
        case disconnected

        /// Whether events may come.
        var isAuthenticated: Bool {
            switch self {
            case .subscribing, .enablingLog, .listingChannels, .askingChannels, .following: true
            case .awaitingGreeting, .authenticating, .refused, .disconnected: false
            }
        }
    }

    /// How far the session is.
    public private(set) var state = State.awaitingGreeting
    /// Frames that nobody asked for: an unknown content type, or an answer to no command.
    public private(set) var framesIgnored: UInt64 = 0
    /// Channels up at the beginning that were not told of: gone since, too many, or oddly named.
    public private(set) var channelsSkipped: UInt64 = 0

    private var framer = EventSocketFramer()
    /// Emptied as soon as it was sent.
    private(set) var password: String
    private let subscription: EventSubscription
    private let logLevel: SwitchLogLine.Level?
    /// Channels to ask for, the next one last.
    private var uuids: [String] = []

    /// A session at the beginning of a connection.
    ///
    /// `logLevel` is the least severe level wanted; nil for no log lines at all.
    ///
    /// - Throws: `unusable_setting` when the password is empty, longer than
    ///   `Limits.passwordBytesMax`, or has
    ///   a control character in it, which would end the command and begin another.
    public init(
        password: String, subscription: EventSubscription, logLevel: SwitchLogLine.Level?
    ) throws(EventSocketError) {
        guard (1...Limits.passwordBytesMax).contains(password.utf8.count),
            password.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { throw EventSocketError(.unusableSetting) }
        self.password = password
        self.subscription = subscription
        self.logLevel = logLevel
    }

    /// Takes what was read from the connection and returns what to do, in this order.
    ///
    /// After `refused` and `disconnected` nothing more comes.
    public mutating func receive(_ bytes: Span<UInt8>) -> [Action] {
        guard state != .refused, state != .disconnected else { return [] }
        var actions: [Action] = []
        framer.append(bytes)
        do throws(EventSocketError) {
            while state != .refused, state != .disconnected, let frame = try framer.next() {
                take(frame, &actions)
            }
        } catch {
            refuse(error, &actions)
        }
        return actions
    }

    private mutating func take(_ frame: EventSocketFrame, _ actions: inout [Action]) {
        switch frame.contentType {
        case .eventJSON where state.isAuthenticated, .eventPlain where state.isAuthenticated:
            actions.append(Self.event(frame).map { .event($0) } ?? .malformedEvent)
        case .eventXML where state.isAuthenticated:
            actions.append(.malformedEvent)
        case .logData where state.isAuthenticated:
            actions.append(SwitchLogLine(frame: frame).map { .log($0) } ?? .malformedEvent)
        case .authRequest where state == .awaitingGreeting:
            send("auth " + password, &actions)
            password = ""
            state = .authenticating
        case .commandReply:
            takeReply(frame.header("Reply-Text")?.hasPrefix("+OK") == true, &actions)
        case .apiResponse:
            takeAnswer(frame.body, &actions)
        case .disconnectNotice:
            state = .disconnected
            let notice = String(decoding: frame.body.prefix(Limits.noticeBytesMax), as: UTF8.self)
            actions.append(.disconnected(notice: notice))
        case .rudeRejection:
            refuse(EventSocketError(.accessRefused), &actions)
        case .authRequest, .eventJSON, .eventPlain, .eventXML, .logData, .other:
            framesIgnored += 1
        }
    }

    /// The answer to the command that is under way, if one is.
    private mutating func takeReply(_ isOK: Bool, _ actions: inout [Action]) {
        switch state {
        case .authenticating:
            guard isOK else { return refuse(EventSocketError(.wrongPassword), &actions) }
            state = .subscribing
            send(subscription.command, &actions)
        case .subscribing:
            guard isOK else { return refuse(EventSocketError(.subscriptionRefused), &actions) }
            guard let logLevel else { return becomeReady(&actions) }
            state = .enablingLog
            send("log \(logLevel.rawValue)", &actions)
        case .enablingLog:
            guard isOK else { return refuse(EventSocketError(.logRefused), &actions) }
            becomeReady(&actions)
        case .awaitingGreeting, .listingChannels, .askingChannels, .following, .refused,
            .disconnected:
            framesIgnored += 1
        }
    }

    private mutating func becomeReady(_ actions: inout [Action]) {
        actions.append(.ready)
        state = .listingChannels
        send("api show channels as json", &actions)
    }

    /// The answer to the `api` command that is under way, if one is.
    private mutating func takeAnswer(_ body: [UInt8], _ actions: inout [Action]) {
        switch state {
        case .listingChannels:
            do throws(EventSocketError) {
                let list = try ChannelList(body)
                channelsSkipped += UInt64(list.skipped)
                uuids = list.uuids.reversed()
            } catch {
                // A switch without its core database says -ERR; the next events tell of the
                // channels.
                framesIgnored += 1
            }
            askNext(&actions)
        case .askingChannels:
            if body.first != ASCII.leftBrace {
                channelsSkipped += 1  // "-ERR No such channel!": it ended meanwhile.
            } else if let event = try? SwitchEvent(json: body) {
                actions.append(.channelDump(event))
            } else {
                actions.append(.malformedEvent)
            }
            askNext(&actions)
        default:
            framesIgnored += 1
        }
    }

    private mutating func askNext(_ actions: inout [Action]) {
        guard let uuid = uuids.popLast() else {
            state = .following
            return
        }
        state = .askingChannels
        send("api uuid_dump \(uuid) json", &actions)
    }

    private mutating func refuse(_ error: EventSocketError, _ actions: inout [Action]) {
        state = .refused
        password = ""
        uuids = []
        actions.append(.refused(reason: error))
    }

    private func send(_ command: String, _ actions: inout [Action]) {
        actions.append(.send(Array(command.utf8) + [ASCII.lineFeed, ASCII.lineFeed]))
    }

    /// The event of a frame; nil when it cannot be read or has no name, which no event lacks.
    private static func event(_ frame: EventSocketFrame) -> SwitchEvent? {
        let event =
            frame.contentType == .eventJSON
            ? try? SwitchEvent(json: frame.body) : try? SwitchEvent(plain: frame.body)
        return event?.name.isEmpty == false ? event : nil
    }
}

extension EventSocketSession: CustomStringConvertible, CustomReflectable {
    /// The state alone, so that no log shows the password.
    public var description: String { "EventSocketSession(\(state))" }

    /// The same for `dump` and debuggers.
    public var customMirror: Mirror { Mirror(self, children: ["state": state]) }
}
