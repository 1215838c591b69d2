// Facts of calls, written beside the records, so that calls can be searched for.

internal import CallGraph
internal import SIP

extension LaneState {
    /// Writes what the message in hand, the next record of the block, did to its call.
    mutating func note(
        _ change: DialogChange, ofAttempt attempt: UInt64, _ message: SIPMessage,
        _ payload: Span<UInt8>, _ header: RecordHeader, node: NodeNumber,
        into block: inout RecordBlock
    ) {
        let kind: DialogStep.Kind
        switch change {
        case .none, .rang, .failedOver, .disconnected: return
        case .began:
            if !heldFacts.isEmpty {
                block.facts.append(heldFacts)
                heldFacts.removeAll()
            }
            let number = callNumber(ofAttempt: attempt, received: header.received)
            nodes.nodes[Int(node)].name.with { name in
                block.facts.append(
                    message, payload, header: header, node: name, number: number,
                    record: block.count)
            }
            return
        case .challenged: kind = .challenged
        case .answered: kind = .answered
        case .failed: kind = .failed
        case .ended: kind = .ended
        }
        block.facts.append(
            DialogStep(
                kind: kind, status: message.kind == .response ? message.statusCode : 0,
                time: header.time,
                number: callNumber(ofAttempt: attempt, received: header.received)))
    }

    /// Keeps that calls fell silent, until the next block is at hand.
    mutating func hold(_ silent: [UInt64], now: Timestamp) {
        for attempt in silent {
            // What is not kept is read from the records when somebody asks.
            guard heldFacts.bytes.count < Limits.heldFactsBytesMax else { return }
            heldFacts.append(
                DialogStep(
                    kind: .silent, time: now,
                    number: callNumber(ofAttempt: attempt, received: now)))
        }
    }

    /// The number that a call has in the journal.
    ///
    /// The first call of a collector has its time of receipt in microseconds, the others follow one by one.
    /// There is no more than one a microsecond, so the numbers of a later run are larger.
    private mutating func callNumber(ofAttempt attempt: UInt64, received: Timestamp) -> UInt64 {
        if let base = callNumberBase { return base &+ attempt }
        let base = UInt64(max(received.microseconds, 0))
        callNumberBase = base
        return base &+ attempt
    }
}
