// Where the sound of a call is to be sent, and in what form.

/// The first audio section of a session description: address, ports, and the codec it names first.
///
/// A small part of ``SDPSession``, read in one pass: whoever joins reports on media to calls asks it of every
/// offer and answer. Source: RFC 8866 §5.7, §5.14, §6.6, RFC 3605.
public struct SDPAudio: Sendable {
    /// The address of the section's `c=`, else the session's.
    public var address = ByteRange.empty

    /// The port of RTP, never 0.
    public var port: UInt16 = 0

    /// The port of RTCP where the description names one.
    public var rtcpPort: UInt16?

    /// The first payload type; nil when it is no number.
    public var payloadType: UInt8?

    /// The name in the `a=rtpmap` of that payload type; empty without one.
    public var encoding = ByteRange.empty

    /// The clock in it, in Hertz; 0 without one.
    public var clockRate: UInt32 = 0

    /// The first audio section of the description in `range`; nil when there is none that is in use.
    public static func parse(_ bytes: Span<UInt8>, _ range: ByteRange) -> SDPAudio? {
        let (lower, upper) = range.clamped(to: bytes)
        var audio = SDPAudio()
        var hasAudio = false
        var hasMedia = false
        var hasOwnAddress = false
        var scanner = SDPLineScanner(bytes, lower, upper)
        while let line = scanner.next(bytes, of: wanted) {
            switch line.type {
            case 0x6d where hasAudio: return audio
            case 0x6d:
                hasMedia = true
                hasAudio = audio.begin(bytes, line)
            case 0x63 where hasAudio ? !hasOwnAddress : !hasMedia:
                audio.address = SDPMedia.connectionAddress(bytes, line.lower, line.upper)
                hasOwnAddress = hasAudio
            case 0x61 where hasAudio: audio.takeAttribute(bytes, line.lower, line.upper)
            default: break
            }
        }
        return hasAudio ? audio : nil
    }

    /// Takes an `m=` line; false when it is not of audio, or of audio that is refused.
    private mutating func begin(_ bytes: Span<UInt8>, _ line: SDPLine) -> Bool {
        let typeEnd = bytes.tokenEnd(line.lower, line.upper)
        guard bytes.equals("audio", line.lower, typeEnd, ignoringCase: true),
            let port = SDPMedia.port(of: bytes, line), port != 0
        else { return false }
        self.port = port
        let transport = bytes.skipWhitespace(
            bytes.tokenEnd(bytes.skipWhitespace(typeEnd, line.upper), line.upper), line.upper)
        let first = bytes.skipWhitespace(bytes.tokenEnd(transport, line.upper), line.upper)
        payloadType = bytes.decimal(first, bytes.tokenEnd(first, line.upper), maximum: 127).map {
            UInt8(truncatingIfNeeded: $0)
        }
        return true
    }

    /// Takes `rtcp:53020 …` and `rtpmap:0 PCMU/8000`.
    private mutating func takeAttribute(_ bytes: Span<UInt8>, _ lower: Int, _ upper: Int) {
        if bytes.hasPrefix("rtcp:", lower, upper, ignoringCase: true) {
            let start = bytes.skipWhitespace(lower + 5, upper)
            rtcpPort = bytes.decimal(start, bytes.tokenEnd(start, upper), maximum: 65_535).map {
                UInt16(truncatingIfNeeded: $0)
            }
            return
        }
        guard encoding.isEmpty, let payloadType,
            bytes.hasPrefix("rtpmap:", lower, upper, ignoringCase: true)
        else { return }
        let end = bytes.tokenEnd(lower + 7, upper)
        guard bytes.decimal(lower + 7, end, maximum: 127) == Int(payloadType) else { return }
        let name = bytes.skipWhitespace(end, upper)
        let nameEnd = bytes.tokenEnd(name, upper)
        let slash = bytes.firstOffset(of: ASCII.slash, name, nameEnd) ?? nameEnd
        encoding = ByteRange(name, slash)
        let rate = min(slash + 1, nameEnd)
        let rateEnd = bytes.firstOffset(of: ASCII.slash, rate, nameEnd) ?? nameEnd
        clockRate =
            bytes.decimal(rate, rateEnd, maximum: 1_000_000).map {
                UInt32(truncatingIfNeeded: $0)
            } ?? 0
    }

    /// `a`, `c` and `m`, one bit each.
    private static var wanted: UInt64 { 1 << (0x61 & 63) | 1 << (0x63 & 63) | 1 << (0x6d & 63) }
}
