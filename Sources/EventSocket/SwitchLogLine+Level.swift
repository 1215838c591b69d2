// The levels of a switch's log.

extension SwitchLogLine {
    /// How bad a line is; the raw value is what the wire says, from 0, the worst, to 7.
    public enum Level: UInt8, Sendable, CaseIterable {
        /// Written to the console whatever is asked for; rare.
        case console = 0
        /// Someone must act at once.
        case alert = 1
        /// Something broke.
        case critical = 2
        /// Something failed.
        case error = 3
        /// Something is odd.
        case warning = 4
        /// A channel came or went.
        case notice = 5
        /// What a call does, step by step.
        case info = 6
        /// What the switch thinks while it does so: 86 % of recorded lines.
        case debug = 7

        /// The switch's own word: console, alert, crit, err, warning, notice, info, debug.
        public var label: String {
            switch self {
            case .console: "console"
            case .alert: "alert"
            case .critical: "crit"
            case .error: "err"
            case .warning: "warning"
            case .notice: "notice"
            case .info: "info"
            case .debug: "debug"
            }
        }

        /// The level of a word of the switch, in small letters.
        public init?(label: String) {
            guard let level = Self.allCases.first(where: { $0.label == label }) else { return nil }
            self = level
        }
    }
}
