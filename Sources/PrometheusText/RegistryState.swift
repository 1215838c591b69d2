// What the registry keeps under its lock: the families, the problems, the scrape hooks.

struct RegistryState {
    private(set) var families: [String: MetricFamily] = [:]
    private(set) var problems: [String] = []
    private(set) var seriesOverLimit = 0
    private(set) var hooks: [@Sendable () -> Void] = []
    /// Every sample name in use, with the family it belongs to: a gauge `x_count` and a histogram
    /// `x` would write lines of the same name.
    private var owners: [String: String] = [:]

    /// The series asked for, or nil when the name is taken by another kind.
    mutating func series(
        _ kind: PrometheusKind, _ asked: String, help: String, labels: [(String, String)],
        bounds: [Double]? = nil
    ) -> MetricFamily.Series? {
        guard let name = declare(kind, asked, help: help, bounds: bounds) else { return nil }
        let set = LabelSet(labels, reserved: kind == .histogram ? "le" : nil)
        if set.leftOut > 0 { report("\(name): \(set.leftOut) labels over the limit are left out") }
        let key = placeOf(set, in: name)
        return families[name]?.findOrMake(key)
    }

    /// Makes the family known; returns its name as written, or nil when it cannot have that kind.
    mutating func declare(
        _ kind: PrometheusKind, _ asked: String, help: String, bounds: [Double]? = nil
    ) -> String? {
        let name =
            kind == .counter
            ? MetricName.metric(asked, suffix: "_total") : MetricName.metric(asked)
        if name != asked { report("\"\(asked.prefix(80))\" is written \(name)") }
        if let known = families[name] {
            guard known.kind == kind else {
                report("\(name) is a \(known.kind.rawValue), asked for as a \(kind.rawValue)")
                return nil
            }
            adopt(help: help, bounds: bounds, in: known)
            return name
        }
        guard families.count < Limits.familiesMax else {
            report("\(name) is not kept: there are \(families.count) families")
            return nil
        }
        let family = MetricFamily(
            name: name, kind: kind, help: MetricName.cut(help, bytesMax: Limits.helpBytesMax),
            bounds: bounds)
        if let taken = family.sampleNames.first(where: { owners[$0] != nil }) {
            report("\(name) would write \(taken), which \(owners[taken] ?? "") writes")
            return nil
        }
        for sample in family.sampleNames { owners[sample] = name }
        families[name] = family
        return name
    }

    mutating func add(hook: @escaping @Sendable () -> Void) {
        guard hooks.count < Limits.scrapeHooksMax else {
            return report("a scrape hook is not kept: there are \(hooks.count)")
        }
        hooks.append(hook)
    }

    /// What a known family still lacks, taken from whoever brings it first.
    private mutating func adopt(help: String, bounds: [Double]?, in known: MetricFamily) {
        if known.help.isEmpty, !help.isEmpty {
            families[known.name]?.help = MetricName.cut(help, bytesMax: Limits.helpBytesMax)
        }
        guard let bounds else { return }
        if known.bounds == nil {
            families[known.name]?.bounds = bounds
        } else if known.bounds != bounds {
            report("\(known.name) keeps the bounds it was made with")
        }
    }

    /// The key of these labels: their own, or that of the series for what is over the limit.
    private mutating func placeOf(_ set: LabelSet, in name: String) -> String {
        // The series without labels is one only and is never over the limit.
        guard let family = families[name], !set.names.isEmpty,
            family.series[set.rendered] == nil,
            family.series.count >= Limits.seriesPerFamilyMax
        else { return set.rendered }
        let (sum, overflow) = seriesOverLimit.addingReportingOverflow(1)
        seriesOverLimit = overflow ? .max : sum
        if let known = family.overflow { return known }
        report("\(name) has \(family.series.count) series; others are labelled \"other\"")
        let key = LabelSet(set.names.map { ($0, "other") }).rendered
        families[name]?.overflow = key
        return key
    }

    private mutating func report(_ problem: String) {
        guard problems.count < Limits.problemsMax, !problems.contains(problem) else { return }
        problems.append(problem)
    }
}
