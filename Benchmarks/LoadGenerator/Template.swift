// A whole HEP packet, rendered once, with the places that differ.

internal import HEP

/// A packet that only needs its slots written.
struct Template: Sendable {
    /// The packet with zeros in its slots.
    let bytes: [UInt8]
    /// The places to write.
    let slots: [Slot]

    /// Renders a message of a leg as `profile` has it.
    init(_ message: MessageText, leg: Leg, profile: Profile) {
        var writer = TemplateWriter(message, leg: leg, profile: profile)
        let payload = writer.render()
        let ends = Hop(message, leg)
        var encoder = HEPEncoder(
            source: ends.source.address, sourcePort: 5060,
            destination: ends.destination.address, destinationPort: 5060)
        encoder.captureID = 1
        // A packet of a thousand bytes with both addresses of one family is always encoded.
        let packet = (try? encoder.encode(payload.span)) ?? []
        var slots = Self.hepSlots(packet, ends)
        let start = packet.count - payload.count
        slots += writer.slots.map { slot in
            var moved = slot
            moved.offset += UInt16(start)
            return moved
        }
        bytes = packet
        self.slots = slots
    }

    /// Appends the packet of a session to `slab`.
    func append(to slab: inout [UInt8], words: SessionWords, moment: Moment) {
        let start = slab.count
        slab.append(contentsOf: bytes)
        var span = slab.mutableSpan
        for slot in slots { slot.patch(&span, from: start, words: words, moment: moment) }
    }

    /// The slots among the chunks in front of the payload: `vendor type length`, two bytes each.
    private static func hepSlots(_ packet: [UInt8], _ ends: Hop) -> [Slot] {
        var slots: [Slot] = []
        var at = 6
        func number(_ index: Int) -> Int { Int(packet[index]) << 8 | Int(packet[index + 1]) }
        while at + 6 <= packet.count {
            let body = UInt16(at + 6)
            switch number(at + 2) {
            case 3: slots += ends.source.octets(at: body)
            case 4: slots += ends.destination.octets(at: body)
            case 9: slots.append(Slot(offset: body, form: .seconds, salt: 0))
            case 10: slots.append(Slot(offset: body, form: .microseconds, salt: 0))
            case 12:
                slots.append(
                    Slot(offset: body, form: .captureID, salt: Salt.captureID.rawValue))
            default: break
            }
            at += max(number(at + 4), 6)
        }
        return slots
    }
}
