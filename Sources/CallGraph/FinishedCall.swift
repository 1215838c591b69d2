// A call that is over, as one line.

/// What is said of a call when it is over.
public struct FinishedCall: Sendable {
    /// The call as one thing.
    public let call: Call
    /// The caller's dialog; nil when only a switch was heard.
    public let root: Dialog?
    /// By start.
    public let dialogs: [Dialog]
    /// By start.
    public let channels: [Channel]
    /// Who saw it, the first first.
    public let nodes: [String]
    /// When the last of it ended.
    public let end: Timestamp
    /// The least that a switch measured on what came in (FreeSWITCH's `rtp_audio_in_mos`); nil without media.
    public let mos: Double?

    /// One JSON object without line breaks. It begins with the trace id.
    ///
    /// `trace_id`, `outcome`, `tenant`, `from_user`, `to_user`, `domain`, `call_id`, `uuid`, `status`, `start`,
    /// `end` (RFC 3339), `setup_seconds`, `duration_seconds`, `cause`, `cause_text`, `legs`, `call_ids`, `uuids`,
    /// `nodes`, `mos_freeswitch`; what is not known is left out.
    public var json: [UInt8] {
        var object = JSONObject()
        object.add("trace_id", call.id)
        object.add("outcome", call.outcome.rawValue)
        object.add("tenant", call.tenant)
        object.add("from_user", root?.from)
        object.add("to_user", root?.to)
        object.add("domain", root?.domain)
        object.add("call_id", root?.callID)
        object.add(
            "uuid", channels.first { $0.callID == root?.callID }?.uuid ?? channels.first?.uuid)
        object.add(number: "status", root?.status.map { String($0) })
        object.add("start", call.start.rfc3339)
        object.add("end", end.rfc3339)
        object.add(number: "setup_seconds", call.setupSeconds.map(Self.seconds))
        object.add(number: "duration_seconds", call.durationSeconds.map(Self.seconds))
        object.add("cause", call.cause)
        object.add("cause_text", call.causeText)
        object.add(number: "legs", String(max(dialogs.count, channels.count)))
        object.add("call_ids", dialogs.map(\.callID))
        object.add("uuids", channels.map(\.uuid))
        object.add("nodes", nodes)
        object.add(number: "mos_freeswitch", mos.map { String($0) })
        return object.finished()
    }

    /// Seconds with six decimals, as exact as the times are.
    private static func seconds(_ value: Double) -> String {
        let microseconds = Int64((value * 1_000_000).rounded())
        let digits = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)."
            + String(repeating: "0", count: max(0, 6 - digits.utf8.count)) + digits
    }
}

/// Writes one JSON object (RFC 8259).
private struct JSONObject {
    private var bytes: [UInt8] = [0x7b]

    /// Adds a text, unless it is nil or empty.
    mutating func add(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        begin(name)
        append(value)
    }

    /// Adds a number given as its digits.
    mutating func add(number name: String, _ digits: String?) {
        guard let digits else { return }
        begin(name)
        bytes += digits.utf8
    }

    /// Adds texts, unless there are none; at most `Limits.finishedCallLegsMax`.
    mutating func add(_ name: String, _ values: [String]) {
        guard !values.isEmpty else { return }
        begin(name)
        bytes.append(0x5b)
        for (index, value) in values.prefix(Limits.finishedCallLegsMax).enumerated() {
            if index > 0 { bytes.append(0x2c) }
            append(value)
        }
        bytes.append(0x5d)
    }

    func finished() -> [UInt8] { bytes + [0x7d] }

    private mutating func begin(_ name: String) {
        if bytes.count > 1 { bytes.append(0x2c) }
        append(name)
        bytes.append(0x3a)
    }

    private mutating func append(_ text: String) {
        bytes.append(0x22)
        for byte in text.utf8 {
            switch byte {
            case 0x22, 0x5c: bytes += [0x5c, byte]
            case 0..<0x20:
                let digits = Array("0123456789abcdef".utf8)
                bytes += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: bytes.append(byte)
            }
        }
        bytes.append(0x22)
    }
}
