// A capture as HEP packets: what a collector would have been sent, had it listened.

internal import HEP
package import PacketCapture
internal import SIP

/// Reads a capture in pieces and makes HEP packets of its SIP, with the times of capture.
///
/// Plain SIP over UDP and TCP becomes HEP 3; HEP of any version is passed on, with the time of its capture
/// where it has none of its own. No I/O. Everything is bounded and whatever is not taken is counted.
package struct CaptureImporter: Sendable {
    /// What came of the capture so far.
    package private(set) var tally = ImportTally()

    private var reader = CaptureReader()
    private var dissector = PacketDissector()
    private var contents: CaptureContents

    /// An importer of one capture; `node` is whom the collector shall take for its agent.
    package init(node: String) {
        contents = CaptureContents(node: node)
    }

    /// Adds what was read of the file: at most `PacketCapture.Limits.pendingBytesMax` before `take`.
    package mutating func append(_ bytes: Span<UInt8>) { reader.append(bytes) }

    /// Reads on until the batch is full or the bytes are used up; true when more can be appended.
    ///
    /// Throws when the file is no capture, or cannot be read any further.
    package mutating func take(into batch: inout HEPBatch) throws(CaptureError) -> Bool {
        while !batch.isFull {
            guard case .frame(let frame) = try reader.next() else { return true }
            take(frame, into: &batch)
        }
        return false
    }

    /// Takes what was waiting for something that did not come. To be called once, at the end.
    package mutating func finish(into batch: inout HEPBatch) {
        var contents = self.contents
        contents.comment = nil
        dissector.finish { content, bytes in contents.take(content, bytes, into: &batch) }
        self.contents = contents
        count()
        tally.skip(.fragments, count: dissector.fragmentedWaiting)
        if reader.pendingBytes > 0 { tally.skip(.malformed) }
    }

    private mutating func take(_ frame: CapturedFrame, into batch: inout HEPBatch) {
        tally.packets += 1
        let bytes = reader.bytes
        // Of its own, since the dissector shows what it finds while it works.
        var contents = self.contents
        self.contents = CaptureContents(node: "")
        contents.comment = PacketComment(bytes[frame.comment])
        let outcome = dissector.take(
            bytes.span.extracting(frame.bytes), linkType: frame.linkType, time: frame.time
        ) { content, payload in contents.take(content, payload, into: &batch) }
        self.contents = contents
        if case .skipped(let reason) = outcome { tally.skip(ImportTally.Skip(reason)) }
        count()
    }

    /// Takes over what was counted below.
    private mutating func count() {
        tally += contents.tally
        contents.tally = ImportTally()
        tally.streamGaps = dissector.streamGaps
        tally.skipped[.fragments] =
            dissector.fragmentedGivenUp > 0 ? dissector.fragmentedGivenUp : nil
    }
}
