// Facts in columns: the same as they were, and never a trap.

import CallGraph
import Foundation
import Testing

@testable import Journal

struct FactFrameTests {
    /// Facts of a few blocks, with everything that can occur.
    private static func lists() -> [(number: UInt64, facts: FactList)] {
        var random = Seeded(state: 7)
        var lists: [(number: UInt64, facts: FactList)] = []
        var number: UInt64 = 1_795_385_600_000_000
        for block in [3, 4, 9] as [UInt64] {
            var facts = FactList()
            for record in 0..<6 as Range<UInt32> {
                facts.append(
                    number: number, time: Timestamp(microseconds: Int64(random.next() >> 8)),
                    record: record * 3, isWithinDialog: record == 2,
                    hop: (
                        record == 1 ? .unknown : Endpoint(v4: 0x0a00_0001, port: 1),
                        Endpoint(family: .v6, high: 1, low: 2, port: 3)
                    ),
                    node: Array("fs\(record % 2)".utf8).span, from: Array("\(record)".utf8).span,
                    to: Array(String(repeating: "7", count: 300).utf8).span,
                    target: [UInt8]().span, domain: Array("acme.test".utf8).span)
                facts.append(
                    DialogStep(
                        kind: DialogStep.Kind.allCases[Int(record) % 5],
                        status: UInt16(record) * 99,
                        time: Timestamp(microseconds: -Int64(record)), number: number &- 2))
                number += record == 4 ? 100_000 : 1
            }
            lists.append((block, facts))
        }
        return lists
    }

    private static func frame(_ lists: [(number: UInt64, facts: FactList)]) -> [UInt8] {
        var builder = FactFrameBuilder()
        for (number, facts) in lists { _ = builder.add(facts, block: number) }
        return builder.finish()
    }

    private static func everything() -> CallFilter { CallFilter(CallQuery()) }

    private static func demanding() throws -> CallFilter {
        var query = CallQuery()
        query.node = TextPattern("*0")
        query.domain = TextPattern("acme*")
        query.address = try CIDR(parsing: "10.0.0.0/8")
        query.number = TextPattern("*4*")
        return CallFilter(query)
    }

    @Test func `steps go by number however far numbers lie apart, and those of one as they came`()
        throws
    {
        for numbers in [[], [7], [3, 1, 2, 1, 3, 1], [5, .max, 0, 5, .max, 0, 1 << 62]]
            as [[UInt64]]
        {
            var facts = FactList()
            for (place, number) in numbers.enumerated() {
                facts.append(
                    DialogStep(
                        kind: .ended, status: UInt16(place), time: Timestamp(microseconds: 0),
                        number: number))
            }
            var builder = FactFrameBuilder()
            _ = builder.add(facts, block: 1)
            var found: [UInt16] = []
            try FactFrame(builder.finish()).forEachStep(below: .max) { found.append($0.status) }
            let wanted = numbers.indices.filter { numbers[$0] < .max }.sorted {
                numbers[$0] == numbers[$1] ? $0 < $1 : numbers[$0] < numbers[$1]
            }
            #expect(found.map(Int.init) == wanted)
        }
    }

    @Test func `what was put into a frame comes out of it`() throws {
        let lists = Self.lists()
        var expected: [CallMatch] = []
        var steps: [DialogStep] = []
        for (block, facts) in lists {
            let isWhole = facts.forEach { fact in
                switch fact {
                case .beginning(let beginning):
                    expected.append(
                        CallMatch(
                            position: CallPosition(block: block, record: beginning.record),
                            number: beginning.number, time: beginning.time,
                            isWithinDialog: beginning.isWithinDialog))
                case .step(let step): steps.append(step)
                }
            }
            #expect(isWhole)
        }
        let frame = try FactFrame(Self.frame(lists))
        let found = try frame.matches(Self.everything())
        #expect(found.matches == expected)
        #expect(found.lowestNumber == expected[0].number)
        var read: [DialogStep] = []
        try frame.forEachStep { read.append($0) }
        #expect(read == steps.sorted { $0.number < $1.number })
        // Of node fs0 and from an IPv4 address: records 0, 2, 4 of each block; only 4 has a 4.
        let matches = try frame.matches(Self.demanding()).matches
        #expect(matches.map(\.position.record) == [12, 12, 12])
    }

    @Test func `no frame and no list can trap its reader, whatever byte is changed or cut off`()
        throws
    {
        let lists = Self.lists()
        let bytes = Self.frame(lists)
        let demanding = try Self.demanding()
        func read(_ bytes: [UInt8]) {
            guard let frame = try? FactFrame(bytes) else { return }
            try? frame.forEachStep { _ in }
            _ = try? frame.matches(Self.everything())
            _ = try? frame.matches(demanding)
        }
        for count in bytes.indices {
            #expect(throws: FactDamage.self) { _ = try FactFrame(Array(bytes[..<count])) }
        }
        for index in bytes.indices {
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var changed = bytes
                changed[index] = value
                read(changed)
            }
        }
        let list = lists[0].facts.bytes
        for index in list.indices {
            #expect(Self.survives(FactList(stored: Array(list[..<index]))))
            for value in [0, 1, 0x10, 0x1f, 0x7f, 0xff] as [UInt8] {
                var changed = list
                changed[index] = value
                #expect(Self.survives(FactList(stored: changed)))
            }
        }
    }

    /// Whatever of a list is understood comes out of the frame that is made of it.
    private static func survives(_ list: FactList) -> Bool {
        var count = 0
        list.forEach { if case .beginning = $0 { count += 1 } }
        guard let frame = try? FactFrame(Self.frame([(1, list)])),
            let found = try? frame.matches(everything())
        else { return false }
        return found.matches.count <= count
    }

    @Test func `numbers that are absurd cost no more memory than there are bytes`() throws {
        var table = CallStepTable()
        for number in 0..<100_000 as Range<UInt64> {
            table.take(
                DialogStep(
                    kind: .failed, status: 486, time: .distantPast, number: number << 20))
        }
        #expect(table.hasOverflowed)
        #expect(table.steps(of: 0).outcome == .busy)
        #expect(table.steps(of: 99_999 << 20).isEmpty)
        table.forget(from: 1 << 20)
        #expect(table.steps(of: 0).outcome == .busy)
        #expect(table.steps(of: 2 << 20).isEmpty)
    }
}
