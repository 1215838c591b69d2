// Reading the configuration file.

internal import Foundation

extension Configuration {
    /// Reads a file and the environment, which wins.
    ///
    /// - Parameters:
    ///   - path: The file, in YAML; nil when there is none and the defaults hold.
    ///   - environment: All variables of the process; those with `CALLTRACE_` are looked at.
    /// - Throws: The first mistake, in one line.
    package static func load(
        path: String?, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        guard let path else { return try parse(yaml: "", file: "", environment: environment) }
        return try parse(yaml: text(of: path), file: path, environment: environment)
    }

    /// The same for a text; `file` is the name that errors give it.
    package static func parse(
        yaml: String, file: String, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        var values = try ConfigurationFile(name: file).read(yaml)
        try ConfigurationEnvironment.apply(environment, to: &values)
        return try Configuration(values.top)
    }

    private static func text(of path: String) throws(ConfigurationError) -> String {
        let place = ConfigurationPlace.file(path, line: nil)
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            // One byte more than allowed tells a file that is too large, however large it is.
            data = try file.read(upToCount: ConfigurationLimits.fileBytesMax + 1) ?? Data()
        } catch {
            throw ConfigurationError(place, reason(error))
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ConfigurationError(place, "not text in UTF-8; save it as UTF-8")
        }
        return text
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?:
            "no such file; check the path given with --config"
        case .fileReadNoPermission?:
            "this user may not read it; change its owner or mode"
        default: "cannot be read; check that it is a file and not a directory"
        }
    }
}
