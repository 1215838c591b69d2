// Values that must differ from entry to entry.

/// Finds the second entry that has a value which only one may have.
struct DistinctValues {
    private var paths: [String: String] = [:]

    /// Refuses a value that was there before. `text` is what is compared, the value's own unless given.
    mutating func add(_ value: ConfigurationValue, as text: String? = nil)
        throws(ConfigurationError)
    {
        let text = text ?? value.text
        if let path = paths.updateValue(value.path, forKey: text) {
            throw value.error(
                "`\(value.path)` is \(ConfigurationError.quoted(text)), as `\(path)` is already; each "
                    + "needs its own")
        }
    }
}
