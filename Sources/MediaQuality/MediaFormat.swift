// Codecs, by what session descriptions and reports call them.

/// A codec with the clock that its timestamps and jitter are counted in.
public struct MediaFormat: Sendable, Equatable {
    /// The encoding's name in upper case, as in `a=rtpmap`: `PCMU`, `G729`, `OPUS`.
    public var name: String
    /// Hertz of the RTP clock.
    public var clockRate: UInt32

    /// A codec of this name and clock.
    public init(name: String, clockRate: UInt32) {
        self.name = name.uppercased()
        self.clockRate = clockRate
    }

    /// The codec of a static payload type (RFC 3551 §6); nil for dynamic ones and those without a meaning.
    ///
    /// G.722 has a clock of 8,000 though it samples 16,000 times a second (RFC 3551 §4.5.2).
    public init?(payloadType: Int) {
        let known: (String, UInt32)
        switch payloadType {
        case 0: known = ("PCMU", 8000)
        case 3: known = ("GSM", 8000)
        case 4: known = ("G723", 8000)
        case 5: known = ("DVI4", 8000)
        case 6: known = ("DVI4", 16000)
        case 7: known = ("LPC", 8000)
        case 8: known = ("PCMA", 8000)
        case 9: known = ("G722", 8000)
        case 10, 11: known = ("L16", 44100)
        case 12: known = ("QCELP", 8000)
        case 13: known = ("CN", 8000)
        case 14: known = ("MPA", 90000)
        case 15: known = ("G728", 8000)
        case 18: known = ("G729", 8000)
        case 26, 31, 32, 34: known = ("VIDEO", 90000)
        default: return nil
        }
        self.init(name: known.0, clockRate: known.1)
    }

    /// The codec that a device calls by this name, with the clock where it says one: `PCMA`,
    /// `PCMU/8000`, `G711u`; nil for a name without a clock that is not known.
    public init?(deviceName text: String) {
        let parts = text.split(separator: "/", maxSplits: 2)
        guard let first = parts.first, first.utf8.count <= Limits.nameBytesMax else { return nil }
        let name = first.uppercased()
        if parts.count > 1, let rate = UInt32(parts[1]), rate > 0, rate <= 192_000 {
            self.init(name: name, clockRate: rate)
            return
        }
        switch name {
        case "PCMU", "G711U", "G711", "G.711U", "G711ULAW":
            self.init(name: "PCMU", clockRate: 8000)
        case "PCMA", "G711A", "G.711A", "G711ALAW": self.init(name: "PCMA", clockRate: 8000)
        case "G722": self.init(name: "G722", clockRate: 8000)
        case "G729", "G729A", "G729AB": self.init(name: "G729", clockRate: 8000)
        case "G723", "G723.1", "GSM", "GSM-EFR", "AMR", "ILBC", "G728":
            self.init(name: name == "G723.1" ? "G723" : name, clockRate: 8000)
        case "AMR-WB": self.init(name: name, clockRate: 16000)
        case "OPUS": self.init(name: name, clockRate: 48000)
        default: return nil
        }
    }
}
