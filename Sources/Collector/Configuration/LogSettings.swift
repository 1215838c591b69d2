// The `logs` section: where log lines are taken by syslog, and what is looked for in them.

package import CallGraph

/// Where syslog is listened for, from whom it is taken, and the operator's own forms of lines.
package struct LogSettings: Sendable, Equatable {
    /// The UDP listener; nil when it is off.
    package var syslogUDP: ListenAddress?
    /// The TCP listener; nil when it is off.
    package var syslogTCP: ListenAddress?
    /// The networks from which syslog is taken; none when from everywhere.
    package var allow: [CIDR]
    /// Forms in which lines name their call, beside those that are known.
    package var patterns: [LogPatternSettings]

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        syslogUDP = try section.value("syslog_udp").optionalListenAddress()
        syslogTCP = try section.value("syslog_tcp").optionalListenAddress()
        allow = try section.list("allow").networks()
        patterns = []
        for entry in section.sections("patterns") {
            patterns.append(try LogPatternSettings(entry))
            guard patterns.count <= CallGraph.Limits.logPatternsMax else {
                throw try entry.value("pattern").error(
                    "`logs.patterns` has more than \(CallGraph.Limits.logPatternsMax) entries, each "
                        + "of which is tried on each line")
            }
        }
    }
}

/// One entry of `logs.patterns`.
package struct LogPatternSettings: Sendable, Equatable {
    /// A regular expression whose first group is the name, or all that it matches.
    package var pattern: String
    /// What the name names.
    package var names: LogPattern.Meaning

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        let expression = try section.value("pattern")
        pattern = try expression.plainText()
        guard !pattern.isEmpty, HeaderTransform.isPattern(pattern) else {
            throw expression.refused("this is no regular expression")
        }
        names = try section.value("names").choice { LogPattern.Meaning(rawValue: $0) }
    }
}
