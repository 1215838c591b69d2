// Why a bench could not go on.

/// One line for whoever started it.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
