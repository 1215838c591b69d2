// The fields of a header of statistics, gathered.

/// What has been read of one header of statistics.
struct HeaderStatistics {
    private let header: StatisticsHeader
    private var received = QualityReport(.bye, .received, scope: .call)
    private var sent = QualityReport(.bye, .sent, scope: .call)
    private var isKnown = false
    private var hasSent = false

    init(_ header: StatisticsHeader) { self.header = header }

    /// Takes a field; unknown ones are passed over.
    mutating func take(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) {
        func isKey(_ text: StaticString) -> Bool { bytes.holds(text, at: field.key) }
        let value = field.value
        let known =
            switch header {
            case .xRTPStat, .pRTPStat:
                takeScore(field, bytes) || takeCount(field, bytes)
            case .rxStat:
                takeReceived(field, bytes)
            case .txStat where isKey("Pkt"):
                takeSent(bytes.counter(in: value))
            case .txStat: false
            case .xNG:
                takeShort(field, bytes)
            }
        isKnown = isKnown || known
    }

    /// `MOS=3.8;Jitter=7;PacketLossPct=0`.
    private mutating func takeScore(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) -> Bool {
        let number = bytes.wholeNumber(in: field.value)
        if bytes.holds("MOS", at: field.key) {
            received.put(.bye, number)
        } else if bytes.holds("Jitter", at: field.key) {
            received.jitterSeconds = QualityReport.seconds(milliseconds: number)
        } else if bytes.holds("PacketLossPct", at: field.key) {
            received.lossRatio = QualityReport.ratio(percent: number)
        } else {
            return false
        }
        return number != nil
    }

    /// `PS`, `PR`, `PL`, `JI`, `EN`, `DE`.
    private mutating func takeCount(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) -> Bool {
        let value = field.value
        guard field.key.count == 2 else { return false }
        if bytes.holds("PS", at: field.key) { return takeSent(bytes.counter(in: value)) }
        if bytes.holds("PR", at: field.key) {
            received.packetsReceived = bytes.counter(in: value)
            return received.packetsReceived != nil
        }
        if bytes.holds("PL", at: field.key) {
            received.packetsLost = Self.lost(bytes, value)
            if let second = field.second, let lost = Self.lost(bytes, second) {
                sent.packetsLost = lost
                hasSent = true
            }
            return received.packetsLost != nil
        }
        if bytes.holds("JI", at: field.key) {
            let jitter = bytes.wholeNumber(in: value).flatMap { $0 >= 0 ? $0 : nil }
            if header == .pRTPStat {
                received.jitterSeconds = QualityReport.seconds(milliseconds: jitter)
            } else {
                received.jitterUnits = jitter
            }
            let second = field.second.flatMap { bytes.wholeNumber(in: $0) }
            if header == .xRTPStat, let second, second >= 0 {
                sent.jitterUnits = second
                hasSent = true
            }
            return jitter != nil
        }
        if bytes.holds("DE", at: field.key) {
            received.format = bytes.name(in: value).flatMap(MediaFormat.init(deviceName:))
        } else if bytes.holds("EN", at: field.key) {
            sent.format = bytes.name(in: value).flatMap(MediaFormat.init(deviceName:))
        }
        return false
    }

    /// The fields of RTP-RxStat, those within `VQMetrics="…"` among them.
    private mutating func takeReceived(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) -> Bool {
        let number = bytes.wholeNumber(in: field.value)
        if bytes.holds("Pkt", at: field.key) {
            received.packetsReceived = bytes.counter(in: field.value)
        } else if bytes.holds("LostPkt", at: field.key) {
            received.packetsLost = number.flatMap { Int64(exactly: $0) }
        } else if bytes.holds("AvgJit", at: field.key) {
            received.jitterSeconds = QualityReport.seconds(milliseconds: number)
        } else if bytes.holds("MOSlq", at: field.key) {
            received.put(.byeListening, number)
        } else if bytes.holds("MOScq", at: field.key) {
            received.put(.byeConversational, number)
        } else if bytes.holds("VoRxCodec", at: field.key) {
            received.format = bytes.name(in: field.value).flatMap(MediaFormat.init(deviceName:))
            return false
        } else {
            return false
        }
        return number != nil
    }

    private mutating func takeShort(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) -> Bool {
        if bytes.holds("ssrc", at: field.key) {
            received.reporterSSRC = bytes.ssrc(in: field.value)
        } else if bytes.holds("ssrc_remote", at: field.key) {
            received.streamSSRC = bytes.ssrc(in: field.value)
        } else if bytes.holds("loss", at: field.key) {
            received.lossRatio = QualityReport.ratio(percent: bytes.wholeNumber(in: field.value))
            return received.lossRatio != nil
        } else if bytes.holds("jitter", at: field.key) {
            let number = bytes.wholeNumber(in: field.value)
            received.jitterSeconds = QualityReport.seconds(milliseconds: number)
            return received.jitterSeconds != nil
        }
        return false
    }

    private mutating func takeSent(_ packets: UInt64?) -> Bool {
        received.packetsSent = packets
        sent.packetsSent = packets
        return packets != nil
    }

    private static func lost(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
        bytes.wholeNumber(in: range).flatMap { Int64(exactly: $0) }
    }

    /// The reports; nil when no field was known.
    func finished() -> [QualityReport]? {
        guard isKnown else { return nil }
        var (received, sent) = (received, sent)
        if received.lossRatio == nil, let lost = received.packetsLost,
            let came = received.packetsReceived
        {
            received.lossRatio = Self.ratio(lost: lost, of: Double(came) + Double(max(lost, 0)))
        }
        if let lost = sent.packetsLost, let packets = sent.packetsSent {
            sent.lossRatio = Self.ratio(lost: lost, of: Double(packets))
        }
        received.complete(with: nil)
        sent.complete(with: received.format)
        return hasSent ? [received, sent] : [received]
    }

    private static func ratio(lost: Int64, of all: Double) -> Double? {
        guard all > 0 else { return nil }
        let ratio = Double(max(lost, 0)) / all
        return ratio <= 1 ? ratio : nil
    }
}
