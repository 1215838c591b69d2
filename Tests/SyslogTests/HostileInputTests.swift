// No byte anywhere makes a message fall.

import Syslog
import Testing

struct HostileInputTests {
    @Test(arguments: senders)
    func `every prefix is read`(line: String) throws {
        let bytes = Array(line.utf8)
        for count in 1...bytes.count { #expect(try Parsed(Array(bytes.prefix(count))).isSound) }
    }

    @Test(arguments: senders)
    func `every byte may be another`(line: String) throws {
        let bytes = Array(line.utf8)
        for index in bytes.indices {
            for value in [0, 0x0a, 0x20, 0x22, 0x30, 0x3a, 0x3c, 0x5b, 0x5c, 0x5d, 0x7f, 0xff]
                as [UInt8]
            {
                var changed = bytes
                changed[index] = value
                let parsed = try Parsed(changed)
                #expect(parsed.isSound)
                _ = parsed.message.time?.microseconds(received: received)
            }
        }
    }

    @Test(arguments: senders)
    func `every byte may be missing, or there twice`(line: String) throws {
        let bytes = Array(line.utf8)
        for index in bytes.indices {
            var shorter = bytes
            shorter.remove(at: index)
            #expect(try Parsed(shorter).isSound)
            #expect(try Parsed(Array(bytes[...index] + bytes[index...])).isSound)
        }
    }

    @Test func `a megabyte in any part costs no more than a walk`() throws {
        let long = String(repeating: "x", count: 1 << 20)
        for line in [
            "<1>1 - \(long) a p i - t", "<1>1 - h a p i [\(long) t", "<1>1 - h a p i - \(long)",
            "<1>Nov 27 13:04:45 \(long)", "<1>\(long)[1]: x",
            "<\(String(repeating: "1", count: 1 << 20))",
            "<1>\(String(repeating: "[", count: 1 << 20))", long,
        ] {
            #expect(try Parsed(line).isSound)
        }
    }

    @Test func `streams of strange bytes neither trap nor keep what they hold`() {
        var state: UInt64 = 42
        let signs = Array("<>0123456789 \n\0\r1 <".utf8)
        for _ in 0..<200 {
            var framer = SyslogStreamFramer()
            for _ in 0..<20 {
                var part: [UInt8] = []
                for _ in 0..<50 {
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    part.append(signs[Int(state >> 33) % signs.count])
                }
                framer.append(part.span)
                while case .message(let range, _) = framer.next() {
                    #expect(range.upperBound <= framer.bytes.count && !range.isEmpty)
                    let message = Array(framer.bytes[range])
                    _ = try? SyslogMessage.parse(message.span)
                }
            }
        }
    }
}
