// Why a stage could not be measured.

/// One line for whoever started it.
struct StageError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
