// Between whom a message travels.

internal import HEP

/// One end of a leg.
enum Party: Sendable {
    /// The caller's phone.
    case phone
    /// The switch.
    case exchange
    /// What is called through it.
    case far

    /// Its address; octets that differ from session to session are 100.
    var address: HEPAddress {
        switch self {
        case .phone: HEPAddress(v4: 10 << 24 | 100 << 16 | 100 << 8 | 100)
        case .exchange: HEPAddress(v4: 192 << 24 | 2 << 8 | 10)
        case .far: HEPAddress(v4: 198 << 24 | 51 << 16 | 100 << 8 | 100)
        }
    }

    /// The slots of an address of four bytes at `offset`.
    func octets(at offset: UInt16) -> [Slot] {
        func slot(_ index: UInt16, _ salt: Salt) -> Slot {
            Slot(offset: offset + index, form: .octet, salt: salt.rawValue)
        }
        return switch self {
        case .phone: [slot(1, .phoneOctet2), slot(2, .phoneOctet3), slot(3, .phoneOctet4)]
        case .exchange: []
        case .far: [slot(3, .farOctet)]
        }
    }

    /// The same address as text.
    var text: [TemplatePart] {
        switch self {
        case .phone: CallIDParts.phoneAddress
        case .exchange: [.text(Array("192.0.2.10".utf8))]
        case .far: CallIDParts.farAddress
        }
    }
}

/// From whom to whom a message goes.
struct Hop {
    let source: Party
    let destination: Party

    init(_ message: MessageText, _ leg: Leg) {
        let (calling, called) = Self.parties(leg)
        (source, destination) = message.goesToCallee ? (calling, called) : (called, calling)
    }

    /// Who calls and who is called on a leg.
    static func parties(_ leg: Leg) -> (calling: Party, called: Party) {
        leg == .caller ? (.phone, .exchange) : (.exchange, .far)
    }
}
