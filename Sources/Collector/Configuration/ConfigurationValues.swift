// What the file and the environment said, before anybody asks what it means.

/// Texts by path, each with its place. A path counts entries of lists from 0: `switches[0].name`.
struct ConfigurationValues {
    /// Single values.
    var scalars: [String: ConfigurationValue] = [:]
    /// Lists of values.
    var lists: [String: [ConfigurationValue]] = [:]
    /// How many entries a list of sections has, by its path (`switches`).
    var counts: [String: Int] = [:]
    /// Where an entry of a list of sections begins, by its path (`switches[0]`).
    var entryPlaces: [String: ConfigurationPlace] = [:]

    /// The top of the configuration.
    var top: ConfigurationSection { ConfigurationSection(values: self, path: "", pattern: "") }
}
