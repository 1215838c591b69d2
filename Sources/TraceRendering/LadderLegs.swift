// The legs of a call, numbered.

internal import CallGraph

/// The legs of a call, found by the names of their dialogs and channels.
struct LadderLegs {
    /// By start.
    let all: [LadderLeg]
    /// Channels that stand between legs and speak no SIP: they are in the JSON, and in the way here.
    /// None where there is nothing else.
    let loopbacks: Set<String>
    private let numbers: [Identity: Int]

    init(_ trace: Trace) {
        let hasOthers = !trace.dialogs.isEmpty || trace.channels.contains { !$0.isLoopback }
        let loopbacks =
            hasOthers ? Set(trace.channels.filter(\.isLoopback).map(\.uuid)) : Set<String>()
        self.loopbacks = loopbacks
        var legs: [LadderLeg] = []
        var places: [Identity: Int] = [:]
        for dialog in trace.dialogs {
            let identity = Identity(.dialog, dialog.callID)
            if places[identity] == nil { places[identity] = legs.count }
            legs.append(LadderLeg(dialog: dialog))
        }
        // What a channel does not say itself, a link may.
        var spoken: [String: String] = [:]
        for link in trace.links where link.kind == .same {
            for (a, b) in [(link.a, link.b), (link.b, link.a)]
            where a.kind == .channel && b.kind == .dialog { spoken[a.id] = b.id }
        }
        for channel in trace.channels where !loopbacks.contains(channel.uuid) {
            let identity = Identity(.channel, channel.uuid)
            let callID = channel.callID ?? spoken[channel.uuid]
            let place = callID.flatMap { places[Identity(.dialog, $0)] } ?? places[identity]
            if let place {
                legs[place].channels.append(channel)
                if places[identity] == nil { places[identity] = place }
            } else {
                places[identity] = legs.count
                legs.append(LadderLeg(channels: [channel]))
            }
        }
        let order = legs.indices.sorted { (legs[$0].start, $0) < (legs[$1].start, $1) }
        var numbers: [Int] = Array(repeating: 0, count: legs.count)
        for (index, place) in order.enumerated() {
            numbers[place] = index + 1
            legs[place].number = index + 1
        }
        all = order.map { legs[$0] }
        self.numbers = places.mapValues { numbers[$0] }
    }

    /// The number of the leg that an identity belongs to.
    func number(of identity: Identity) -> Int? { numbers[identity] }

    /// The number of the leg that a switch means by this name: a channel's, else a dialog's.
    func number(ofSwitchName name: String) -> Int? {
        numbers[Identity(.channel, name)] ?? numbers[Identity(.dialog, name)]
    }
}
