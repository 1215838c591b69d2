// From the nested JSON of a CDR to the flat names of events.

/// The parts of a CDR, and the event that they make.
struct CDRFlattening {
    private let json: [UInt8]
    private var parts: [String: JSONToken] = [:]
    /// The channel's variables, decoded where the switch has URL-encoded them.
    private let variables: [(name: String, values: [String])]

    /// Names of the event socket for what a caller profile calls otherwise (switch_caller.c).
    private static let profileNames = [
        ("username", "Caller-Username"), ("dialplan", "Caller-Dialplan"),
        ("caller_id_name", "Caller-Caller-ID-Name"),
        ("caller_id_number", "Caller-Caller-ID-Number"),
        ("callee_id_name", "Caller-Callee-ID-Name"),
        ("callee_id_number", "Caller-Callee-ID-Number"),
        ("network_addr", "Caller-Network-Addr"), ("ani", "Caller-ANI"), ("aniii", "Caller-ANI-II"),
        ("rdnis", "Caller-RDNIS"), ("destination_number", "Caller-Destination-Number"),
        ("uuid", "Caller-Unique-ID"), ("source", "Caller-Source"), ("context", "Caller-Context"),
        ("chan_name", "Caller-Channel-Name"),
    ]
    /// The same for its times, microseconds since 1970 or 0.
    private static let timeNames = [
        ("created_time", "Caller-Channel-Created-Time"),
        ("profile_created_time", "Caller-Profile-Created-Time"),
        ("progress_time", "Caller-Channel-Progress-Time"),
        ("progress_media_time", "Caller-Channel-Progress-Media-Time"),
        ("answered_time", "Caller-Channel-Answered-Time"),
        ("bridged_time", "Caller-Channel-Bridged-Time"),
        ("last_hold_time", "Caller-Channel-Last-Hold"),
        ("hold_accum_time", "Caller-Channel-Hold-Accum"),
        ("hangup_time", "Caller-Channel-Hangup-Time"),
        ("resurrect_time", "Caller-Channel-Resurrect-Time"),
        ("transfer_time", "Caller-Channel-Transfer-Time"),
    ]

    /// Checks the whole text. Throws `malformed_json`, or `malformed_cdr` when it has no variables.
    init(_ json: [UInt8]) throws(EventSocketError) {
        guard json.count <= Limits.eventBytesMax else { throw EventSocketError(.eventTooLarge) }
        self.json = json
        var cursor = JSONCursor()
        let root = try cursor.value(in: json.span, depth: 0)
        try cursor.finish(in: json.span)
        guard root.kind == .object else { throw EventSocketError(.malformedCDR) }
        for (name, value) in try Self.members(root, json) where parts[name] == nil {
            parts[name] = value
        }
        guard let object = parts["variables"], object.kind == .object else {
            throw EventSocketError(.malformedCDR)
        }
        let members = try Self.members(object, json)
        let found = members.map { ($0.name, Self.texts($0.value, json)) }
        // With `encode-values` no value has a blank, an `@` or a colon left, and each CDR has some.
        let isEncoded =
            !found.contains { $0.1.contains { $0.utf8.contains(where: Self.isNeverEncoded) } }
        variables =
            isEncoded ? found.map { ($0.0, $0.1.map(Self.decoded)) } : found
    }

    /// The event's JSON.
    func event(uuid named: String?) throws(EventSocketError) -> [UInt8] {
        let flow = try firstFlow()
        let profile = try members(flow["caller_profile"])
        let times = try members(flow["times"])
        let channel = try members(parts["channel_data"])
        // A loopback that bows out leaves all its variables to the channel that goes on, `uuid`,
        // `channel_name` and `direction` among them: they are believed last.
        let known = [text(profile["uuid"]), variable("uuid")].compactMap(\.self)
        let all = [named.map { Self.withoutPrefix($0, known) }].compactMap(\.self) + known
        guard let uuid = all.first(where: { !$0.isEmpty }) else {
            throw EventSocketError(.malformedCDR)
        }
        var writer = JSONWriter()
        func add(_ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            writer.append(name: Array(name.utf8)[...], value: Array(value.utf8)[...])
        }
        add("Event-Name", SwitchEvent.cdrName)
        add("Core-UUID", text(parts["core-uuid"]))
        add("FreeSWITCH-Switchname", text(parts["switchname"]))
        add("Event-Date-Timestamp", end(times))
        add("Unique-ID", uuid)
        add("Channel-Name", text(profile["chan_name"]) ?? variable("channel_name"))
        add("Channel-State", text(channel["state"]))
        add("Call-Direction", text(channel["direction"]) ?? variable("direction"))
        add("Hangup-Cause", variable("hangup_cause"))
        for (name, known) in Self.profileNames { add(known, text(profile[name])) }
        for (name, known) in Self.timeNames { add(known, text(times[name])) }
        for (media, directions) in try ordered(parts["callStats"]) {
            for (direction, counts) in try ordered(directions) {
                for (name, count) in try ordered(counts) {
                    add("Call-Stats-\(media)-\(direction)-\(name)", text(count))
                }
            }
        }
        for (name, values) in variables {
            if values.count > 1 {
                writer.append(
                    name: Array("variable_\(name)".utf8)[...],
                    values: values.map { Array($0.utf8)[...] })
            } else {
                add("variable_\(name)", values.first)
            }
        }
        return writer.finished()
    }

    /// The name in an address without the `a_` that `prefix-a-leg` puts before it.
    private static func withoutPrefix(_ name: String, _ known: [String]) -> String {
        name.hasPrefix("a_") && !known.contains(name) ? String(name.dropFirst(2)) : name
    }

    /// When the channel hung up, in microseconds since 1970; nil when the CDR does not say.
    private func end(_ times: [String: JSONToken]) -> String? {
        let stamps = [variable("end_uepoch"), text(times["hangup_time"])]
        if let stamp = stamps.compactMap(\.self).first(where: { (Int64($0) ?? 0) > 0 }) {
            return stamp
        }
        guard let second = variable("end_epoch").flatMap({ Int64($0) }), second > 0,
            second < Int64.max / 1_000_000
        else { return nil }
        return String(second * 1_000_000)
    }

    /// The last profile that the channel had: the first in the list.
    private func firstFlow() throws(EventSocketError) -> [String: JSONToken] {
        guard let flows = parts["callflow"], flows.kind == .array else { return [:] }
        var cursor = JSONCursor(at: Int(flows.start) + 1)
        var isFirst = true
        guard try cursor.nextElement(in: json.span, isFirst: &isFirst) else { return [:] }
        return try members(cursor.value(in: json.span, depth: 2))
    }

    private func variable(_ name: String) -> String? {
        variables.first { $0.name == name }?.values.first
    }

    private func text(_ token: JSONToken?) -> String? {
        guard let text = token?.text(in: json), text != "null" else { return nil }
        return text
    }

    /// The members of an object by name, the first of each; none for anything else.
    private func members(_ object: JSONToken?) throws(EventSocketError) -> [String: JSONToken] {
        Dictionary(try ordered(object).map { ($0.name, $0.value) }) { first, _ in first }
    }

    private func ordered(
        _ object: JSONToken?
    ) throws(EventSocketError) -> [(name: String, value: JSONToken)] {
        guard let object, object.kind == .object else { return [] }
        return try Self.members(object, json)
    }

    private static func members(
        _ object: JSONToken, _ json: [UInt8]
    ) throws(EventSocketError) -> [(name: String, value: JSONToken)] {
        var cursor = JSONCursor(at: Int(object.start) + 1)
        var isFirst = true
        var found: [(name: String, value: JSONToken)] = []
        while let name = try cursor.nextMember(in: json.span, isFirst: &isFirst) {
            guard found.count < Limits.eventHeadersMax else {
                throw EventSocketError(.eventTooRich)
            }
            found.append((name.text(in: json) ?? "", try cursor.value(in: json.span, depth: 2)))
        }
        return found
    }

    /// The text of a variable, or those of an array; nothing of an object.
    private static func texts(_ token: JSONToken, _ json: [UInt8]) -> [String] {
        guard token.kind == .array else { return token.text(in: json).map { [$0] } ?? [] }
        var cursor = JSONCursor(at: Int(token.start) + 1)
        var isFirst = true
        var found: [String] = []
        while found.count < Limits.arrayValuesMax,
            (try? cursor.nextElement(in: json.span, isFirst: &isFirst)) == true,
            let element = try? cursor.value(in: json.span, depth: 3)
        {
            if let text = element.text(in: json) { found.append(text) }
        }
        return found
    }

    /// Bytes that `encode-values` leaves in no value (SWITCH_URL_UNSAFE in switch_utils.h).
    private static func isNeverEncoded(_ byte: UInt8) -> Bool {
        "\r\n #&+:;<=>?@[\\]^`{|}\"".utf8.contains(byte)
    }

    private static func decoded(_ text: String) -> String {
        String(decoding: PercentEncoding.decode(Array(text.utf8)[...]), as: UTF8.self)
    }
}
