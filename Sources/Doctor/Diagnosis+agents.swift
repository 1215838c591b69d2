// What the agents that are heard do wrong.

internal import CallGraph

extension Diagnosis {
    /// Agents that send an old version of HEP.
    static func versions(_ snapshot: CollectorSnapshot) -> [Remark] {
        let heard = snapshot.heard
        let first = heard.filter { $0.agent.version == 1 }.map(\.name)
        let second = heard.filter { $0.agent.version == 2 }.map(\.name)
        var remarks: [Remark] = []
        if !first.isEmpty {
            remarks.append(
                Remark(
                    .warning, "hep-version-1",
                    "\(Words.list(first)) \(first.count == 1 ? "sends" : "send") HEP version 1, which "
                        + "carries no time and no id: the time of receipt and the sender's address "
                        + "stand for them.",
                    advice: "Send version 3: Kamailio's siptrace sends 1 unless it is told "
                        + "modparam(\"siptrace\", \"hep_version\", 3), FreeSWITCH when its "
                        + "capture-server says hep=1"))
        }
        if !second.isEmpty {
            remarks.append(
                Remark(
                    .info, "hep-version-2",
                    "\(Words.list(second)) \(second.count == 1 ? "sends" : "send") HEP version 2, "
                        + "which carries no key, no correlation id and nothing but SIP.",
                    advice:
                        "Send version 3: modparam(\"siptrace\", \"hep_version\", 3) in Kamailio, "
                        + "version=3 in the hep_id of OpenSIPS, hep=3 in FreeSWITCH's capture-server"
                ))
        }
        return remarks
    }

    /// Clocks that are off.
    static func clocks(_ snapshot: CollectorSnapshot) -> [Remark] {
        let clocks = knownClocks(snapshot)
        let wrong = clocks.filter { abs($0.seconds) >= Limits.skewSeconds }
        let seconds = wrong.map(\.seconds).sorted()
        if let least = seconds.first, let most = seconds.last, wrong.count >= 2,
            wrong.count == clocks.count, most - least < Limits.skewSeconds
        {
            // All others agree with each other, and not with us.
            return [
                Remark(
                    .warning, "clock-here",
                    "The clocks of all \(wrong.count) who are heard are "
                        + "\(Words.skew(seconds[seconds.count / 2])): rather "
                        + "this machine's is off.",
                    advice: "Run chrony or another NTP client here, and see chronyc tracking")
            ]
        }
        var remarks = wrong.prefix(Limits.silentMax).map { clock in
            let doubt = clock.seconds > 0 ? ", or what it sends is under way for as long" : ""
            return Remark(
                .warning, "clock-off",
                "The clock of \(clock.name) is \(Words.skew(clock.seconds))\(doubt): its messages "
                    + "stand in the wrong place among those of others.",
                advice: "Run chrony or another NTP client there, and see chronyc tracking"
                    + (clock.isSwitch
                        ? "; a FreeSWITCH keeps a time of its own until fsctl sync_clock" : ""))
        }
        if wrong.count > remarks.count {
            remarks.append(
                Remark(
                    .warning, "clocks-off", "\(wrong.count - remarks.count) more clocks are off."))
        }
        return remarks
    }

    /// A clock elsewhere.
    private struct Clock {
        var name: String
        var seconds: Double
        var isSwitch: Bool
    }

    /// The clocks of those who are heard, each once: an agent inside a switch bears its name.
    private static func knownClocks(_ snapshot: CollectorSnapshot) -> [Clock] {
        var clocks: [Clock] = snapshot.heard.compactMap { node in
            node.agent.skewSeconds.map { Clock(name: node.name, seconds: $0, isSwitch: false) }
        }
        let off = Set(clocks.filter { abs($0.seconds) >= Limits.skewSeconds }.map(\.name))
        for one in snapshot.switches where one.state == .connected && !off.contains(one.name) {
            guard let seconds = one.skewSeconds else { continue }
            clocks.removeAll { $0.name == one.name }
            clocks.append(Clock(name: one.name, seconds: seconds, isSwitch: true))
        }
        return clocks
    }

    /// Ids that tell agents apart no longer.
    static func captureIDs(_ snapshot: CollectorSnapshot) -> [Remark] {
        var remarks = snapshot.heard.filter { !$0.agent.sharedBy.isEmpty }.prefix(
            Limits.silentMax
        ).map { node in
            Remark(
                .warning, "agent-id-shared",
                "\(Words.list(node.agent.sharedBy)) both send as \(node.name): what each of them saw "
                    + "cannot be told apart.",
                advice: "Give every agent a capture id of its own: hep_capture_id in Kamailio, "
                    + "capture_id= in FreeSWITCH's capture-server, capture_id in Asterisk's hep.conf, "
                    + "-hi of heplify")
        }
        if snapshot.heard.contains(where: { $0.name == "0" }) {
            remarks.append(
                Remark(
                    .info, "agent-id-0",
                    "An agent sends the capture id 0, as every Asterisk does that was given none.",
                    advice: "Set capture_id in its hep.conf, and give the id a name in agents"))
        }
        return remarks
    }

    /// What is wrong with packets that were taken all the same.
    static func faults(_ snapshot: CollectorSnapshot) -> [Remark] {
        FaultAdvice.all.compactMap { advice in
            let names = snapshot.heard.filter { $0.agent.count(of: advice.fault) > 0 }.filter {
                // Of version 1 that is said already.
                advice.fault != "no_time" || $0.agent.version != 1
            }.map { "\($0.name) (\($0.agent.count(of: advice.fault)))" }
            guard !names.isEmpty else { return nil }
            return Remark(
                advice.severity, "agent-\(advice.fault)",
                "\(advice.meaning): \(Words.list(names)).", advice: advice.advice)
        }
    }

    /// Agents of the configuration that have never been heard.
    static func unheard(_ snapshot: CollectorSnapshot) -> [Remark] {
        let age = snapshot.now.seconds(since: snapshot.started)
        guard snapshot.packets > 0, age >= Limits.silentSeconds else { return [] }
        let heard = Set(snapshot.nodes.map(\.name))
        let names = Set(snapshot.namedAgents).subtracting(heard).sorted()
        guard !names.isEmpty else { return [] }
        return [
            Remark(
                .warning, "agent-unheard",
                "Nothing has been heard of \(Words.list(names)) since the start, "
                    + "\(Words.duration(age)) ago.",
                advice:
                    "See whether it sends here, with the capture id that agents says and no name "
                    + "of its own; take it out of agents when there is none any more")
        ]
    }
}

extension CollectorSnapshot {
    /// The agents that were heard of late.
    var heard: [(name: String, agent: Agent)] {
        nodes.compactMap { node in
            guard let agent = node.agent,
                now.seconds(since: node.lastSeen) < Limits.silentSeconds
            else { return nil }
            return (node.name, agent)
        }
    }
}
