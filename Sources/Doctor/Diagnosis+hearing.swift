// Who is heard, and who is not.

internal import CallGraph

extension Diagnosis {
    /// Whether anybody is heard, and who has gone silent.
    static func hearing(_ snapshot: CollectorSnapshot) -> [Remark] {
        guard !snapshot.listeners.isEmpty else {
            return [
                Remark(
                    .error, "no-listener", "No listener for HEP is on: no SIP can be heard.",
                    advice: "Set hep.udp or hep.tcp")
            ]
        }
        let age = snapshot.now.seconds(since: snapshot.started)
        if snapshot.packets == 0 {
            guard age >= Limits.deafSeconds else { return [] }
            let places = snapshot.listeners.joined(separator: " and ")
            let isRefused = snapshot.refusals.contains { $0.count > 0 }
            return [
                Remark(
                    .error, "no-hep",
                    "No HEP packet has \(isRefused ? "been taken" : "come") in "
                        + "\(Words.duration(age))\(isRefused ? "; what came was refused" : "").",
                    advice: isRefused
                        ? "See below what was refused, and why"
                        : "Point an agent at \(places), and look at the firewalls between and at the "
                            + "port: Asterisk's sample says 9061")
            ]
        }
        let silent = snapshot.nodes.filter {
            snapshot.now.seconds(since: $0.lastSeen) >= Limits.silentSeconds
        }
        var remarks = silent.prefix(Limits.silentMax).map { node in
            let silence = Words.duration(snapshot.now.seconds(since: node.lastSeen))
            return Remark(
                .warning, "node-silent", "Nothing has been heard of \(node.name) for \(silence).",
                advice: "See whether it runs and where it sends; a node taken out of service is "
                    + "forgotten at the next start")
        }
        if silent.count > remarks.count {
            remarks.append(
                Remark(
                    .warning, "nodes-silent",
                    "\(silent.count - remarks.count) more nodes are silent."))
        }
        return remarks
    }

    /// Switches that are not connected.
    static func switches(_ snapshot: CollectorSnapshot) -> [Remark] {
        guard !snapshot.switches.isEmpty else {
            return [
                Remark(
                    .info, "no-switches",
                    "No switch is configured: the legs of a call through a FreeSWITCH are not joined.",
                    advice: "Name its event socket in switches")
            ]
        }
        return snapshot.switches.filter { $0.state != .connected }.map { one in
            let place = "Switch \(one.name) (\(one.address))"
            let problem = one.problem.map { ": \(Words.quoted($0))" } ?? ""
            guard one.state == .refused else {
                return Remark(
                    .error, "switch-disconnected", "\(place) is not connected\(problem).",
                    advice: Self.advice(ofSilence: one.problem ?? ""))
            }
            return Remark(
                .error, "switch-refused", "\(place) refuses us\(problem).",
                advice: Self.advice(ofRefusal: one.problem ?? ""))
        }
    }

    private static func advice(ofSilence problem: String) -> String {
        if problem.contains("Connection refused") {
            return
                "Nothing listens there: load mod_event_socket, and see listen-ip and listen-port in "
                + "its event_socket.conf.xml"
        }
        return "See that mod_event_socket runs, listens there and can be reached"
    }

    private static func advice(ofRefusal problem: String) -> String {
        switch problem {
        case "wrong_password":
            "Set switches[].password to the password in its event_socket.conf.xml"
        case "access_refused":
            "Let this machine in by apply-inbound-acl in its event_socket.conf.xml"
        default: "Look at event_socket.conf.xml and at the switch's log"
        }
    }
}
