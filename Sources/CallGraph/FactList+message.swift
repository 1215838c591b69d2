// The begin of a call, out of its INVITE.

public import SIP

extension FactList {
    /// Packs that the call of this number began with this INVITE, which is record `record` of the block.
    public mutating func append(
        _ invite: SIPMessage, _ bytes: Span<UInt8>, header: RecordHeader, node: Span<UInt8>,
        number: UInt64, record: Int
    ) {
        let parties = DialogParties(invite, bytes)
        let all = 0..<bytes.count
        append(
            number: number, time: header.time, record: UInt32(truncatingIfNeeded: record),
            isWithinDialog: !invite.toTag.isEmpty, hop: (header.source, header.destination),
            node: node, from: bytes.extracting(parties.from.range.clamped(to: all)),
            to: bytes.extracting(parties.to.range.clamped(to: all)),
            target: bytes.extracting(parties.target.range.clamped(to: all)),
            domain: bytes.extracting(parties.domain.range.clamped(to: all)))
    }
}

/// Who calls whom, by a request.
public struct DialogParties {
    /// The user of From.
    public var from: ByteRange
    /// The user of To, or of the Request-URI when To has none.
    public var to: ByteRange
    /// The user of the Request-URI where it is another than that of To; else empty.
    public var target = ByteRange.empty
    /// The host of To, or of the Request-URI or From when it has none.
    public var domain: ByteRange

    /// The parties that a message names; the places are within `bytes`.
    public init(_ message: SIPMessage, _ bytes: Span<UInt8>) {
        let fromAddress = SIPAddress.parse(bytes, message.from)
        let toAddress = SIPAddress.parse(bytes, message.to)
        from = fromAddress.user
        to = toAddress.user
        domain = toAddress.host
        if message.kind == .request {
            let uri = SIPURI.parse(bytes, message.requestURI)
            if to.isEmpty {
                to = uri.user
            } else if !bytes.hasSame(uri.user, to) {
                target = uri.user
            }
            if domain.isEmpty { domain = uri.host }
        }
        if domain.isEmpty { domain = fromAddress.host }
    }
}

extension Span<UInt8> {
    /// True when the same bytes stand in both places.
    fileprivate func hasSame(_ a: ByteRange, _ b: ByteRange) -> Bool {
        let (a, b) = (a.range.clamped(to: 0..<count), b.range.clamped(to: 0..<count))
        guard a.count == b.count else { return false }
        for index in 0..<a.count where self[a.lowerBound + index] != self[b.lowerBound + index] {
            return false
        }
        return true
    }
}
