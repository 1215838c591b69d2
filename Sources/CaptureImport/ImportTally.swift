// What came of a capture.

internal import PacketCapture

/// Counts of what was found in a capture and what was not taken, and why.
package struct ImportTally: Sendable, Equatable {
    /// Why a packet, or a piece of a stream, was not taken.
    package enum Skip: String, Sendable, CaseIterable {
        case linkType = "of an unknown link type"
        case notIP = "not IP"
        case otherProtocol = "neither UDP nor TCP"
        case malformed = "malformed or cut"
        case fragments = "fragments without the rest"
        case empty = "empty"
        case keepAlive = "keep-alives"
        case stun = "STUN"
        case tls = "TLS, which cannot be read"
        case media = "RTP or RTCP"
        case tooLong = "too long"
        case other = "neither SIP nor HEP"
    }

    /// Packets of the capture.
    package var packets = 0
    /// SIP messages that were found in it.
    package var messages = 0
    /// HEP packets that were found in it.
    package var hepPackets = 0
    /// Messages that the capture has only the beginning of.
    package var cutMessages = 0
    /// Places where bytes of TCP streams are missing.
    package var streamGaps = 0
    /// Bytes of TCP streams that belong to no message.
    package var junkBytes = 0
    /// What was not taken.
    package var skipped: [Skip: Int] = [:]

    /// Nothing yet.
    package init() {}

    /// Counts something that is not taken.
    mutating func skip(_ reason: Skip, count: Int = 1) {
        if count > 0 { skipped[reason, default: 0] += count }
    }

    /// Adds what another capture had.
    package static func += (sum: inout ImportTally, other: ImportTally) {
        sum.packets += other.packets
        sum.messages += other.messages
        sum.hepPackets += other.hepPackets
        sum.cutMessages += other.cutMessages
        sum.streamGaps += other.streamGaps
        sum.junkBytes += other.junkBytes
        sum.skipped.merge(other.skipped, uniquingKeysWith: +)
    }
}

extension ImportTally.Skip {
    /// The reason of the dissector.
    init(_ reason: Dissection.SkipReason) {
        self =
            switch reason {
            case .linkType: .linkType
            case .notIP: .notIP
            case .otherProtocol: .otherProtocol
            case .malformed: .malformed
            }
    }
}
