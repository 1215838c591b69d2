// Which times are believed.

import HEP
import Testing

struct AgentTimeTests {
    private let now = AgentPacket.now

    private func decodeTime(_ seconds: UInt64, _ microseconds: UInt64, now: Int64) throws
        -> HEPPacket
    {
        let bytes = packet([
            HEPChunk(type: 0x0A, number: microseconds), HEPChunk(type: 0x09, number: seconds),
        ])
        return try HEPDecoder.decode(bytes.span, now: now)
    }

    @Test func `a time from 2000 to a day ahead is believed, to the microsecond`() throws {
        let last = UInt64(now / 1_000_000) + 86_400
        #expect(try decodeTime(946_684_800, 0, now: now).time == 946_684_800_000_000)
        #expect(try decodeTime(946_684_799, 999_999, now: now).time == nil)
        #expect(try decodeTime(last, 0, now: now).time == now + 86_400_000_000)
        #expect(try decodeTime(last, 1, now: now).time == nil)
        #expect(try decodeTime(last, 1, now: now).flags.contains(.timeUnusable))
    }

    @Test func `microseconds over a million are carried`() throws {
        let decoded = try decodeTime(1_700_000_000, 2_500_000, now: now)
        #expect(decoded.time == 1_700_000_002_500_000)
        #expect(decoded.flags.contains(.timeRepaired))
        #expect(try decodeTime(946_684_799, 1_000_000, now: now).time == 946_684_800_000_000)
    }

    @Test(arguments: [0, 1, 1_700_000_000, UInt64(UInt32.max), 1 << 40, .max])
    func `no time overflows`(seconds: UInt64) throws {
        for microseconds in [0, 999_999, UInt64(UInt32.max), .max] {
            for now in [Int64.min, -1, 0, now, .max] {
                let decoded = try decodeTime(seconds, microseconds, now: now)
                #expect(decoded.time == nil || seconds >= 1_700_000_000)
                #expect((decoded.time == nil) == decoded.flags.contains(.timeUnusable))
            }
        }
    }

    @Test func `a receiver at the end of time believes what others do`() throws {
        #expect(try decodeTime(1_700_000_000, 0, now: .max).time == 1_700_000_000_000_000)
    }

    @Test func `a packet without seconds has no time and no flag`() throws {
        let bytes = packet([HEPChunk(type: 0x0A, number: UInt32(5))])
        let decoded = try decode(bytes)
        #expect(decoded.time == nil)
        #expect(!decoded.flags.contains(.timeUnusable))
    }

    @Test func `a version 2 time absurd in both byte orders is unusable`() throws {
        let bytes = AgentPacket.bytes(of: "kamailio-v2-udp4.bin")
        let absurd = bytes.setting(0, at: 16).setting(0, at: 18)
        let decoded = try decode(absurd)
        #expect(decoded.time == nil)
        #expect(decoded.flags == [.timeUnusable])
        #expect(decoded.captureID == 1)
    }
}
