// Bytes that no switch would send.

import Testing

@testable import EventSocket

/// Nothing here may trap; what is not refused must hold together.
struct HostileTests {
    private static let script =
        Wire.greeting + Wire.reply("+OK accepted") + Wire.reply("+OK") + Wire.reply("+OK")
        + Wire.answer(#"{"rows":[{"uuid":"a"}]}"#)
        + Wire.event(#"{"Event-Name":"X","a":["b\u00e9",1]}"#)
        + Wire.answer(#"{"Event-Name":"CHANNEL_DATA"}"#) + Wire.log("l call-id: x\n")
        + Wire.plainEvent("Event-Name: Y\na: ARRAY%3A%3Ab|%3Ac\nContent-Length: 2\n\nhi")

    private static let json =
        #"{"Event-Name":"X","n":-1.5e3,"t":true,"a":["b","c\n"],"u":"\ud83d\ude00\u00e9","o":{"p":[]}}"#

    private static let plain =
        "Event-Name: X\nv: a%40b\nw: ARRAY%3A%3Aa|%3Ab\nu: _undef_\nContent-Length: 4\n\nbody"

    /// Reads an event in both forms and everything that was said of it.
    private func probe(_ bytes: [UInt8]) {
        for event in [try? SwitchEvent(json: bytes), try? SwitchEvent(plain: bytes)] {
            guard let event else { continue }
            for name in event.names { _ = (event[name], event.values(name)) }
            _ = (event.name, event.body, event.timestamp, event.sequence)
            #expect(String(validating: event.json, as: UTF8.self) != nil)
            #expect((try? SwitchEvent(json: event.json)) == event)
        }
    }

    private func run(_ bytes: [UInt8]) -> [EventSocketSession.Action] {
        guard
            var session = try? EventSocketSession(
                password: "p", subscription: .calltrace, logLevel: .debug)
        else { return [] }
        return session.receive(bytes.span)
    }

    @Test func `a script cut anywhere does what its whole frames say`() {
        let bytes = Array(Self.script.utf8)
        let whole = run(bytes)
        #expect(whole.count == 10)
        for length in 0..<bytes.count {
            let cut = run(Array(bytes[..<length]))
            #expect(cut == Array(whole.prefix(cut.count)), "cut at \(length)")
        }
    }

    @Test func `a script with any byte replaced traps nothing`() {
        let bytes = Array(Self.script.utf8)
        var refused = 0
        for index in bytes.indices {
            for byte: UInt8 in [
                0, 0x0a, 0x0d, 0x20, 0x22, 0x30, 0x39, 0x3a, 0x5c, 0x7b, 0x7f, 0xff,
            ] {
                var changed = bytes
                changed[index] = byte
                let actions = run(changed)
                if case .refused = actions.last { refused += 1 }
            }
        }
        #expect(refused > 0)
    }

    @Test func `every cut of an event is refused`() throws {
        let json = Array(Self.json.utf8)
        #expect((try? SwitchEvent(json: json)) != nil)
        for length in 0..<json.count {
            #expect((try? SwitchEvent(json: Array(json[..<length]))) == nil, "cut at \(length)")
        }
        let plain = Array(Self.plain.utf8)
        #expect((try? SwitchEvent(plain: plain)) != nil)
        for length in 0..<plain.count {
            #expect((try? SwitchEvent(plain: Array(plain[..<length]))) == nil, "cut at \(length)")
        }
    }

    @Test(arguments: [json, plain])
    func `an event with any byte replaced is refused or holds together`(text: String) {
        let bytes = Array(text.utf8)
        for index in bytes.indices {
            for byte in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = byte
                probe(changed)
            }
        }
    }

    @Test func `every length of a frame set to 0, 1 and the maximum traps nothing`() {
        let maxima = ["0", "1", "\(Limits.frameBodyBytesMax)", "\(Int.max)", "\(UInt64.max)"]
        let parts = Self.script.split(
            separator: "Content-Length: ", omittingEmptySubsequences: false)
        #expect(parts.count == 7)
        for part in parts.indices.dropFirst() {
            for length in maxima {
                var changed = parts.map(String.init)
                changed[part] = length + changed[part].drop { $0.isNumber }
                let actions = run(Array(changed.joined(separator: "Content-Length: ").utf8))
                #expect(actions.count >= 5)
                if length == "\(Int.max)", part < parts.count - 1 {
                    #expect(actions.last == .refused(reason: EventSocketError(.bodyTooLarge)))
                }
                if length == "\(UInt64.max)", part < parts.count - 1 {
                    #expect(actions.last == .refused(reason: EventSocketError(.malformedLength)))
                }
            }
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `random changes of a script trap nothing and do not depend on the split`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(Self.script.utf8)
        for _ in 0..<250 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<changed.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: changed.remove(at: place)
                case 2: changed.insert(UInt8.random(in: 0...255, using: &generator), at: place)
                default:
                    let end = Int.random(in: place..<changed.count, using: &generator)
                    changed.insert(contentsOf: Array(changed[place...end]), at: place)
                }
            }
            let whole = run(changed)
            var session = try EventSocketSession(
                password: "p", subscription: .calltrace, logLevel: .debug)
            var parts: [EventSocketSession.Action] = []
            var rest = changed[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...40, using: &generator)))
                rest = rest.dropFirst(piece.count)
                parts += session.receive(piece.span)
            }
            #expect(parts == whole)
        }
    }

    @Test(arguments: 0..<8 as Range<UInt64>)
    func `random pieces of JSON trap nothing`(seed: UInt64) {
        var generator = SeededGenerator(seed: 1000 + seed)
        let pieces = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "d83d", "\"a\"", "1", "-", "e", ".",
            "true",
            "null", " ", "\n", "é", "ARRAY::", "|:", "\"Event-Name\":", "Content-Length: ", "\n\n",
            "%4",
        ]
        for _ in 0..<500 {
            var text = "{"
            for _ in 0..<Int.random(in: 0...24, using: &generator) {
                text += pieces.randomElement(using: &generator) ?? ""
            }
            probe(Array(text.utf8))
            _ = try? ChannelList(Array(text.utf8))
        }
    }

    @Test func `endless line feeds keep nothing`() throws {
        var framer = EventSocketFramer()
        for _ in 0..<100 {
            framer.append([UInt8](repeating: 0x0a, count: 10_000))
            #expect(try framer.next() == nil)
            #expect(framer.bufferedBytes == 0)
        }
    }

    @Test func `an event as large as a frame may be is refused and the next one is read`() throws {
        var session = try EventSocketSession(
            password: "p", subscription: .calltrace, logLevel: nil)
        _ = session.receive(Wire.greeting + Wire.reply("+OK") + Wire.reply("+OK"))
        let large =
            "{\"Event-Name\":\"X\",\"x\":\"" + String(repeating: "y", count: 8_000_000) + "\"}"
        let good = #"{"Event-Name":"X"}"#
        let actions = session.receive(Wire.event(large) + Wire.event(good))
        #expect(actions == [.malformedEvent, .event(try SwitchEvent(json: Array(good.utf8)))])
    }
}
