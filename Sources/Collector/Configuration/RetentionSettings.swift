// The `retention` section: how long the journal keeps what it has.

/// When old segments of the journal are dropped, whichever limit is reached first.
package struct RetentionSettings: Sendable, Equatable {
    /// Days that records are kept.
    package var days: Int
    /// Bytes that the journal may take on disk.
    package var bytes: Int
    /// Bytes that stay free on its file system; nil leaves the choice to the journal.
    package var minFree: Int?

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        days = try section.value("days").wholeNumber(in: ConfigurationLimits.retentionDays)
        bytes = try section.value("bytes").size(in: ConfigurationLimits.retentionBytes)
        let minFree = try section.value("min_free")
        self.minFree =
            minFree.text.isEmpty ? nil : try minFree.size(in: ConfigurationLimits.minFree)
    }
}
