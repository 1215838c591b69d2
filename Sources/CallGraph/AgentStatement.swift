// Statements of agents that dialogs belong together.

internal import EventSocket

/// What an agent says of two dialogs outright, in JSON: OpenSIPS's `correlate()` (HEP type 96) and the
/// quality reports of horaclifix (HEP type 38), which name the Call-IDs of both sides of an SBC.
public struct AgentStatement: Sendable {
    /// The Call-IDs that belong together, at most two; empty when it names none.
    public let dialogs: [String]
    /// The member of the JSON that names the first.
    public let name: String

    /// What says nothing.
    public static let none = AgentStatement(dialogs: [], name: "")

    private init(dialogs: [String], name: String) {
        self.dialogs = dialogs
        self.name = name
    }

    /// Reads a statement; `payload` may be anything. Only `correlate()` names its ids as it likes.
    public init(payload: [UInt8], isCorrelate: Bool) {
        guard payload.first(where: { $0 > 0x20 }) == 0x7b,
            let object = try? SwitchEvent(json: payload)
        else {
            dialogs = []
            name = ""
            return
        }
        for (first, second) in [("INC_ID", "OUT_ID"), ("sip", "sip2")] {
            guard let a = object[first], let b = object[second], Identity.isUsable(a),
                Identity.isUsable(b), a != b
            else { continue }
            dialogs = [a, b]
            name = first
            return
        }
        let members = isCorrelate ? object.names.prefix(4) : []
        let values = members.compactMap { object[$0] }.filter(Identity.isUsable)
        let isPair = members.count == 2 && values.count == 2 && values[0] != values[1]
        dialogs = isPair ? values : []
        name = isPair ? members[0] : ""
    }
}
