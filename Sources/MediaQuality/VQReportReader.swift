// The bodies of VQ-RTCPXR.

/// Reads bodies of type application/vq-rtcpxr (RFC 6035 §4.6) as telephones write them.
///
///     VQSessionReport: CallTerm
///     CallID: 1890463548@alice.example.com
///     LocalAddr: IP=192.0.2.10 PORT=5000 SSRC=1a3b5c7d
///     RemoteAddr: IP=192.0.2.20 PORT=5002 SSRC=0x2468abcd
///     LocalMetrics:
///     Timestamps: START=2026-01-10T18:23:43Z STOP=2026-01-10T18:26:02Z
///     SessionDesc: PT=18 PD=G729 SR=8000 …
///     PacketLoss: NLR=5.0 JDR=2.0
///     Delay: RTD=200 ESD=140 IAJ=2
///     QualityEst: MOSLQ=3.4 MOSCQ=3.3
///     RemoteMetrics:
///     …
///
/// Seen besides: no blank after the colon, `TimeStamps`, lines that end in a line feed, fields written into
/// each other, metrics before the Call-ID, an SSRC in decimal, the short form of HEP type 35. What is
/// "not available" is 127, 65535, 12.7, -1, 0.0 (a score) or the year 1, depending on who does not know.
public enum VQReportReader {
    /// The report in a body; nil when there is nothing of one in it.
    public static func read(_ bytes: Span<UInt8>) -> VQReport? {
        var reading = VQReading()
        var at = 0
        var lines = 0
        let end = min(bytes.count, Limits.reportBytesMax)
        while at < end, lines < Limits.linesMax {
            var stop = at
            while stop < end, bytes[stop] != 0x0a, bytes[stop] != 0x0d { stop += 1 }
            if stop > at {
                reading.take(bytes.trimmed(at..<stop), bytes)
                lines += 1
            }
            at = stop + 1
        }
        return reading.finished()
    }

    /// The Call-ID that a body names, without reading the rest; nil when it names none.
    public static func callID(in bytes: Span<UInt8>) -> Range<Int>? {
        var at = 0
        let end = min(bytes.count, Limits.reportBytesMax)
        while at < end {
            var stop = at
            while stop < end, bytes[stop] != 0x0a, bytes[stop] != 0x0d { stop += 1 }
            if stop - at > 7, bytes.holds("callid:", at: at..<(at + 7), ignoringCase: true) {
                let value = bytes.trimmed((at + 7)..<stop)
                return value.isEmpty || value.count > Limits.callIDBytesMax ? nil : value
            }
            at = stop + 1
        }
        return nil
    }
}

/// What has been read of a body.
private struct VQReading {
    private var callID = ""
    private var isReport = false
    private var local = QualityReport(.vqRTCPXR, .received, scope: .call)
    private var remote = QualityReport(.vqRTCPXR, .sent, scope: .call)
    private var hasLocal = false
    private var hasRemote = false
    private var isRemote = false
    private var scope = QualityReport.Scope.call
    private var localSSRC: UInt32?
    private var remoteSSRC: UInt32?
    private var address: String?

    /// Takes a line: `Name: FIELD=VALUE …`, or fields alone.
    mutating func take(_ line: Range<Int>, _ bytes: Span<UInt8>) {
        var nameEnd = line.lowerBound
        while nameEnd < line.upperBound, nameEnd - line.lowerBound < Limits.nameBytesMax,
            bytes[nameEnd] != 0x3a, bytes[nameEnd] != 0x3d
        {
            nameEnd += 1
        }
        let hasName = nameEnd < line.upperBound && bytes[nameEnd] == 0x3a
        let name = line.lowerBound..<nameEnd
        func isNamed(_ text: StaticString) -> Bool {
            bytes.holds(text, at: bytes.trimmed(name), ignoringCase: true)
        }
        let rest = bytes.trimmed((hasName ? nameEnd + 1 : line.lowerBound)..<line.upperBound)
        if isNamed("vqsessionreport") || isNamed("vqalertreport") || isNamed("vqintervalreport") {
            isReport = true
            scope = isNamed("vqsessionreport") ? .call : .interval
        } else if isNamed("callid") {
            guard !rest.isEmpty, rest.count <= Limits.callIDBytesMax else { return }
            var text: [UInt8] = []
            for index in rest { text.append(bytes[index]) }
            callID = String(decoding: text, as: UTF8.self)
        } else if isNamed("remotemetrics") {
            isRemote = true
        } else if isNamed("localmetrics") || isNamed("metrics") {
            isRemote = false
        } else if isNamed("localaddr") || isNamed("remoteaddr") {
            takeAddress(rest, isLocal: isNamed("localaddr"), bytes)
        } else {
            var fields = FieldScanner(rest)
            while let field = fields.next(bytes) { take(field, bytes) }
        }
    }

    private mutating func takeAddress(_ rest: Range<Int>, isLocal: Bool, _ bytes: Span<UInt8>) {
        var fields = FieldScanner(rest)
        var host: String?
        var port: UInt64?
        while let field = fields.next(bytes) {
            if bytes.holds("IP", at: field.key) {
                host = bytes.name(in: field.value)
            } else if bytes.holds("PORT", at: field.key) {
                port = bytes.counter(in: field.value)
            } else if bytes.holds("SSRC", at: field.key) {
                let ssrc = bytes.ssrc(in: field.value)
                if isLocal { localSSRC = ssrc } else { remoteSSRC = ssrc }
            }
        }
        guard isLocal, let host else { return }
        let shown = host.utf8.contains(0x3a) ? "[\(host)]" : host
        address = port.map { "\(shown):\($0)" } ?? host
    }

    private mutating func take(_ field: FieldScanner.Field, _ bytes: Span<UInt8>) {
        let value = field.value
        func number() -> Double? { bytes.wholeNumber(in: value) }
        func available() -> Double? { number().flatMap { $0 >= 0 && $0 < 65_535 ? $0 : nil } }
        var report = isRemote ? remote : local
        if bytes.holds("START", at: field.key) {
            report.begin = ReportTime.parse(bytes, value)
        } else if bytes.holds("STOP", at: field.key) {
            report.end = ReportTime.parse(bytes, value)
        } else if bytes.holds("PT", at: field.key) {
            report.format =
                report.format
                ?? number().flatMap { Int(exactly: $0) }
                .flatMap(MediaFormat.init(payloadType:))
        } else if bytes.holds("PD", at: field.key) {
            report.format =
                bytes.name(in: value).flatMap(MediaFormat.init(deviceName:)) ?? report.format
        } else if bytes.holds("NLR", at: field.key) {
            report.lossRatio = QualityReport.ratio(percent: number())
        } else if bytes.holds("RTD", at: field.key) {
            report.roundTripSeconds = QualityReport.roundTrip(milliseconds: available())
        } else if bytes.holds("IAJ", at: field.key) {
            report.jitterSeconds = QualityReport.seconds(milliseconds: available())
        } else if bytes.holds("MOSLQ", at: field.key) {
            report.put(.vqListening, number())
        } else if bytes.holds("MOSCQ", at: field.key) {
            report.put(.vqConversational, number())
        } else {
            return
        }
        if isRemote {
            (remote, hasRemote) = (report, true)
        } else {
            (local, hasLocal) = (report, true)
        }
    }

    /// The report; nil when no line was one of a report.
    func finished() -> VQReport? {
        guard isReport || hasLocal || hasRemote else { return nil }
        var (local, remote) = (local, remote)
        local.reporterSSRC = localSSRC
        local.streamSSRC = remoteSSRC
        remote.reporterSSRC = localSSRC
        remote.streamSSRC = localSSRC
        local.reporterAddress = address
        remote.reporterAddress = address
        local.scope = scope
        remote.scope = scope
        return VQReport(callID: callID, reports: hasRemote ? [local, remote] : [local])
    }
}
