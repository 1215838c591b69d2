// Finds what a SIP message names, once for the index and once for the trace, by the same code.

public import SIP

/// Reads the linking headers and the SDP of messages. Keeps a scratch buffer: one for each thread.
public struct SIPMentionScanner: Sendable {
    let rules: LinkRules
    /// What log lines are searched for, by the same rules.
    public var logMentions: LogMentions { rules.logMentions }
    /// Lengths of the header names that matter, one bit each: most headers are passed over by it.
    private let lengths: UInt64
    /// The marks of the names: most messages are passed over by them.
    private let marks: UInt64
    private let wanted: [Wanted]
    /// The names of `wanted` in lower case.
    private let names: [[UInt8]]
    private var scratch: [UInt8] = []

    /// A scanner that knows these headers of the operator's.
    public init(rules: LinkRules = .standard) {
        self.rules = rules
        var names: [(name: [UInt8], compact: UInt8, mention: SIPMention)] = [
            (Array("replaces".utf8), 0, .replaces),
            (Array("refer-to".utf8), 0x72, .referredReplaces),
            (Array("join".utf8), 0, .join), (Array("target-dialog".utf8), 0, .targetDialog),
            (Array("session-id".utf8), 0, .sessionID),
            (Array("p-charging-vector".utf8), 0, .chargingID),
        ]
        for (index, header) in rules.headers.enumerated() {
            names.append((header.name, 0, .header(index)))
        }
        var lengths: UInt64 = 1 << 1
        var marks: UInt64 = 0
        for entry in names {
            lengths |= 1 << UInt64(min(entry.name.count, 63))
            marks |= SIPMessage.mark(of: entry.name)
            if entry.compact != 0 { marks |= SIPMessage.mark(of: [entry.compact]) }
        }
        self.marks = marks
        self.names = names.map(\.name)
        wanted = names.map {
            Wanted(
                count: $0.name.count, first: $0.name.first ?? 0, compact: $0.compact,
                mention: $0.mention)
        }
        self.lengths = lengths
        scratch.reserveCapacity(256)
    }

    /// What is compared before a header's name is.
    private struct Wanted {
        var count: Int
        var first: UInt8
        var compact: UInt8
        var mention: SIPMention
    }

    /// Calls `body` for everything that the message names, with the name as bytes.
    ///
    /// Read are requests that begin or change something, and answers to INVITE. A mirrored call has five
    /// messages for each of these, so that their cost is what counts.
    public mutating func scan(
        _ message: SIPMessage, _ bytes: Span<UInt8>, correlation: Span<UInt8>,
        _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        scanLinks(message, bytes, correlation: correlation, body)
        guard message.kind == .request, message.method == .invite, message.toTag.isEmpty else {
            return
        }
        scanBeginning(message, bytes, body)
        scanSDP(message, bytes, body)
    }

    /// False when ``scanLinks(_:_:correlation:_:)`` would find nothing.
    public func mayLink(_ message: SIPMessage, correlation: Span<UInt8>) -> Bool {
        correlation.count > 0 || hasLinkingHeaders(message)
    }

    /// The same without hints: only what names another dialog or a value of its own.
    public mutating func scanLinks(
        _ message: SIPMessage, _ bytes: Span<UInt8>, correlation: Span<UInt8>,
        _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        if correlation.count > 0, !Self.equal(bytes, message.callID, correlation) {
            body(.correlation, correlation)
        }
        if hasLinkingHeaders(message) { scanHeaders(message, bytes, body) }
    }

    /// False for a message that has none of the headers, or in which they say nothing new.
    private func hasLinkingHeaders(_ message: SIPMessage) -> Bool {
        guard message.mayHold(marks) else { return false }
        switch message.kind {
        case .request:
            switch message.method {
            case .invite, .refer, .subscribe, .notify, .message, .update, .other: return true
            default: return false
            }
        case .response:
            // Only an answer brings what the request did not have: the other half of a Session-ID.
            return message.cseqMethod == .invite && (200..<300).contains(message.statusCode)
        case .unrecognised: return false
        }
    }

    private mutating func scanHeaders(
        _ message: SIPMessage, _ bytes: Span<UInt8>, _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        var found = 0
        var scratch = scratch
        self.scratch = []
        message.forEachHeader(in: bytes) { name, value in
            let count = Int(name.count)
            guard lengths >> UInt64(min(count, 63)) & 1 == 1 else { return true }
            let first = bytes[Int(name.offset)] | 0x20
            for index in wanted.indices {
                guard count == 1 || wanted[index].count == count && wanted[index].first == first,
                    Self.isNamed(bytes, name, names[index], wanted[index].compact)
                else { continue }
                read(wanted[index].mention, bytes, value, &scratch, body)
                found += 1
            }
            return found < Limits.mentionsPerMessageMax
        }
        self.scratch = scratch
    }

    private func read(
        _ mention: SIPMention, _ bytes: Span<UInt8>, _ value: ByteRange, _ scratch: inout [UInt8],
        _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        let text = value.range.clamped(to: 0..<bytes.count)
        switch mention {
        case .replaces, .join, .targetDialog:
            emit(mention, bytes, Self.head(bytes, text), body)
        case .referredReplaces:
            let address = SIPAddress.parse(bytes, value)
            guard let escaped = SIPURI.parse(bytes, address.uri).header("replaces", in: bytes)
            else { return }
            Self.unescape(bytes, escaped.range.clamped(to: 0..<bytes.count), into: &scratch)
            let span = scratch.span
            emit(mention, span, Self.head(span, 0..<span.count), body)
        case .sessionID:
            let local = Self.head(bytes, text)
            emitSession(bytes, local, &scratch, body)
            if let remote = Self.parameter("remote", bytes, text) {
                emitSession(bytes, remote, &scratch, body)
            }
        case .chargingID:
            if let id = Self.parameter("icid-value", bytes, text) {
                guard id.count >= Limits.tokenBytesMin else { return }
                emit(mention, bytes, id, body)
            }
        case .header(let index):
            let rule = rules.headers[index]
            var name = text
            if let transform = rule.transform {
                let sent = String(decoding: (text).map { bytes[$0] }, as: UTF8.self)
                guard let made = transform(sent) else { return }
                scratch.removeAll(keepingCapacity: true)
                scratch.append(contentsOf: made.utf8.prefix(Limits.identityBytesMax))
                let span = scratch.span
                guard rule.meaning == .dialog || span.count >= Limits.tokenBytesMin else { return }
                emit(mention, span, 0..<span.count, body)
                return
            }
            if rule.meaning == .token, name.count < Limits.tokenBytesMin { return }
            name = Self.trimmed(bytes, name)
            emit(mention, bytes, name, body)
        default: break
        }
    }

    private func emit(
        _ mention: SIPMention, _ bytes: Span<UInt8>, _ range: Range<Int>,
        _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        guard !range.isEmpty, range.count <= Limits.identityBytesMax else { return }
        body(mention, bytes.extracting(range))
    }

    /// 32 hexadecimal digits, in lower case; the nil session of 32 zeros links nothing.
    private func emitSession(
        _ bytes: Span<UInt8>, _ range: Range<Int>, _ scratch: inout [UInt8],
        _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        guard range.count == 32 else { return }
        scratch.removeAll(keepingCapacity: true)
        var isNil = true
        for index in range {
            let byte = bytes[index] | 0x20
            let isDigit = (0x30...0x39).contains(bytes[index])
            guard isDigit || (0x61...0x66).contains(byte) else { return }
            if bytes[index] != 0x30 { isNil = false }
            scratch.append(isDigit ? bytes[index] : byte)
        }
        if !isNil { body(.sessionID, scratch.span) }
    }

    /// What an INVITE that begins a dialog can be told by where nothing names its other side.
    private mutating func scanBeginning(
        _ message: SIPMessage, _ bytes: Span<UInt8>, _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        if message.fromTag.count >= 6, let number = message.cseqNumber {
            scratch.removeAll(keepingCapacity: true)
            append(bytes, message.fromTag)
            scratch.append(0x20)
            appendDecimal(UInt64(number))
            body(.tag, scratch.span)
        }
        let caller = SIPAddress.parse(bytes, message.from).user
        let callee = SIPAddress.parse(bytes, message.to).user
        scratch.removeAll(keepingCapacity: true)
        guard appendNumber(bytes, caller) else { return }
        scratch.append(0x3e)
        guard appendNumber(bytes, callee) else { return }
        body(.numbers, scratch.span)
    }

    private mutating func scanSDP(
        _ message: SIPMessage, _ bytes: Span<UInt8>, _ body: (SIPMention, Span<UInt8>) -> Void
    ) {
        let range = message.body.range
        guard message.body.count > 10, range.upperBound <= bytes.count,
            bytes[range.lowerBound] == 0x76, bytes[range.lowerBound + 1] == 0x3d
        else { return }
        let session = SDPBeginning.parse(bytes, message.body)
        if let port = session.port, port != 0, port != 9 {
            scratch.removeAll(keepingCapacity: true)
            append(bytes, session.address)
            if isUnicast(scratch) {
                scratch.append(0x3a)
                appendDecimal(UInt64(port))
                body(.media, scratch.span)
            }
        }
        // user, session id, version, network, address type, address: all but the version.
        let fields = Self.words(bytes, session.origin.range.clamped(to: 0..<bytes.count))
        guard fields.count == 6, fields[1].count >= 5,
            fields[1].allSatisfy({ (0x30...0x39).contains(bytes[$0]) })
        else { return }
        scratch.removeAll(keepingCapacity: true)
        for field in 0..<fields.count where field < 2 || field == 5 {
            for index in fields[field] { scratch.append(bytes[index]) }
            scratch.append(0x20)
        }
        body(.origin, scratch.span)
    }

    private mutating func appendDecimal(_ number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            scratch.append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func append(_ bytes: Span<UInt8>, _ range: ByteRange) {
        for index in range.range.clamped(to: 0..<bytes.count) { scratch.append(bytes[index]) }
    }

    /// The last nine digits of a number, or a name in lower case; false for what is nobody's own.
    private mutating func appendNumber(_ bytes: Span<UInt8>, _ user: ByteRange) -> Bool {
        let range = user.range.clamped(to: 0..<bytes.count)
        guard range.count >= 2, range.count <= 64 else { return false }
        let start = scratch.count
        var digits = 0
        for index in range where (0x30...0x39).contains(bytes[index]) { digits += 1 }
        if digits >= 7, digits >= range.count - 2 {
            var skipped = max(0, digits - 9)
            for index in range where (0x30...0x39).contains(bytes[index]) {
                if skipped > 0 { skipped -= 1 } else { scratch.append(bytes[index]) }
            }
            return true
        }
        for index in range { scratch.append(bytes[index] | (bytes[index] < 0x60 ? 0x20 : 0)) }
        return !scratch[start...].elementsEqual("anonymous".utf8)
            && !scratch[start...].elementsEqual("unknown".utf8)
    }

    /// Not 0.0.0.0, not ::, no multicast address.
    private func isUnicast(_ address: [UInt8]) -> Bool {
        guard address.count >= 2, !address.starts(with: "0.".utf8),
            !address.elementsEqual("::".utf8), !address.starts(with: "ff".utf8),
            !address.elementsEqual("127.0.0.1".utf8)
        else { return false }
        guard let dot = address.firstIndex(of: 0x2e) else { return true }
        let first = address[..<dot].reduce(0) { $0 &* 10 &+ Int($1) - 0x30 }
        return !(224...239).contains(first)
    }
}
