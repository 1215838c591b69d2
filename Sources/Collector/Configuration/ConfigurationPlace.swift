// Where a value of the configuration came from.

/// The place of a value: a line of the file, an environment variable, or the program's own default.
package enum ConfigurationPlace: Sendable, Equatable, CustomStringConvertible {
    /// A file as a whole, or one line of it, counted from 1.
    case file(String, line: Int?)
    /// An environment variable.
    case variable(String)
    /// Nobody set it.
    case builtIn

    /// `calltrace.yaml:7`, `calltrace.yaml`, `CALLTRACE_HEP_UDP` or `default`.
    package var description: String {
        switch self {
        case .file(let name, let line?): "\(name):\(line)"
        case .file(let name, nil): name
        case .variable(let name): name
        case .builtIn: "default"
        }
    }
}
