// How those stand who follow the journal: Loki, and the endpoint of traces.

internal import CallGraph

extension Diagnosis {
    /// Whether the followers keep up, and what they are told.
    static func followers(_ snapshot: CollectorSnapshot) -> [Remark] {
        snapshot.followers.flatMap { follower in
            [trouble(follower, snapshot), refusals(of: follower)].compactMap(\.self)
        }
    }

    /// A follower that is behind, or about to be.
    private static func trouble(
        _ follower: CollectorSnapshot.Follower, _ snapshot: CollectorSnapshot
    ) -> Remark? {
        let isRecent =
            follower.failed.map { snapshot.now.seconds(since: $0) < Limits.silentSeconds } ?? false
        let problem = isRecent ? follower.problem : nil
        let why = problem.map { ": \(Words.quoted($0))" } ?? ""
        if follower.lagSeconds >= Limits.lagSeconds {
            return Remark(
                .warning, "follower-behind",
                "\(follower.name) is \(Words.duration(follower.lagSeconds)) behind\(why). Nothing is "
                    + "lost as long as retention keeps it.",
                advice: advice(follower.name, problem))
        }
        guard let since = follower.failingSince else { return nil }
        let seconds = snapshot.now.seconds(since: since)
        guard seconds >= Limits.failingSeconds else { return nil }
        return Remark(
            .warning, "follower-failing",
            "\(follower.name) has taken nothing for \(Words.duration(seconds))\(why). It is tried "
                + "again, and nothing is lost as long as retention keeps it.",
            advice: advice(follower.name, problem))
    }

    /// What was refused for good.
    private static func refusals(of follower: CollectorSnapshot.Follower) -> Remark? {
        let refusals = follower.refusals.filter { $0.count > 0 }
        let count = refusals.reduce(0) { $0 + $1.count }
        guard count > 0 else { return nil }
        let noun = follower.name == "otlp" ? "span" : "line"
        // A follower with one reason only has no words for it.
        let reasons =
            follower.refusals.count > 1
            ? ": \(Words.list(refusals.map { "\($0.count) \($0.reason)" }))" : ""
        let answer = follower.lastRefusal.map { " It said last: \(Words.quoted($0))" } ?? ""
        return Remark(
            .warning, "follower-refused",
            "\(follower.name) refused \(Words.count(count, noun)) for good\(reasons).\(answer)",
            advice: refusals.max { $0.count < $1.count }.map { advice(ofRefusal: $0.reason) } ?? "")
    }

    /// What to do about tries that fail, by what was answered.
    private static func advice(_ follower: String, _ problem: String?) -> String {
        let problem = problem ?? ""
        let isLoki = follower == "loki"
        let url = "\(follower).url"
        switch problem.prefix(3) {
        case "401", "403":
            return isLoki
                ? "Look at loki.username, loki.password, loki.token and loki.tenant"
                : "Look at otlp.headers"
        case "404": return "See whether \(url) says the right host, port and path"
        case "429":
            return isLoki
                ? "Raise ingestion_rate_mb and per_stream_rate_limit in Loki's limits_config"
                : "Raise the limits of the endpoint"
        case "500", "502", "503", "504": return "Look at the log of what \(url) names"
        default: break
        }
        if problem.contains("refused") {
            return "Nothing listens there: see whether it is up, and is where \(url) says"
        }
        switch follower {
        case "loki":
            return "See whether Loki is up, takes what it is sent, and is where loki.url says"
        case "otlp": return "See whether the OTLP endpoint is up, and is where otlp.url says"
        default: return ""
        }
    }

    /// What to do about refusals, by reason.
    private static func advice(ofRefusal reason: String) -> String {
        switch reason {
        case "too_old":
            "Raise reject_old_samples_max_age in Loki's limits_config; an agent whose clock is behind "
                + "makes old lines as well"
        case "too_new": "An agent's clock is ahead: see above"
        case "too_far_behind":
            "Lines that are an hour older than the newest of their stream: another collector was "
                + "quicker, or an agent's clock is behind"
        case "too_long":
            "Raise max_line_size and max_structured_metadata_size in Loki's limits_config"
        case "malformed": "Report what it said: calltrace wrote what it cannot read"
        default: "Look at the log of what it names"
        }
    }
}
