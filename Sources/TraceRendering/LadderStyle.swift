// The colours of a ladder.

internal import CallGraph

/// What a piece of a row is, which decides its colour.
enum LadderStyle: Equatable {
    case plain
    case dim
    case bold
    case request
    case provisional
    case success
    case redirect
    case failure
    case warning
    /// The number of a leg, one colour each as far as they go.
    case leg(Int)

    /// The style of a message: a request, or a response by its class.
    init(status: Int?) {
        self =
            switch status {
            case nil: .request
            case .some(..<200): .provisional
            case .some(200..<300): .success
            case .some(300..<400): .redirect
            default: .failure
            }
    }

    /// The style of a log line of this level.
    init(level: String) {
        self =
            switch level {
            case "err", "crit", "alert": .failure
            case "warning": .warning
            case "debug": .dim
            default: .plain
            }
    }

    /// The style of a finding.
    init(_ severity: Finding.Severity) {
        self =
            switch severity {
            case .info: .plain
            case .warning: .warning
            case .error: .failure
            }
    }

    /// The parameters of the SGR sequence (ECMA-48 §8.3.117) that switches it on; nil when none is needed.
    var parameters: String? {
        switch self {
        case .plain: nil
        case .dim: "2"
        case .bold: "1"
        case .request: "36"
        case .provisional, .warning: "33"
        case .success: "32"
        case .redirect: "35"
        case .failure: "31"
        // Six colours in turn, bold to set them off from those of the arrows.
        case .leg(let number): "1;\(31 + (number &- 1 &+ 3).magnitude % 6)"
        }
    }
}
