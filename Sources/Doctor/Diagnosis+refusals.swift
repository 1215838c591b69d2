// What came and was refused, from whom, and what they are to change.

internal import CallGraph

extension Diagnosis {
    /// What came as HEP and was refused.
    static func refusals(_ snapshot: CollectorSnapshot) -> [Remark] {
        snapshot.refusals.filter { $0.count > 0 }.map { refusal in
            let advice = RefusalAdvice.of(refusal.reason)
            let senders = snapshot.senders(of: refusal.reason, isLog: false)
            return Remark(
                advice.severity, "refused-\(refusal.reason)",
                "\(Words.were(refusal.count, "packet")) refused: \(advice.meaning)."
                    + from(senders, of: refusal, snapshot) + by(refusal.reason, snapshot),
                advice: self.advice(to: senders) ?? advice.advice)
        }
    }

    /// What came as syslog and was refused.
    static func logRefusals(_ snapshot: CollectorSnapshot) -> [Remark] {
        snapshot.logRefusals.filter { $0.count > 0 }.map { refusal in
            let advice = RefusalAdvice.ofLog(refusal.reason)
            return Remark(
                advice.severity, "log-refused-\(refusal.reason)",
                "Of syslog \(Words.were(refusal.count, "message")) refused: \(advice.meaning)."
                    + from(
                        snapshot.senders(of: refusal.reason, isLog: true), of: refusal, snapshot),
                advice: advice.advice)
        }
    }

    /// A sentence about the addresses; empty when none is known.
    private static func from(
        _ senders: [CollectorSnapshot.RefusedSender], of refusal: CollectorSnapshot.Refusal,
        _ snapshot: CollectorSnapshot
    ) -> String {
        guard !senders.isEmpty else { return "" }
        let named = senders.map { sender in
            let age = Words.duration(snapshot.now.seconds(since: sender.last))
            let looks = AppearanceAdvice.of(sender.appearance).map { "\($0.words), " } ?? ""
            return "\(sender.address) (\(looks)\(sender.count), the last \(age) ago)"
        }
        let agents = snapshot.nodes.reduce(0) { $0 + ($1.agent?.count(of: refusal.reason) ?? 0) }
        // In a flood most are not listed.
        let rest = refusal.count - senders.reduce(agents) { $0 + $1.count }
        let others = rest > 0 ? "; \(rest) from others" : ""
        return " From \(Words.list(named, atMost: Limits.sendersNamedMax))\(others)."
    }

    /// A sentence about agents that are known by name; empty when there are none.
    private static func by(_ reason: String, _ snapshot: CollectorSnapshot) -> String {
        let names = snapshot.nodes.compactMap { node -> String? in
            guard let count = node.agent?.count(of: reason), count > 0 else { return nil }
            return "\(node.name) (\(count))"
        }
        return names.isEmpty
            ? "" : " From \(Words.list(names, atMost: Limits.sendersNamedMax))."
    }

    /// What those senders are to change, by what they look like; nil when that says nothing.
    private static func advice(to senders: [CollectorSnapshot.RefusedSender]) -> String? {
        let looks = Set(senders.compactMap(\.appearance))
        let advice = AppearanceAdvice.all.filter { looks.contains($0.appearance) }.map(\.advice)
        return advice.isEmpty ? nil : advice.joined(separator: ". ")
    }
}

extension CollectorSnapshot {
    /// Those who were refused for this reason, who sent most first.
    func senders(of reason: String, isLog: Bool) -> [RefusedSender] {
        refusedSenders.filter { $0.reason == reason && $0.isLog == isLog }
            .sorted { ($1.count, $0.address) < ($0.count, $1.address) }
    }
}
