// Settings in the types of the parts that they are for.

internal import CallGraph
internal import Glibc
internal import Ingest
internal import Journal

extension Admission {
    /// Who is let in by the configuration.
    init(_ settings: HEPSettings) {
        let networks = settings.allow
        self.init(keys: settings.authKeys.map(\.text)) { sender in
            networks.contains { $0.contains(sender) }
        }
    }
}

extension SyslogReader {
    /// Whose syslog is taken by the configuration.
    init(_ settings: LogSettings, rules: LinkRules) {
        let networks = settings.allow
        self.init(rules: rules) { sender in
            networks.isEmpty || networks.contains { $0.contains(sender) }
        }
    }
}

extension TenantDirectory {
    /// The tenants of the configuration.
    init(_ tenants: [TenantSettings]) {
        self.init()
        for tenant in tenants {
            for domain in tenant.domains { add(domain: domain, tenant: tenant.name) }
        }
    }
}

extension JournalOptions {
    /// What the configuration says of retention.
    init(_ settings: RetentionSettings) {
        self.init()
        retentionDays = settings.days
        retentionBytes = Int64(settings.bytes)
        minFreeBytes = settings.minFree.map { Int64($0) }
    }
}

/// The machine's clock.
enum SystemClock {
    /// Now.
    static func now() -> Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(
            microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
    }
}
