// What the signalling of a call shows: loops, clashes, codecs, transfers, addresses that cannot be reached.

internal import SIP

extension Findings {
    /// Findings about the messages of a call. Each needs a message that no clean call has.
    static func signalling(_ trace: Trace, rows: [SIPRow]) -> [Finding] {
        challenges(rows) + glare(rows) + loops(rows) + codecs(rows) + transfers(rows)
            + earlyMedia(trace, rows) + addresses(rows)
    }

    /// Credentials asked for again and again, and never found right.
    private static func challenges(_ rows: [SIPRow]) -> [Finding] {
        var counts: [[String]: (count: Int, row: SIPRow)] = [:]
        var satisfied: Set<[String]> = []
        for row in rows where !row.isRetransmission {
            guard let status = row.status else { continue }
            let key = [row.callID, row.method, row.source.text, row.destination.text]
            if status == 401 || status == 407 {
                counts[key] = ((counts[key]?.count ?? 0) + 1, row)
            } else if (200..<300).contains(status) {
                satisfied.insert(key)
            }
        }
        return counts.filter { $0.value.count >= 3 && !satisfied.contains($0.key) }.map {
            _, found in
            Finding(
                .error, "authentication-loop",
                "\(found.row.source.text) asked \(found.row.destination.text) for credentials "
                    + "\(found.count) times and never took them: a wrong password or realm, or a "
                    + "clock that makes every nonce stale",
                at: found.row.time)
        }
    }

    /// Both sides changed the session at once (RFC 3261 §14.1).
    private static func glare(_ rows: [SIPRow]) -> [Finding] {
        guard let first = rows.first(where: { $0.status == 491 }) else { return [] }
        return [
            Finding(
                .info, "glare",
                "both sides changed the session at the same time, and \(first.source.text) asked "
                    + "to try again later (491)",
                at: first.time)
        ]
    }

    /// A request that came back to where it had been, or was passed on too often.
    private static func loops(_ rows: [SIPRow]) -> [Finding] {
        guard let first = rows.first(where: { $0.status == 482 || $0.status == 483 }) else {
            return []
        }
        let what =
            first.status == 482
            ? "saw the same request again" : "got a request that had been passed on too often"
        return [
            Finding(
                .error, "loop",
                "\(first.source.text) \(what) (\(first.status ?? 0)): two hosts route it to each "
                    + "other",
                at: first.time)
        ]
    }

    /// No codec in common (488, 606): what was offered, and what the refusing side has elsewhere in the call.
    private static func codecs(_ rows: [SIPRow]) -> [Finding] {
        guard let refusal = rows.first(where: { $0.status == 488 || $0.status == 606 }) else {
            return []
        }
        let offer = rows.last {
            $0.status == nil && $0.callID == refusal.callID && $0.cseq == refusal.cseq
                && $0.time <= refusal.time && $0.destination == refusal.source
        }
        let offered = offer.map { codecNames($0.text) } ?? []
        // Some say it in the refusal's body (RFC 3261 §13.3.1.3).
        var known = codecNames(refusal.text)
        if known.isEmpty {
            known =
                rows.first { $0.source == refusal.source && !codecNames($0.text).isEmpty }
                .map { codecNames($0.text) } ?? []
        }
        var text = "\(refusal.source.text) takes no codec that it was offered"
        if !offered.isEmpty { text += ": offered were \(offered.joined(separator: ", "))" }
        if !known.isEmpty { text += "; it has \(known.joined(separator: ", "))" }
        return [Finding(.error, "codecs", text, at: refusal.time)]
    }

    /// A transfer that was refused, or led nowhere (RFC 3515 §2.4.5: its outcome comes in a NOTIFY).
    private static func transfers(_ rows: [SIPRow]) -> [Finding] {
        var findings: [Finding] = []
        if let refused = rows.first(where: {
            $0.method == "REFER" && ($0.status ?? 0) >= 300 && ![401, 407].contains($0.status)
        }) {
            findings.append(
                Finding(
                    .warning, "transfer-failed",
                    "\(refused.source.text) refused to transfer (\(refused.status ?? 0))",
                    at: refused.time))
        }
        for row in rows where row.method == "NOTIFY" && row.status == nil {
            guard let status = fragmentStatus(row.text), status >= 300 else { continue }
            findings.append(
                Finding(
                    .warning, "transfer-failed",
                    "the transfer that \(row.destination.text) asked for failed: its target "
                        + "answered \(status)",
                    at: row.time))
            break
        }
        return findings
    }

    /// Early media that the caller heard, and no answer after it: an announcement says why.
    private static func earlyMedia(_ trace: Trace, _ rows: [SIPRow]) -> [Finding] {
        guard
            [.rejected, .notFound, .clientError, .serverError, .busy, .timeout].contains(
                trace.call.outcome),
            let early = rows.first(where: {
                $0.status == 183 && $0.method == "INVITE" && !codecNames($0.text).isEmpty
            })
        else { return [] }
        return [
            Finding(
                .info, "early-media",
                "\(early.source.text) sent early media (183) and never answered: the caller may "
                    + "have heard an announcement instead of a tone",
                at: early.time)
        ]
    }

    /// An address of a private network in the description of a host that is outside it.
    private static func addresses(_ rows: [SIPRow]) -> [Finding] {
        for row in rows where row.method == "INVITE" || row.method == "UPDATE" {
            guard row.source.isPublic, row.destination.isPublic,
                let address = mediaAddress(row.text),
                let media = Endpoint(parsing: address), media.isPrivateNetwork
            else { continue }
            return [
                Finding(
                    .warning, "unreachable-media",
                    "\(row.source.text) wants media at \(media.addressText), which is reached from "
                        + "its own network only: it is behind NAT and nothing rewrites its "
                        + "description",
                    at: row.time)
            ]
        }
        return []
    }

    /// The names of the audio codecs of a description, in its order; none when there is no description.
    private static func codecNames(_ text: String) -> [String] {
        var formats: [Substring] = []
        var names: [Substring: Substring] = [
            "0": "PCMU", "3": "GSM", "4": "G723", "8": "PCMA", "9": "G722", "18": "G729",
        ]
        for line in text.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("m=audio ") {
                formats = line.split(separator: " ").dropFirst(3).prefix(Limits.codecsNamedMax)
                    .map { $0 }
            } else if line.hasPrefix("a=rtpmap:") {
                let parts = line.dropFirst(9).split(separator: " ", maxSplits: 1)
                guard parts.count == 2 else { continue }
                names[parts[0]] = parts[1].prefix { $0 != "/" }.prefix(32)
            }
        }
        return formats.compactMap { names[$0].map(String.init) }.filter { $0 != "telephone-event" }
    }

    /// The address of the first audio stream, of its own `c=` or of the session's.
    private static func mediaAddress(_ text: String) -> Substring? {
        let lines = text.split(whereSeparator: \.isNewline)
        guard let start = lines.firstIndex(where: { $0.hasPrefix("m=audio ") }) else { return nil }
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("m=") }
        let line =
            section.first { $0.hasPrefix("c=IN IP") }
            ?? lines[..<start].last { $0.hasPrefix("c=IN IP") }
        return line?.split(separator: " ").last?.split(separator: "/").first
    }

    /// The status in the body of a NOTIFY about a transfer: `SIP/2.0 486 Busy Here`.
    private static func fragmentStatus(_ text: String) -> Int? {
        let isFragment = text.split(whereSeparator: \.isNewline).contains {
            $0.lowercased().hasPrefix("content-type:") && $0.lowercased().contains("sipfrag")
        }
        guard isFragment,
            let line = text.split(whereSeparator: \.isNewline).last(where: {
                $0.hasPrefix("SIP/2.0 ")
            })
        else { return nil }
        return Int(line.dropFirst(8).prefix(3))
    }
}

extension Endpoint {
    /// True for IPv4 of RFC 1918, and IPv6 of RFC 4193.
    fileprivate var isPrivateNetwork: Bool {
        switch family {
        case .v4: low >> 24 == 10 || low >> 20 == 0xac1 || low >> 16 == 0xc0a8
        case .v6: high >> 57 == 0x7e
        case .unknown: false
        }
    }

    /// True for addresses that everybody can reach, as far as the number tells.
    fileprivate var isPublic: Bool {
        switch family {
        case .v4:
            !isPrivateNetwork && low >> 24 != 127 && low >> 24 != 0 && low >> 16 != 0xa9fe
                && low >> 22 != 0x191 && low >> 28 < 0xe
        case .v6: high >> 61 == 1
        case .unknown: false
        }
    }
}
