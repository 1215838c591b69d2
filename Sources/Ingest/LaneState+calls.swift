// What calls, registrations and channels come to, told to the metrics.

internal import CallGraph
internal import EventSocket
internal import SIP

extension LaneState {
    /// Counts a message and what it did to its call, which it tells with the call's number.
    mutating func count(
        _ message: SIPMessage, _ payload: Span<UInt8>, key: IdentityKey, header: RecordHeader,
        node: NodeNumber
    ) -> (DialogChange, attempt: UInt64) {
        let hop = (header.source, header.destination)
        let method = message.kind == .request ? message.method : message.cseqMethod
        switch message.kind {
        case .request: tally.request(method, node: node)
        case .response: tally.response(method, statusCode: message.statusCode, node: node)
        case .unrecognised: return (.none, 0)
        }
        if repeats.isRetransmission(
            message, payload, key: key, hop: hop, node: node, time: header.time)
        {
            tally.retransmission(method, node: node)
        }
        if method == .register || method == .refer {
            let end = requests.observe(
                message, key: key, hop: hop, node: node, time: header.time,
                isAttended: { message.refersToDialog(in: payload) })
            if let end { metrics.request(end) }
            return (.none, 0)
        }
        let (change, route, attempt) = dialogs.observe(
            message, key: key, hop: hop, node: node, time: header.time, received: header.received,
            domain: {
                payload.text(DialogParties(message, payload).domain)
            })
        if change != .none {
            tell(change, of: route, attempt: attempt, message, payload, key, header.received)
        }
        return (change, attempt)
    }

    /// Tells what a message did to its call.
    private mutating func tell(
        _ change: DialogChange, of route: CallRoute, attempt: UInt64, _ message: SIPMessage,
        _ payload: Span<UInt8>, _ key: IdentityKey, _ received: Timestamp
    ) {
        switch change {
        case .none, .challenged: break
        case .began: countBeginning(at: route.node, received)
        case .rang(let seconds):
            metrics.call(.requestDelay(seconds: seconds, isSuccess: true), of: route, example: nil)
        case .failedOver: metrics.call(.failover, of: route, example: nil)
        case .answered(let seconds, let ringing):
            let example = example(attempt, message, payload, key, received)
            metrics.call(.attempt(.answered), of: route, example: example)
            metrics.call(.setup(seconds: seconds), of: route, example: example)
            if let ringing {
                metrics.call(.ringing(seconds: ringing), of: route, example: nil)
            } else {
                metrics.call(
                    .requestDelay(seconds: seconds, isSuccess: true), of: route, example: example)
            }
        case .failed(let outcome, let seconds, let ringing):
            let example = example(attempt, message, payload, key, received)
            metrics.call(.attempt(outcome), of: route, example: example)
            if let ringing { metrics.call(.ringing(seconds: ringing), of: route, example: nil) }
            // RFC 6076 §4.3.2: of failures only, and a redirection is none.
            if outcome != .redirect {
                metrics.call(
                    .requestDelay(seconds: seconds, isSuccess: false), of: route, example: example)
            }
        case .ended(let seconds):
            metrics.call(
                .talk(seconds: seconds), of: route,
                example: example(attempt, message, payload, key, received))
        case .disconnected(let seconds, let isComplete):
            metrics.call(
                .disconnect(seconds: seconds, isComplete: isComplete), of: route, example: nil)
        }
    }

    /// Takes what an event says of channels, conferences and queues.
    mutating func count(_ event: SwitchEvent, node: NodeNumber) {
        if let change = channels.observe(event, node: node, hasher: hasher) {
            metrics.channel(change, node: node)
        }
    }

    /// Counts an attempt in the second that it came in.
    private mutating func countBeginning(at node: NodeNumber, _ received: Timestamp) {
        let place = Int(node) <= Limits.labelledNodesMax ? Int(node) : 0
        while peaks.count <= place { peaks.append(PeakRate()) }
        peaks[place].count(at: received)
    }

    /// The name of the call that a dialog is the first leg of, once a second: an example of what a histogram
    /// counts. Walking the graph for each call would cost more than counting it.
    private mutating func example(
        _ attempt: UInt64, _ message: SIPMessage, _ payload: Span<UInt8>, _ key: IdentityKey,
        _ received: Timestamp
    ) -> CallExample? {
        guard received >= nextExample else { return nil }
        nextExample = received.advanced(bySeconds: 1)
        for leg in graph.company(of: LiveNode(.dialog, key)) where leg.kind == .dialog {
            if let number = dialogs.number(of: leg.key), number < attempt { return nil }
        }
        let range = message.callID.range.clamped(to: 0..<payload.count)
        return CallExample(
            call: CallIdentifier(.dialog, name: payload.extracting(range)), received: received)
    }
}

extension SIPMessage {
    /// True when a REFER names a dialog to be replaced: an attended transfer (RFC 3891, RFC 5589).
    fileprivate func refersToDialog(in bytes: Span<UInt8>) -> Bool {
        guard let target = first(.referTo, in: bytes) else { return false }
        let range = target.range.clamped(to: 0..<bytes.count)
        return String(decoding: bytes.extracting(range).array, as: UTF8.self)
            .lowercased().contains("replaces=")
    }
}

extension Span<UInt8> {
    /// A part of the bytes as text.
    fileprivate func text(_ part: ByteRange) -> String {
        String(decoding: extracting(part.range.clamped(to: 0..<count)).array, as: UTF8.self)
    }
}
