// What SIP messages say of media: reports of telephones, statistics in BYE, codecs.

package import MediaQuality
package import SIP

/// Finds reports on media in SIP messages.
package enum SIPQuality {
    /// The body of a report on another call (RFC 6035), in a PUBLISH or NOTIFY; nil for nearly all messages.
    package static func reportBody(_ message: SIPMessage, _ bytes: Span<UInt8>) -> Range<Int>? {
        guard message.kind == .request, message.method == .publish || message.method == .notify,
            !message.body.isEmpty, !message.contentType.isEmpty
        else { return nil }
        let part = BodyPart(contentType: message.contentType, body: message.body)
        guard part.isType("application/vq-rtcpxr", in: bytes) else { return nil }
        return message.body.range.clamped(to: 0..<bytes.count)
    }

    /// The Call-ID that such a body names.
    package static func reportedCallID(_ body: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int>? {
        guard let found = VQReportReader.callID(in: bytes.extracting(body)) else { return nil }
        return (body.lowerBound + found.lowerBound)..<(body.lowerBound + found.upperBound)
    }

    /// Calls `onHeader` with each header of statistics in a BYE or its answer: its place, and its reports;
    /// nil for one that cannot be read.
    package static func forEachStatistics(
        _ message: SIPMessage, _ bytes: Span<UInt8>,
        _ onHeader: (Range<Int>, [QualityReport]?) -> Void
    ) {
        guard message.cseqMethod == .bye, message.mayHold(marks) else { return }
        var count = 0
        message.forEachHeader(in: bytes) { name, value in
            guard let header = StatisticsHeader(bytes, name: name.range) else { return true }
            onHeader(value.range, header.read(bytes, value.range))
            count += 1
            return count < Limits.statisticsPerMessageMax
        }
    }

    /// The marks of the names of those headers: nearly every BYE is passed over by them.
    private static let marks = StatisticsHeader.allCases.reduce(0 as UInt64) { marks, header in
        marks | SIPMessage.mark(of: Array("\(header.name)".utf8))
    }

    /// The codec that a description names first; nil without one that is known.
    package static func format(_ audio: SDPAudio, _ bytes: Span<UInt8>) -> MediaFormat? {
        let name = audio.encoding.range.clamped(to: 0..<bytes.count)
        if !name.isEmpty, name.count <= 32, audio.clockRate > 0 {
            return MediaFormat(name: bytes.extracting(name).text, clockRate: audio.clockRate)
        }
        return audio.payloadType.flatMap { MediaFormat(payloadType: Int($0)) }
    }

    /// The codec of a dialog: that of its answer, else of its offer.
    static func format(of sightings: [SIPSighting]) -> MediaFormat? {
        var offered: MediaFormat?
        for sighting in sightings {
            let message = sighting.message
            guard message.cseqMethod == .invite else { continue }
            let bytes = sighting.record.payload.span
            guard let range = message.sessionDescription(in: bytes),
                let audio = SDPAudio.parse(bytes, range),
                let format = format(audio, bytes)
            else { continue }
            if message.kind == .response, (180..<300).contains(message.statusCode) {
                return format
            }
            offered = offered ?? format
        }
        return offered
    }
}
