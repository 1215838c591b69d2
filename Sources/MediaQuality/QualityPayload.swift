// The payload of a packet that an agent says is about media.

/// Reads the payloads of HEP types 5, 34, 35, 38 and 58. Agents disagree about types, so the bytes decide.
public enum QualityPayload {
    /// The reports in a payload; nil for what cannot be read.
    public static func read(_ bytes: Span<UInt8>) -> [QualityReport]? {
        switch form(of: bytes) {
        case .rtcp: RTCPReader.read(bytes)
        case .rtcpJSON: RTCPJSONReader.read(bytes) ?? AgentReportReader.read(bytes)
        default: VQReportReader.read(bytes)?.reports
        }
    }

    /// What a payload looks like, whether or not it can be read.
    public static func form(of bytes: Span<UInt8>) -> QualitySource {
        if RTCPReader.looksLikeRTCP(bytes) { return .rtcp }
        var at = 0
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
        return at < bytes.count && bytes[at] == 0x7b ? .rtcpJSON : .vqRTCPXR
    }
}
