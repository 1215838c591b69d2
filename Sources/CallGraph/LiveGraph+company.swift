// The company of a leg the quick way, for those who ask for every call.

extension LiveGraph {
    /// Every leg that is one call with this one, itself included.
    ///
    /// The same as the legs of ``closure(of:options:)``: calls that have nothing special about them, nearly
    /// all, are walked over without one.
    public func company(of node: LiveNode) -> [LiveNode] {
        if let legs = plainCompany(of: node) { return legs }
        return closure(of: node).members.keys.filter(\.kind.isLeg)
    }

    /// The legs of a call of few legs and sure links, all of which overlap; nil where only a closure can
    /// tell: where hubs, listeners, guesses, standing channels or names that were used again come in.
    private func plainCompany(of node: LiveNode) -> [LiveNode]? {
        var found = [node]
        var stays: [Life] = []
        var next = 0
        while next < found.count {
            let here = found[next]
            next += 1
            guard found.count <= Limits.plainCompanyMax, isInOneGeneration(here),
                let life = lives(of: here)?.first
            else { return next == 1 && isUnknown(here) ? [node] : nil }
            stays.append(life)
            let links = edges(of: here)
            guard links.count <= Limits.plainCompanyMax else { return nil }
            for link in links {
                let there = link.other(than: here)
                guard link.strength >= .token, !link.kind.isSocial, !there.kind.isHub,
                    link.kind != .queue
                else { return nil }
                if !found.contains(there) { found.append(there) }
            }
        }
        // Whoever overlaps with all others overlaps with its neighbours.
        guard let first = stays.map(\.lowerBound).max(), let last = stays.map(\.upperBound).min(),
            first <= last
        else { return nil }
        return found.filter(\.kind.isLeg)
    }
}
