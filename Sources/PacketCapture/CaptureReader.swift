// pcap and pcapng, read as the bytes come.

/// Reads a capture of either format in pieces of any size.
///
/// After every `append` call `next` until it asks for more. What comes out does not depend on how
/// the bytes were cut. A file that ends within a packet (a capture that was interrupted) is no error:
/// ``pendingBytes`` says that something was left. Sources: draft-ietf-opsawg-pcap,
/// draft-ietf-opsawg-pcapng.
public struct CaptureReader: Sendable {
    /// What to do next.
    public enum Step: Sendable, Equatable {
        /// A frame lies in ``CaptureReader/bytes``, until the next call.
        case frame(CapturedFrame)
        /// Append more bytes.
        case needMore
    }

    /// The formats.
    enum Format {
        case pcap(PcapHeader)
        case pcapng
    }

    /// What has been appended and not passed yet, after some that has.
    public private(set) var bytes: [UInt8] = []

    /// nil until the first bytes were seen.
    private var format: Format?

    /// What the section of a pcapng file has said so far.
    private var section = PcapngSection()

    /// Where the bytes begin that have not been passed.
    private var position = 0

    /// Bytes of the file before `bytes`.
    private var base = 0

    /// Bytes still to come that are passed over without being looked at.
    private var skipping = 0

    /// The error that ended it all.
    private var failure: CaptureError?

    /// A reader at the beginning of a file.
    public init() {}

    /// Bytes that have been appended and belong to nothing that `next` returned.
    ///
    /// What is left at the end of a file was a packet cut short.
    public var pendingBytes: Int { bytes.count - position + (skipping > 0 ? 1 : 0) }

    /// Adds what was read. Ranges returned before become invalid.
    public mutating func append(_ more: Span<UInt8>) {
        guard failure == nil else { return }
        if position > 0 {
            base += position
            if position == bytes.count {
                bytes.removeAll(keepingCapacity: true)
            } else {
                bytes.removeFirst(position)
            }
            position = 0
        }
        guard more.count <= Limits.pendingBytesMax - bytes.count else {
            failure = CaptureError(.limit, offset: base + bytes.count)
            return
        }
        bytes.append(copying: more)
    }

    /// The next frame, or what is needed to find one.
    ///
    /// - Throws: What is wrong with the file, from then on with every call: where one length is wrong,
    ///   nobody knows where the next packet begins.
    public mutating func next() throws(CaptureError) -> Step {
        if let failure { throw failure }
        do {
            while true {
                guard passSkipped(), let step = try step() else { return .needMore }
                position += step.passes
                skipping = step.skips
                if let frame = step.frame { return .frame(frame) }
            }
        } catch {
            failure = error
            throw error
        }
    }

    /// What stands at a place of the file.
    struct Passage {
        /// A frame, its ranges counted from the beginning of `bytes`.
        var frame: CapturedFrame?
        /// Bytes that were read.
        var passes: Int
        /// Bytes behind them that nobody wants.
        var skips = 0
    }

    /// Looks at what stands at `position`; nil when more is needed for that.
    private mutating func step() throws(CaptureError) -> Passage? {
        let here = position
        switch format {
        case .pcap(let header):
            return try header.frame(in: bytes.span, at: here, fileOffset: base + here)
        case .pcapng:
            // Of its own, since the span keeps hold of all of `self`.
            var section = self.section
            let passage = try section.block(in: bytes.span, at: here, fileOffset: base + here)
            self.section = section
            return passage
        case nil:
            guard bytes.count - here >= 4 else { return nil }
            if bytes.span.uint32(at: here) == PcapngSection.headerType {
                format = .pcapng
                return Passage(passes: 0)
            }
            guard let header = try PcapHeader(bytes.span, at: here) else { return nil }
            format = .pcap(header)
            return Passage(passes: PcapHeader.bytes)
        }
    }

    /// Passes what is to be skipped; false when that has not all come yet.
    private mutating func passSkipped() -> Bool {
        let count = min(skipping, bytes.count - position)
        position += count
        skipping -= count
        return skipping == 0
    }
}
