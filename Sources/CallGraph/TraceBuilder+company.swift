// Who else was in the conferences and queues of a call, and which switches lived how long.

internal import EventSocket

extension TraceBuilder {
    /// The hubs that members of the call were in, with those who were there at the same time.
    func company(of closure: Closure<Identity>, _ search: inout CallSearch) async throws -> [Hub] {
        var hubs: [Hub] = []
        for identity in closure.hubs.sorted().prefix(Limits.hubsPerTraceMax) {
            let mine = search.links(of: identity).filter {
                closure.members[$0.other(than: identity)] != nil && Self.isMembership($0, identity)
            }
            let stays = mine.map { link in
                // Who left a standing channel unseen stayed no longer than its own life.
                let lives = closure.members[link.other(than: identity)]?.lives ?? []
                let end = identity.kind == .channel ? lives.map(\.upperBound).max() : nil
                return link.from...max(link.from, link.until ?? end ?? .distantFuture)
            }
            guard let span = TraceBuilder.interval(of: stays) else { continue }
            if !search.wasAsked(identity.id), identity.kind != .channel {
                search.markAsked([reader.hasher.key(identity.id)])
                // Who came before and is still there counts too.
                let around =
                    span.lowerBound.advanced(
                        bySeconds: -Limits.neighbourhoodSeconds)...span.upperBound
                let found = try await reader.records(
                    carrying: [reader.hasher.key(identity.id)], in: around,
                    limit: Limits.hubRecordsMax)
                // A room that is too full to be read is no gap in this call.
                var whole = found
                whole.isComplete = true
                whole.warnings = []
                search.add(whole)
            }
            hubs.append(hub(identity, mine: stays, search))
        }
        let strangers = Set(hubs.flatMap(\.members).filter { $0.callID == nil }.map(\.identity.id))
        let callIDs = try await callIDs(of: strangers, near: closure)
        for index in hubs.indices {
            for place in hubs[index].members.indices where hubs[index].members[place].callID == nil
            {
                hubs[index].members[place].callID = callIDs[hubs[index].members[place].identity.id]
            }
        }
        return hubs
    }

    private func hub(_ identity: Identity, mine: [Life], _ search: CallSearch) -> Hub {
        var members: [Hub.Member] = []
        for link in search.links(of: identity) where Self.isMembership(link, identity) {
            let who = link.other(than: identity)
            let stay = Self.stay(link)
            let isThere = mine.contains { own in
                identity.kind == .channel ? own.accompanies(stay) : own.meets(stay, slack: 0)
            }
            guard who != identity, isThere else { continue }
            members.append(
                Hub.Member(
                    identity: who,
                    callID: who.kind == .dialog ? who.id : Self.callID(of: who, search),
                    from: link.from, until: link.until))
        }
        members.sort { ($0.from, $0.identity) < ($1.from, $1.identity) }
        let kind = identity.kind == .channel ? "agent" : identity.kind.rawValue
        return Hub(
            kind: kind, id: identity.id, name: search.hubNames[identity] ?? identity.id,
            members: Array(members.prefix(Limits.hubMembersMax)),
            isCut: members.count > Limits.hubMembersMax)
    }

    /// The Call-IDs of channels that are no part of the call, from what their switch says of them.
    private func callIDs(
        of uuids: Set<String>, near closure: Closure<Identity>
    ) async throws -> [String: String] {
        let wanted = uuids.sorted().prefix(Limits.hubCallIDsMax)
        guard !wanted.isEmpty,
            let span = TraceBuilder.interval(of: closure.members.values.flatMap(\.lives))
        else { return [:] }
        let margin = Limits.neighbourhoodSeconds
        let found = try await reader.records(
            carrying: Set(wanted.map { reader.hasher.key($0) }),
            in: span.lowerBound.advanced(
                bySeconds: -margin)...span.upperBound.advanced(
                    bySeconds: margin),
            limit: Limits.hubRecordsMax)
        var callIDs: [String: String] = [:]
        for record in found.records where record.header.kind == .event {
            guard let event = try? SwitchEvent(json: record.payload), let uuid = event.uniqueID,
                let callID = event["variable_sip_call_id"], Identity.isUsable(callID)
            else { continue }
            callIDs[uuid] = callIDs[uuid] ?? callID
        }
        return callIDs
    }

    private static func callID(of channel: Identity, _ search: CallSearch) -> String? {
        search.links(of: channel).first {
            $0.kind == .same && $0.other(than: channel).kind == .dialog
        }?.other(than: channel).id
    }

    /// A link that is a stay in this hub; of a standing channel those that it served.
    private static func isMembership(_ link: Link, _ hub: Identity) -> Bool {
        switch hub.kind {
        case .channel: link.kind == .talk || link.kind == .queue
        case .token: link.kind == .token
        default: link.kind == .member
        }
    }

    private static func stay(_ link: Link) -> Life {
        link.from...max(link.from, link.until ?? .distantFuture)
    }

    /// The lives of the switches whose channels never hung up.
    func switchLives(
        of closure: Closure<Identity>, _ search: inout CallSearch, now: Timestamp
    ) async throws -> [SwitchLife] {
        var nodes: [String: Timestamp] = [:]
        for identity in closure.members.keys where identity.kind == .channel {
            let events = (search.readings[identity] ?? []).filter { $0.reading.event != nil }
            let isOver = events.contains {
                ["CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY"].contains(
                    $0.reading.event?.name ?? "")
            }
            // A recovered channel hangs up in its second life only.
            let cores = Set(events.map { $0.reading.event?.coreUUID ?? "" })
            guard !isOver || cores.count > 1 else { continue }
            for item in events {
                let time = item.record.header.time
                nodes[item.record.node] = min(nodes[item.record.node] ?? time, time)
            }
        }
        guard let from = nodes.values.min() else { return [] }
        let found = try await reader.records(
            carrying: Set(nodes.keys.map { reader.hasher.key(SwitchLife.identity($0)) }),
            in: from...max(from, now), limit: Limits.hubRecordsMax)
        return found.records.compactMap(SwitchLife.init).sorted { $0.from < $1.from }
    }
}
