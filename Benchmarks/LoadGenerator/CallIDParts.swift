// How Call-IDs look.

/// A piece of a template: bytes as they are, or a slot.
enum TemplatePart {
    case text([UInt8])
    case slot(Slot.Form, salt: UInt8)
}

/// The Call-IDs of the two legs.
enum CallIDParts {
    /// A phone makes its own of digits and its address; a switch takes the UUID of its channel.
    static func of(_ leg: Leg) -> [TemplatePart] {
        switch leg {
        case .caller:
            [
                .slot(.hex, salt: Salt.callIDHigh.of(.caller)),
                .slot(.hex, salt: Salt.callIDLow.of(.caller)), .text(Array("@".utf8)),
            ] + phoneAddress
        case .callee: [.slot(.uuid, salt: Salt.callIDHigh.of(.callee))]
        }
    }

    /// The address of the caller's phone: three octets of three digits each, so that all have one
    /// width.
    static var phoneAddress: [TemplatePart] {
        [
            .text(Array("10.".utf8)), .slot(.octetText, salt: Salt.phoneOctet2.rawValue),
            .text(Array(".".utf8)), .slot(.octetText, salt: Salt.phoneOctet3.rawValue),
            .text(Array(".".utf8)), .slot(.octetText, salt: Salt.phoneOctet4.rawValue),
        ]
    }

    /// The address behind the switch.
    static var farAddress: [TemplatePart] {
        [
            .text(Array("198.51.100.".utf8)),
            .slot(.octetText, salt: Salt.farOctet.rawValue),
        ]
    }
}
