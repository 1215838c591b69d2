// The `metrics` section: how much a scrape may bring.

/// The bounds of `/metrics`.
package struct MetricsSettings: Sendable, Equatable {
    /// Sample lines of an answer; what is over it is counted in series labelled `other`.
    package var seriesMax: Int

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        seriesMax = try section.value("series_max").wholeNumber(in: ConfigurationLimits.seriesMax)
    }
}
