// What suggests that two dialogs are one call where nothing says so.

internal import SIP

/// Compares dialogs that share media, numbers or tags.
///
/// Only dialogs that no channel ties to anything are compared, since where a switch speaks there is
/// nothing to guess. Each suggestion must be the only one possible, both ways round.
struct GuessFinder {
    private let search: CallSearch

    init(_ search: CallSearch) { self.search = search }

    /// The keys under which the partners of these dialogs would be found, each sort for itself.
    func keys(
        of dialogs: some Sequence<Identity>
    ) -> [(mention: SIPMention, keys: Set<IdentityKey>)] {
        var keys: [SIPMention: Set<IdentityKey>] = [:]
        for dialog in dialogs {
            for item in search.readings[dialog] ?? [] {
                for hint in item.reading.hints { keys[hint.mention, default: []].insert(hint.key) }
            }
        }
        return keys.map { ($0.key, $0.value) }
    }

    /// The dialogs that share one of these keys: to be read whole before they are compared.
    func candidates(for dialogs: Set<Identity>, by keys: Set<IdentityKey>) -> Set<Identity> {
        var found: Set<Identity> = []
        for (identity, items) in search.readings
        where identity.kind == .dialog && !dialogs.contains(identity) {
            if items.contains(where: { $0.reading.hints.contains { keys.contains($0.key) } }) {
                found.insert(identity)
            }
        }
        return found
    }

    /// The dialogs that numbers or media suggest, by the INVITEs that bear them.
    ///
    /// A path is made of INVITEs: where these stand for nothing, neither does the rest of their dialogs. And
    /// strangers do have the same numbers, or get a port that a call still has by another description: the
    /// whole dialogs of fifteen of them are not worth a hundred blocks.
    func suggested(for dialogs: Set<Identity>, by keys: Set<IdentityKey>) -> Set<Identity> {
        Set(links(of: dialogs, by: keys).flatMap { [$0.a, $0.b] }).subtracting(dialogs)
    }

    /// The links between these dialogs and others, as far as `keys` tell: those that all who bear them
    /// were read by.
    func links(of dialogs: Set<Identity>, by keys: Set<IdentityKey>) -> [Link] {
        var byKey: [IdentityKey: Set<Identity>] = [:]
        var mentions: [IdentityKey: SIPMention] = [:]
        for (identity, items) in search.readings where identity.kind == .dialog {
            for hint in items.lazy.flatMap(\.reading.hints) where keys.contains(hint.key) {
                byKey[hint.key, default: []].insert(identity)
                mentions[hint.key] = hint.mention
            }
        }
        var paths: [Identity: DialogPath] = [:]
        func path(_ identity: Identity) -> DialogPath? {
            if let known = paths[identity] { return known }
            let made = DialogPath(search.readings[identity] ?? [])
            paths[identity] = made
            return made
        }
        // By pair of dialogs, the one that was first in front.
        var suggestions: [[Identity]: [SIPMention: Link]] = [:]
        for (key, sharing) in byKey where sharing.count > 1 && sharing.count <= Limits.sharingMax {
            guard let mention = mentions[key], !sharing.isDisjoint(with: dialogs) else { continue }
            let known = sharing.sorted().compactMap { one in path(one).map { (one, $0) } }
            for (first, from) in known {
                let next = known.filter { from.suits($0.1, by: mention) }
                guard next.count == 1, let (second, to) = next.first,
                    known.count(where: { $0.1.suits(to, by: mention) }) == 1,
                    dialogs.contains(first) || dialogs.contains(second),
                    !isSettled(first) || !isSettled(second)
                else { continue }
                suggestions[[first, second], default: [:]][mention] = link(
                    mention, first, second, from, to)
            }
        }
        return suggestions.flatMap { _, links in
            // Two that have nothing to do with each other and agree are no longer a guess.
            let guesses = links.values.filter { $0.strength == .guess }
            return links.values.map { link in
                var link = link
                if link.strength == .guess, guesses.count > 1 { link.strength = .token }
                return link
            }
        }.sorted(by: Link.isEarlier)
    }

    /// True when a switch has said whose this dialog is.
    private func isSettled(_ dialog: Identity) -> Bool {
        search.links.links(of: dialog).contains { $0.kind == .same }
    }

    private func link(
        _ mention: SIPMention, _ first: Identity, _ second: Identity, _ from: DialogPath,
        _ to: DialogPath
    ) -> Link {
        let (kind, strength): (Link.Kind, Link.Strength) =
            switch mention {
            case .tag: (.topology, .token)
            case .numbers: (.number, .guess)
            default: (.media, .guess)
            }
        let node = from.nodes.intersection(to.nodes).min() ?? to.nodes.min() ?? ""
        let label = SIPMentionScanner.hintLabel(mention)
        return Link(
            kind, first, second, strength: strength, from: max(from.time, to.time),
            evidence: [
                Evidence(source: .sip, name: label, event: "INVITE", node: node, time: to.time)
            ])
    }
}

extension DialogPath {
    /// True when the other dialog may be what became of this one behind a node, judged by this.
    fileprivate func suits(_ other: DialogPath, by mention: SIPMention) -> Bool {
        guard leads(to: other), !nodes.isDisjoint(with: other.nodes) || other.isOwn else {
            return false
        }
        let apart = other.time.microseconds(since: time)
        switch mention {
        case .tag:
            return apart <= Limits.topologyMicroseconds && !nodes.isDisjoint(with: other.nodes)
        case .numbers:
            return apart <= Limits.numberMicroseconds && other.isOwn && isSameTenant(other)
        default: return other.isOwn
        }
    }

    /// Domains agree, or one side names nothing but addresses.
    private func isSameTenant(_ other: DialogPath) -> Bool {
        let (mine, others) = (domains.filter(Self.isName), other.domains.filter(Self.isName))
        return mine.isEmpty || others.isEmpty || !mine.isDisjoint(with: others)
    }

    private static func isName(_ host: String) -> Bool {
        host.contains { $0.isLetter } && !host.contains(":")
    }
}
