// One entry of `agents`: a capture agent's name.

/// The name of a capture agent, which in HEP has but a number.
package struct AgentSettings: Sendable, Equatable {
    /// The capture id of its packets (HEP3 chunk 0x000c); no two entries share one.
    package var id: UInt32
    /// Its name in every trace, label and metric. It may be a switch's name, and several agents of one
    /// host may share it.
    package var name: String

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        let number = try section.value("id").wholeNumber(in: ConfigurationLimits.captureIDs)
        id = UInt32(clamping: number)
        name = try section.value("name").name()
    }
}
