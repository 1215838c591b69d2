// What the registry keeps under its lock: the families, the problems, the scrape hooks.

struct RegistryState {
    private(set) var families: [String: MetricFamily] = [:]
    private(set) var problems: [String] = []
    private(set) var seriesOverLimit = 0
    private(set) var hooks: [@Sendable () -> Void] = []
    /// Every name in use, with the family it belongs to: a gauge `x_count` and a histogram `x` would
    /// write lines of the same name.
    private var owners: [String: String] = [:]
    /// Lines of the series that are there, and of those that room is kept for.
    private var room: SampleRoom

    init(samplesMax: Int) { room = SampleRoom(most: samplesMax) }

    /// The series asked for, or nil when the name is taken by another kind or there is no room.
    mutating func series(
        _ kind: PrometheusKind, _ asked: String, help: String, labels: [(String, String)],
        bounds: [Double]? = nil
    ) -> MetricFamily.Series? {
        guard let name = declare(kind, asked, help: help, bounds: bounds) else { return nil }
        let set = LabelSet(labels, reserved: kind == .histogram ? "le" : nil)
        if set.leftOut > 0 { report("\(name): \(set.leftOut) labels over the limit are left out") }
        guard let key = place(of: set, in: name) else { return nil }
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
        if let taken = family.reservedNames.first(where: { owners[$0] != nil }) {
            report("\(name) would write \(taken), which \(owners[taken] ?? "") writes")
            return nil
        }
        for reserved in family.reservedNames { owners[reserved] = name }
        families[name] = family
        keepRoom(in: name)
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
            keepRoom(in: known.name)
        } else if known.bounds != bounds {
            report("\(known.name) keeps the bounds it was made with")
        }
    }

    /// Keeps room for one series of a family that has none, if there is any.
    private mutating func keepRoom(in name: String) {
        guard let lines = families[name]?.linesPerSeries, room.take(lines) else { return }
        families[name]?.hasRoomKept = true
    }

    /// The key of these labels: their own, or that of the series for what is over the limits; nil
    /// when there is no room for that one either.
    private mutating func place(of set: LabelSet, in name: String) -> String? {
        guard let family = families[name], family.series[set.rendered] == nil else {
            return set.rendered
        }
        // The series without labels is one only, and so is that of all others.
        let others = family.overflow ?? LabelSet(set.names.map { ($0, "other") }).rendered
        let isOneOnly = set.names.isEmpty || set.rendered == others
        if isOneOnly {
            if takeRoom(forOneIn: family, isOverflow: !set.names.isEmpty) {
                if !set.names.isEmpty { families[name]?.overflow = set.rendered }
                return set.rendered
            }
        } else if family.series.count < Limits.seriesPerFamilyMax, takeRoom(forLabelledIn: family) {
            return set.rendered
        }
        let (sum, overflow) = seriesOverLimit.addingReportingOverflow(1)
        seriesOverLimit = overflow ? .max : sum
        guard !isOneOnly,
            family.series[others] != nil || takeRoom(forOneIn: family, isOverflow: true)
        else {
            report("\(name) has no room for a series: what it counts is not shown")
            return nil
        }
        report("\(name) has no room for more series: others are labelled \"other\"")
        families[name]?.overflow = others
        return others
    }

    /// Takes what is kept for one series of the family, or else free room.
    private mutating func takeRoom(forOneIn family: MetricFamily, isOverflow: Bool) -> Bool {
        // What is kept is for what is over the limits, unless the family is one without labels.
        if family.hasRoomKept, isOverflow || family.series.isEmpty {
            families[family.name]?.hasRoomKept = false
            return true
        }
        return room.take(family.linesPerSeries ?? 1)
    }

    /// Takes free room for a series with labels; what is over the limits must find room later.
    private mutating func takeRoom(forLabelledIn family: MetricFamily) -> Bool {
        let lines = family.linesPerSeries ?? 1
        if family.hasRoomKept || family.overflow != nil { return room.take(lines) }
        guard room.take(2 * lines) else { return false }
        families[family.name]?.hasRoomKept = true
        return true
    }

    private mutating func report(_ problem: String) {
        guard problems.count < Limits.problemsMax, !problems.contains(problem) else { return }
        problems.append(problem)
    }
}
