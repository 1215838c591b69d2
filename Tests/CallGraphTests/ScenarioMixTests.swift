// Calls of every kind at once, between the same two numbers, in any order and with losses.

import CallGraph
import CallTraceTesting
import Testing

struct ScenarioMixTests {
    /// The legs of one call.
    struct Group {
        var dialogs: Set<String> = []
        var channels: Set<String> = []

        mutating func insert(_ legs: ScriptedLeg...) {
            for leg in legs {
                dialogs.insert(leg.callID)
                channels.insert(leg.uuid)
            }
        }
    }

    /// A maker of calls that begin at random moments of one minute.
    struct Mix {
        var script = CallScript()
        var groups: [Group] = []
        private var generator: SeededGenerator
        private var count = 0

        init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

        mutating func leg(
            at: Int64, answered: Int64? = nil, until: Int64, by originator: String? = nil
        ) -> ScriptedLeg {
            count += 1
            // Half of the outbound legs have their UUID for a Call-ID, as on fs1.
            let uuid =
                "\(String(UInt32.random(in: 0 ... .max, using: &generator), radix: 16))-\(count)"
            let isOwn = originator != nil && Bool.random(using: &generator)
            var leg = ScriptedLeg(
                uuid, isOwn ? uuid : "call-\(count)@x", at: at, answered: answered, until: until,
                peer: originator == nil ? 20 : 21, originator: originator)
            if answered == nil { leg.cause = "USER_BUSY" }
            return leg
        }

        mutating func moment() -> Int64 { Int64.random(in: 0..<60_000, using: &generator) }

        mutating func plain() {
            let at = moment()
            let a = leg(at: at, answered: at + 500, until: at + 9000)
            let b = leg(at: at + 10, answered: at + 450, until: at + 9005, by: a.uuid)
            script.call(a, b)
            groups.append(Group())
            groups[groups.count - 1].insert(a, b)
        }

        mutating func hunt() {
            let at = moment()
            let a = leg(at: at, answered: at + 3500, until: at + 9000)
            let busy = leg(at: at + 10, until: at + 1000, by: a.uuid)
            let other = leg(at: at + 1020, until: at + 2000, by: a.uuid)
            let last = leg(at: at + 2020, answered: at + 3400, until: at + 9000, by: a.uuid)
            script.inbound(a)
            for leg in [busy, other, last] { script.outbound(leg) }
            script.bridge(a, last, from: at + 3520, until: at + 8990)
            groups.append(Group())
            groups[groups.count - 1].insert(a, busy, other, last)
        }

        /// A leaves, B calls C.
        mutating func blindTransfer() {
            let at = moment()
            let a = leg(at: at, answered: at + 500, until: at + 4000)
            let b = leg(at: at + 10, answered: at + 450, until: at + 9000, by: a.uuid)
            let c = leg(at: at + 4020, answered: at + 4500, until: at + 9000, by: b.uuid)
            script.call(a, b)
            script.outbound(c)
            script.bridge(b, c, from: at + 4520, until: at + 8990)
            groups.append(Group())
            groups[groups.count - 1].insert(a, b, c)
        }

        /// Two calls of one caller; their far ends are put together and he leaves both.
        mutating func attendedTransfer() {
            let at = moment()
            let a = leg(at: at, answered: at + 500, until: at + 6000)
            let b = leg(at: at + 10, answered: at + 450, until: at + 9000, by: a.uuid)
            let c = leg(at: at + 2000, answered: at + 2500, until: at + 6000)
            let d = leg(at: at + 2010, answered: at + 2450, until: at + 9000, by: c.uuid)
            script.call(a, b)
            script.call(c, d)
            script.custom(
                "sofia::replaced", channel: c.uuid, at: at + 5900,
                [("att_xfer_replaced_by", b.uuid)])
            script.custom(
                "sofia::transferor", channel: a.uuid, at: at + 5900,
                [
                    ("variable_refer_uuid", c.uuid), ("variable_transfer_to", "att:\(d.uuid)"),
                    ("att_xfer_original_call_id", a.uuid),
                    ("att_xfer_destination_call_id", c.uuid),
                    ("att_xfer_destination_peer_uuid", d.uuid),
                ])
            script.uuidBridge(b, d, at: at + 5950, until: at + 8990)
            groups.append(Group())
            groups[groups.count - 1].insert(a, b, c, d)
        }

        mutating func loopback() {
            let at = moment()
            let a = leg(at: at, answered: at + 500, until: at + 9000)
            let (one, two) = ("lo-a-\(count)", "lo-b-\(count)")
            let b = leg(at: at + 30, answered: at + 450, until: at + 9000, by: two)
            script.inbound(a)
            script.outbound(b)
            script.event(
                "CHANNEL_CREATE", channel: one, at: at + 12,
                [
                    ("variable_originator", a.uuid), ("variable_other_loopback_leg_uuid", two),
                    ("variable_loopback_from_uuid", a.uuid), ("Channel-Name", "loopback/1-a"),
                ])
            script.event(
                "CHANNEL_CREATE", channel: two, at: at + 13,
                [("variable_other_loopback_leg_uuid", one), ("Channel-Name", "loopback/1-b")])
            for half in [one, two] {
                script.event(
                    "CHANNEL_HANGUP", channel: half, at: at + 2500,
                    [("variable_loopback_hangup_cause", "bridge")])
            }
            script.uuidBridge(a, b, at: at + 2510, until: at + 8990)
            groups.append(Group())
            groups[groups.count - 1].insert(a, b)
            groups[groups.count - 1].channels.formUnion([one, two])
        }

        /// Two who only sit in the same room.
        mutating func conference() {
            let at = moment()
            for later in [Int64(0), 700] {
                let leg = leg(at: at + later, answered: at + later + 50, until: at + 9000)
                script.inbound(leg)
                for (action, when) in [("add-member", at + later + 60), ("del-member", at + 8990)] {
                    script.custom(
                        "conference::maintenance", channel: leg.uuid, at: when,
                        [
                            ("Conference-Unique-ID", "room-\(at)"), ("Conference-Name", "3000"),
                            ("Action", action),
                        ])
                }
                groups.append(Group())
                groups[groups.count - 1].insert(leg)
            }
        }

        /// A caller in a queue, two agents rung, and somebody who listens.
        mutating func queue() {
            let at = moment()
            let a = leg(at: at, answered: at + 50, until: at + 9000)
            var first = leg(at: at + 500, until: at + 1500, by: "")
            var second = leg(at: at + 1600, answered: at + 2500, until: at + 9000, by: "")
            (first.originator, second.originator) = (nil, nil)
            let member = [("variable_cc_member_session_uuid", a.uuid)]
            (first.variables, second.variables) = (member, member)
            script.inbound(a)
            script.outbound(first)
            script.outbound(second)
            script.bridge(a, second, from: at + 2530, until: at + 8990)
            let spy = leg(at: at + 3000, answered: at + 3050, until: at + 7000)
            script.inbound(spy)
            script.say(
                spy, "CHANNEL_EXECUTE", at + 3070,
                [("Application", "eavesdrop"), ("Application-Data", second.uuid)])
            groups += [Group(), Group()]
            groups[groups.count - 2].insert(a, first, second)
            groups[groups.count - 1].insert(spy)
        }

        /// Stamps events as a switch does, with the beginning of a tick of 20 ms.
        mutating func tick() {
            for index in script.entries.indices
            where script.entries[index].header.kind == .event {
                script.entries[index].header.time.microseconds -=
                    script.entries[index].header.time.microseconds % 20_000
            }
        }

        mutating func shuffled() -> [Int] {
            script.entries.indices.shuffled(using: &generator)
        }

        /// Loses a share of all records, as a full disk or a broken link would.
        mutating func lose(oneOf share: Int) {
            script.entries.removeAll { _ in Int.random(in: 0..<share, using: &generator) == 0 }
        }
    }

    private static func mix(seed: UInt64) -> Mix {
        var mix = Mix(seed: seed)
        for _ in 0..<3 {
            mix.plain()
            mix.hunt()
            mix.blindTransfer()
            mix.attendedTransfer()
            mix.loopback()
            mix.conference()
            mix.queue()
        }
        mix.tick()
        return mix
    }

    @Test(arguments: [UInt64(1), 2])
    func `every call of a mix is exact, whatever the order`(seed: UInt64) async throws {
        var mix = Self.mix(seed: seed)
        let scene = TraceScene(mix.script, order: mix.shuffled())
        for group in mix.groups {
            try await scene.expectCall(dialogs: group.dialogs, channels: group.channels)
        }
    }

    @Test(arguments: [UInt64(4), 5])
    func `what is lost joins nobody`(seed: UInt64) async throws {
        var mix = Self.mix(seed: seed)
        mix.lose(oneOf: 4)
        let scene = TraceScene(mix.script, order: mix.shuffled())
        for group in mix.groups {
            for identity in group.dialogs.union(group.channels) {
                guard let trace = try await scene.trace(identity) else { continue }
                #expect(Set(trace.dialogs.map(\.callID)).isSubset(of: group.dialogs), "\(identity)")
                #expect(Set(trace.channels.map(\.uuid)).isSubset(of: group.channels), "\(identity)")
            }
        }
    }
}
