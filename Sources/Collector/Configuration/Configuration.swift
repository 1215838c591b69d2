// Everything the collector is told: by file, by environment, by default.

internal import CallGraph

/// The configuration of a collector, checked.
package struct Configuration: Sendable, Equatable {
    /// Where the journal lives; a relative path starts at the working directory.
    package var dataDirectory: String
    /// Where HEP is taken.
    package var hep: HEPSettings
    /// Where the API answers.
    package var http: HTTPSettings
    /// How much a scrape may bring.
    package var metrics: MetricsSettings
    /// The switches whose event sockets are followed.
    package var switches: [SwitchSettings]
    /// Where log lines are taken by syslog.
    package var logs: LogSettings
    /// Where records are pushed.
    package var loki: LokiSettings
    /// Where finished calls are sent as traces.
    package var otlp: OTLPSettings
    /// How long the journal keeps records.
    package var retention: RetentionSettings
    /// Whose calls are whose.
    package var tenants: [TenantSettings]
    /// Names of capture agents.
    package var agents: [AgentSettings]
    /// Addresses that calls come from and go to.
    package var trunks: [TrunkSettings]
    /// Headers of the operator's own that link dialogs.
    package var linkHeaders: [LinkHeaderSettings]

    /// One row per key: its path, the form of its value, its default, the variable that sets it and what
    /// it does. `docs/configuration.md` follows it.
    package static let reference:
        [(key: String, type: String, default: String, environment: String, meaning: String)] =
            ConfigurationSchema.keys.map {
                ($0.path, $0.type, $0.defaultText, $0.environment, $0.meaning)
            }

    init(_ top: ConfigurationSection) throws(ConfigurationError) {
        dataDirectory = try top.value("data_dir").directory()
        hep = try HEPSettings(top.section("hep"))
        http = try HTTPSettings(top.section("http"))
        metrics = try MetricsSettings(top.section("metrics"))
        logs = try LogSettings(top.section("logs"))
        loki = try LokiSettings(top.section("loki"))
        otlp = try OTLPSettings(top.section("otlp"))
        retention = try RetentionSettings(top.section("retention"))
        switches = []
        tenants = []
        agents = []
        linkHeaders = []
        trunks = []
        try readSwitches(top.sections("switches"))
        try readTenants(top.sections("tenants"))
        try readAgents(top.sections("agents"))
        try readTrunks(top.sections("trunks"))
        try readLinkHeaders(top.sections("link_headers"))
    }

    private mutating func readSwitches(
        _ sections: [ConfigurationSection]
    ) throws(ConfigurationError) {
        var names = DistinctValues()
        var addresses = DistinctValues()
        for section in sections {
            let settings = try SwitchSettings(section)
            try names.add(section.value("name"))
            // Two names for one switch would record every event twice.
            try addresses.add(section.value("address"), as: settings.address.description)
            switches.append(settings)
        }
    }

    private mutating func readTenants(_ sections: [ConfigurationSection]) throws(ConfigurationError)
    {
        var names = DistinctValues()
        var domains = DistinctValues()
        for section in sections {
            let settings = try TenantSettings(section)
            try names.add(section.value("name"))
            for value in try section.list("domains") {
                try domains.add(value, as: value.text.lowercased())
            }
            tenants.append(settings)
        }
    }

    private mutating func readAgents(_ sections: [ConfigurationSection]) throws(ConfigurationError)
    {
        var ids = DistinctValues()
        for section in sections {
            let settings = try AgentSettings(section)
            try ids.add(section.value("id"), as: String(settings.id))
            agents.append(settings)
        }
    }

    private mutating func readTrunks(_ sections: [ConfigurationSection]) throws(ConfigurationError)
    {
        var names = DistinctValues()
        var networks = DistinctValues()
        for section in sections {
            let settings = try TrunkSettings(section)
            try names.add(section.value("name"))
            for (value, network) in zip(try section.list("addresses"), settings.addresses) {
                try networks.add(value, as: network.description)
            }
            trunks.append(settings)
            guard trunks.count <= CallGraph.Limits.trunksMax else {
                throw try section.value("name").error(
                    "`trunks` has more than \(CallGraph.Limits.trunksMax) entries")
            }
        }
    }

    private mutating func readLinkHeaders(
        _ sections: [ConfigurationSection]
    ) throws(ConfigurationError) {
        var names = DistinctValues()
        for section in sections {
            let settings = try LinkHeaderSettings(section)
            try names.add(section.value("name"), as: settings.name.lowercased())
            linkHeaders.append(settings)
        }
    }
}
