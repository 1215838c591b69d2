// The messages that sessions are made of.

/// A kind of message; its text stands in `MessageText+calls.swift` and
/// `MessageText+registration.swift`.
enum MessageText: Sendable {
    case invite, trying, ringing, answer, ack
    case bye, byeDone, byeByCallee, byeByCalleeDone
    case register, challenge, registerAgain, registered
    case options, optionsDone

    /// Whether it travels from who began the session to the other side.
    var goesToCallee: Bool {
        switch self {
        case .invite, .ack, .bye, .byeByCalleeDone, .register, .registerAgain, .options: true
        case .trying, .ringing, .answer, .byeDone, .byeByCallee, .challenge, .registered,
            .optionsDone:
            false
        }
    }

    /// The number of its transaction in the dialog: gives the branch and the CSeq. An ACK to a 2xx is
    /// a transaction of its own with the number of the INVITE (RFC 3261 §13.2.2.4, §17.1.1.3).
    var transaction: (branch: UInt8, sequence: UInt8) {
        switch self {
        case .invite, .trying, .ringing, .answer: (0, 0)
        case .ack: (1, 0)
        case .bye, .byeDone: (2, 1)
        case .byeByCallee, .byeByCalleeDone: (3, 2)
        case .register, .challenge: (4, 3)
        case .registerAgain, .registered: (5, 4)
        case .options, .optionsDone: (6, 5)
        }
    }

    /// The lines before Content-Length; names in braces are known to `TemplateWriter`.
    var head: String {
        switch self {
        case .invite, .trying, .ringing, .answer, .ack, .bye, .byeDone, .byeByCallee,
            .byeByCalleeDone:
            callHead
        case .register, .challenge, .registerAgain, .registered, .options, .optionsDone:
            registrationHead
        }
    }

    /// The body, with its own line ends; empty for most.
    var body: String {
        switch self {
        case .invite: Self.offer
        case .answer: Self.answerBody
        default: ""
        }
    }
}
