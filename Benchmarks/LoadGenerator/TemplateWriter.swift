// From text with names in braces to bytes with slots.

/// Renders one message of one leg.
struct TemplateWriter {
    /// The slots of what was rendered, counted from its first byte.
    private(set) var slots: [Slot] = []

    private let message: MessageText
    private let leg: Leg
    private let profile: Profile
    private var bytes: [UInt8] = []

    init(_ message: MessageText, leg: Leg, profile: Profile) {
        self.message = message
        self.leg = leg
        self.profile = profile
    }

    /// The message; bytes of slots are zero digits.
    mutating func render() -> [UInt8] {
        let body = message.body
        write(message.head)
        // No width depends on the session: the body is measured by writing it elsewhere first.
        var measure = TemplateWriter(message, leg: leg, profile: profile)
        measure.write(body)
        write("Content-Length: \(measure.bytes.count)\n\n")
        write(body)
        return bytes
    }

    private mutating func write(_ text: String) {
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            add(rest[..<open])
            rest = rest[rest.index(after: open)...]
            let close = rest.firstIndex(of: "}") ?? rest.endIndex
            for part in parts(String(rest[..<close])) { add(part) }
            rest = rest[close...].dropFirst()
        }
        add(rest)
    }

    /// Lines of SIP and SDP end in CR and LF.
    private mutating func add(_ text: Substring) {
        for byte in text.utf8 {
            if byte == UInt8(ascii: "\n") { bytes.append(UInt8(ascii: "\r")) }
            bytes.append(byte)
        }
    }

    private mutating func add(_ part: TemplatePart) {
        switch part {
        case .text(let text): bytes += text
        case .slot(let form, let salt):
            let addend = form == .sequence ? message.transaction.sequence : 0
            slots.append(
                Slot(offset: UInt16(bytes.count), form: form, salt: salt, addend: addend))
            bytes += [UInt8](repeating: UInt8(ascii: "0"), count: form.width)
        }
    }

    /// What a name in braces stands for.
    private func parts(_ name: String) -> [TemplatePart] {
        let (calling, called) = Hop.parties(leg)
        func slot(_ form: Slot.Form, _ salts: UInt8...) -> [TemplatePart] {
            salts.map { .slot(form, salt: $0) }
        }
        func text(_ text: String) -> [TemplatePart] { [.text(Array(text.utf8))] }
        switch name {
        case "calling": return calling.text
        case "called": return called.text
        case "callingAgent": return text(agent(of: calling))
        case "calledAgent": return text(agent(of: called))
        case "domain": return text(profile.domain)
        case "caller": return text("+1555") + slot(.digits7, Salt.caller.rawValue)
        case "callee": return text("+1555") + slot(.digits7, Salt.callee.rawValue)
        case "callID": return CallIDParts.of(leg)
        case "otherLeg":
            guard leg == .callee else { return [] }
            return text("X-CID: ") + CallIDParts.of(.caller) + text("\r\n")
        case "fromTag": return slot(.hex, Salt.fromTag.of(leg))
        case "toTag": return slot(.hex, Salt.toTag.of(leg))
        case "branch":
            return slot(.hex, Salt.branch(leg, transaction: message.transaction.branch))
        case "sequence": return slot(.sequence, Salt.sequence.of(leg))
        case "callerPort": return slot(.port, Salt.callerPort.of(leg))
        case "calleePort": return slot(.port, Salt.calleePort.of(leg))
        case "mediaSession": return slot(.digits7, Salt.mediaSession.of(leg))
        case "nonce": return slot(.hex, Salt.nonce.rawValue, Salt.nonceRest.rawValue)
        case "response": return slot(.hex, Salt.response.rawValue, Salt.responseRest.rawValue)
        case "clientNonce": return slot(.hex, Salt.clientNonce.rawValue)
        // A misspelt name would be seen in the message, and the tests look for braces.
        default: return text("{\(name)}")
        }
    }

    private func agent(of party: Party) -> String {
        switch party {
        case .phone: profile.phoneAgent
        case .exchange: "Switchboard 1.10.12 (bench)"
        case .far: profile.farAgent
        }
    }
}
