// Records as lines of Loki, but for the calls that they belong to.

internal import CallGraph
internal import EventSocket
internal import Journal
internal import LokiPush
internal import SIP

/// Reads each block once, in order: makes its lines, and learns which legs are one call.
struct LokiPreparation: Sendable {
    /// The streams so far.
    private(set) var streams = LokiStreams()
    private var names: CallNames
    private var addresses = AddressTexts()

    init(names: CallNames) { self.names = names }

    /// The call of a line.
    mutating func call(of leg: CallNames.Place, received: Timestamp) -> CallNames.Call? {
        names.call(of: leg, received: received)
    }

    /// Reads a block.
    mutating func prepare(_ stored: StoredBlock) -> PreparedBlock {
        var block = PreparedBlock(stored)
        names.expire(now: stored.opened)
        let source = stored.block
        // Only a block that never left the memory has them.
        let hasOutlines =
            !source.outlines.isEmpty && source.outlines.count == stored.recordCount
        var index = 0
        source.forEach { entry in
            add(entry, hasOutlines ? source.outlines[index] : nil, of: source, to: &block)
            index += 1
            return true
        }
        return block
    }

    private mutating func add(
        _ entry: RecordBlock.Entry, _ outline: MessageOutline?, of source: RecordBlock,
        to block: inout PreparedBlock
    ) {
        let bytes = source.bytes.span
        let header = entry.header
        let node = bytes.extracting(entry.node)
        let stream = streams.place(of: header.kind, node: node)
        let start = UInt32(block.metadata.bytes.count)
        if streams.isShared[stream] { block.metadata.add("node_name", node) }
        var text: [UInt8]?
        var leg: CallNames.Place?
        switch header.kind {
        case .sip:
            if let outline, !outline.mayLink {
                leg = addSIP(entry, outline, bytes, &block.metadata)
            } else {
                leg = addSIP(entry, bytes, &block.metadata)
            }
        case .event:
            let payload = Array(source.bytes[entry.payload])
            guard let event = try? SwitchEvent(json: payload) else { break }
            let name = String(decoding: source.bytes[entry.node], as: UTF8.self)
            leg = names.take(event, node: name, at: header.time)
            block.metadata.add("uuid", event.uniqueID ?? "")
            block.metadata.add("call_id", event["variable_sip_call_id"] ?? "")
            text = Array(LokiText.line(of: event).utf8)
        case .log:
            let payload = Array(source.bytes[entry.payload])
            leg = addLog(entry, source, payload, &block.metadata)
            text = LokiText.readable(payload)
        case .quality:
            let callID = String(decoding: source.bytes[entry.correlation], as: UTF8.self)
            block.metadata.add("call_id", callID)
            addAddresses(header, &block.metadata)
            leg = names.take(callID: callID, channel: nil, at: header.time)
        case .call: addCall(Array(source.bytes[entry.payload]), &block.metadata)
        }
        var place = UInt32(entry.payload.lowerBound)..<UInt32(entry.payload.upperBound)
        if let text {
            place = UInt32(block.texts.count)..<UInt32(block.texts.count + text.count)
            block.texts += text
        }
        block.lines.append(
            PreparedBlock.Line(
                time: Self.nanoseconds(header.time, ordinal: block.lines.count), text: place,
                isRendered: text != nil,
                metadata: start..<UInt32(block.metadata.bytes.count),
                stream: Int32(truncatingIfNeeded: stream), leg: leg))
    }

    private mutating func addSIP(
        _ entry: RecordBlock.Entry, _ block: Span<UInt8>, _ metadata: inout LokiMetadata
    ) -> CallNames.Place? {
        let bytes = block.extracting(entry.payload)
        let message = SIPMessage.parse(bytes)
        let all = 0..<bytes.count
        metadata.add("call_id", bytes.extracting(message.callID.range.clamped(to: all)))
        switch message.kind {
        case .request:
            metadata.add("method", bytes.extracting(message.methodText.range.clamped(to: all)))
        case .response:
            metadata.add("method", bytes.extracting(message.cseqMethodText.range.clamped(to: all)))
            if message.statusCode > 0 { metadata.add("status", String(message.statusCode)) }
        case .unrecognised: break
        }
        metadata.add("cseq", bytes.extracting(message.cseq.range.clamped(to: all)))
        addAddresses(entry.header, &metadata)
        let from = SIPAddress.user(bytes, message.from)
        let to = SIPAddress.user(bytes, message.to)
        metadata.add("from_user", bytes.extracting(from.range.clamped(to: all)))
        metadata.add("to_user", bytes.extracting(to.range.clamped(to: all)))
        return names.take(
            message, bytes, correlation: block.extracting(entry.correlation), at: entry.header.time)
    }

    /// The same by what was found when the message came.
    private mutating func addSIP(
        _ entry: RecordBlock.Entry, _ outline: MessageOutline, _ block: Span<UInt8>,
        _ metadata: inout LokiMetadata
    ) -> CallNames.Place? {
        let bytes = block.extracting(entry.payload)
        let callID = bytes.extracting(outline.callID.range(in: bytes.count))
        let from = bytes.extracting(outline.from.range(in: bytes.count))
        let to = bytes.extracting(outline.to.range(in: bytes.count))
        metadata.add("call_id", callID)
        metadata.add("method", bytes.extracting(outline.method.range(in: bytes.count)))
        if outline.status > 0 { metadata.add("status", String(outline.status)) }
        metadata.add("cseq", bytes.extracting(outline.cseq.range(in: bytes.count)))
        addAddresses(entry.header, &metadata)
        metadata.add("from_user", from.extracting(Self.user(from)))
        metadata.add("to_user", to.extracting(Self.user(to)))
        return names.take(callID: callID, from: from, to: to, at: entry.header.time)
    }

    /// Where the user of an address stands.
    private static func user(_ value: Span<UInt8>) -> Range<Int> {
        SIPAddress.user(value, .all(of: value)).range.clamped(to: 0..<value.count)
    }

    private mutating func addLog(
        _ entry: RecordBlock.Entry, _ source: RecordBlock, _ payload: [UInt8],
        _ metadata: inout LokiMetadata
    ) -> CallNames.Place? {
        let header = entry.header
        if header.flags.contains(.correlates) {
            names.take(statement: payload, isCorrelate: true, at: header.time)
            return nil
        }
        let correlation = String(decoding: source.bytes[entry.correlation], as: UTF8.self)
        let isDialog = header.flags.contains(.namesDialog)
        let channel = isDialog ? nil : correlation
        let callID = isDialog ? correlation : LogText.callID(in: payload)
        metadata.add("call_id", callID ?? "")
        metadata.add("uuid", channel ?? "")
        return names.take(callID: callID, channel: channel, at: header.time)
    }

    /// What the summary of a call says of it; the whole of it is the line.
    private func addCall(_ payload: [UInt8], _ metadata: inout LokiMetadata) {
        guard let call = try? SwitchEvent(json: payload) else { return }
        metadata.add("trace_id", call["trace_id"] ?? "")
        metadata.add("call_id", call["call_id"] ?? "")
        metadata.add("uuid", call["uuid"] ?? "")
        metadata.add("status", call["status"] ?? "")
        metadata.add("from_user", call["from_user"] ?? "")
        metadata.add("to_user", call["to_user"] ?? "")
    }

    private mutating func addAddresses(_ header: RecordHeader, _ metadata: inout LokiMetadata) {
        addresses.add("source", header.source, to: &metadata)
        addresses.add("destination", header.destination, to: &metadata)
    }

    /// The time of a line: what was captured, to the microsecond, and behind it where the record stands in
    /// its block.
    ///
    /// Loki takes two lines of one text and one nanosecond for one; a copy or a retransmission is not. A
    /// record that is sent again has the same time again.
    static func nanoseconds(_ time: Timestamp, ordinal: Int) -> Int64 {
        let (nanoseconds, overflow) = time.microseconds.multipliedReportingOverflow(by: 1000)
        return overflow ? 0 : nanoseconds &+ Int64(ordinal % 1000)
    }
}

/// Addresses as text: a proxy speaks from a few, again and again.
private struct AddressTexts {
    private static let count = 64
    /// `[IPv6]:port` has no more.
    private static let bytesMax = 48
    private var endpoints = [Endpoint?](repeating: nil, count: count)
    private var texts = [UInt8](repeating: 0, count: count * bytesMax)
    private var counts = [Int](repeating: 0, count: count)

    /// Adds the text of an address.
    mutating func add(_ name: StaticString, _ endpoint: Endpoint, to metadata: inout LokiMetadata) {
        let spread = (endpoint.low ^ UInt64(endpoint.port) << 7) &* 0x9e37_79b9_7f4a_7c15
        let place = Int(spread >> 58)
        let start = place * Self.bytesMax
        if endpoints[place] != endpoint {
            var text: [UInt8] = []
            endpoint.render(into: &text)
            endpoints[place] = endpoint
            counts[place] = min(text.count, Self.bytesMax)
            for index in 0..<counts[place] { texts[start + index] = text[index] }
        }
        metadata.add(name, texts.span.extracting(start..<start + counts[place]))
    }
}
