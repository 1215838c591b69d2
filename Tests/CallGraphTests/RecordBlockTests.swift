// Packed records: what goes in comes out, and broken bytes never trap.

import CallGraph
import Testing

struct RecordBlockTests {
    private static let headers: [RecordHeader] = [
        RecordHeader(
            kind: .sip, flags: [.malformed], ipProtocol: 17, time: Timestamp(microseconds: 5),
            received: Timestamp(microseconds: 6), source: Endpoint(v4: 0x7f00_0001, port: 5060),
            destination: Endpoint(v4: 0x0a00_0001, port: 5080),
            sender: Endpoint(v4: 0xc0a8_0001, port: 0)),
        RecordHeader(
            kind: .event, time: Timestamp(microseconds: -1), received: .distantFuture,
            sender: Endpoint(family: .v6, high: 1, low: 2, port: 0)),
        RecordHeader(
            kind: .log, ipProtocol: 3, time: Timestamp(microseconds: 9),
            received: Timestamp(microseconds: 9),
            source: Endpoint(family: .v6, high: .max, low: 7, port: 65_535),
            destination: Endpoint(family: .unknown, high: 0, low: 0, port: 9)),
    ]

    private func filled() -> RecordBlock {
        var block = RecordBlock()
        for (index, header) in Self.headers.enumerated() {
            var keys = IdentityKeys()
            for key in 0..<index { keys.append(IdentityKey(value: UInt64(key + 1) << 33 | 5)) }
            let node = Array("node\(index)".utf8)
            let correlation = [UInt8](repeating: 7, count: index * 3)
            let payload = [UInt8](repeating: UInt8(index), count: index * 1000)
            block.append(
                header, node: node.span, correlation: correlation.span, payload: payload.span,
                keys: keys)
        }
        return block
    }

    @Test func `records come out as they went in`() {
        let block = filled()
        var records: [Record] = []
        #expect(
            block.forEach { entry in
                records.append(block.record(entry, block: 4))
                return true
            })
        #expect(records.map(\.header) == Self.headers)
        #expect(records.map(\.node) == ["node0", "node1", "node2"])
        #expect(records.map(\.payload.count) == [0, 1000, 2000])
        #expect(records.map(\.correlation.count) == [0, 3, 6])
        #expect(records.map(\.position.block) == [4, 4, 4])
        #expect(block.count == 3)
        #expect(block.keys.count == 3)
        #expect(block.firstTime == Timestamp(microseconds: -1))
        #expect(block.lastTime == Timestamp(microseconds: 9))
    }

    @Test func `a stored block reads the same`() {
        let block = filled()
        let again = RecordBlock(stored: block.bytes)
        var offsets: [[Int]] = [[], []]
        block.forEach {
            offsets[0].append($0.offset); return true
        }
        again.forEach {
            offsets[1].append($0.offset); return true
        }
        #expect(offsets[0] == offsets[1] && offsets[0].count == 3)
    }

    @Test func `a record is passed over by its keys`() {
        let block = filled()
        var carrying = 0
        block.forEach { entry in
            if block.carries(entry, anyOf: [5]) { carrying += 1 }
            return true
        }
        #expect(carrying == 2)
    }

    @Test func `over-long parts are cut at their limits`() {
        var block = RecordBlock()
        var keys = IdentityKeys()
        for value in 0..<1000 { keys.append(IdentityKey(value: UInt64(value))) }
        let long = [UInt8](repeating: 65, count: 2 << 20)
        block.append(
            Self.headers[0], node: long.span, correlation: long.span, payload: long.span, keys: keys
        )
        var entries: [RecordBlock.Entry] = []
        block.forEach {
            entries.append($0); return true
        }
        #expect(entries.count == 1)
        #expect(entries[0].node.count == Limits.nodeNameBytesMax)
        #expect(entries[0].correlation.count == Limits.correlationBytesMax)
        #expect(entries[0].payload.count == Limits.payloadBytesMax)
        #expect(entries[0].keys.count == Limits.keysPerRecordMax * 4)
        #expect(block.isFull)
    }

    @Test func `no prefix and no changed byte of a block traps`() {
        let bytes = filled().bytes
        for count in 0...bytes.count {
            let block = RecordBlock(stored: Array(bytes.prefix(count)))
            var read = 0
            let isWhole = block.forEach { _ in
                read += 1; return true
            }
            #expect(read <= 3)
            if count == bytes.count { #expect(isWhole && read == 3) }
        }
        // The heads of the three records, and some of what follows.
        for index in 0..<min(bytes.count, 1200) {
            for value in [0, 1, 0x7f, 0x80, 0xff] as [UInt8] {
                var changed = bytes
                changed[index] = value
                let block = RecordBlock(stored: changed)
                block.forEach { entry in
                    _ = block.record(entry, block: 0)
                    _ = block.carries(entry, anyOf: [1])
                    return true
                }
            }
        }
    }
}
