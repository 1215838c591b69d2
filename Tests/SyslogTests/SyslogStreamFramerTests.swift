// Messages out of streams, however they arrive.

import Syslog
import Testing

struct SyslogStreamFramerTests {
    /// What a framer gives for a stream that is cut at these places.
    private func framed(
        _ stream: [UInt8], cuts: [Int] = [], end: Bool = false, pausing: Bool = false
    ) -> [String] {
        var framer = SyslogStreamFramer()
        var found: [String] = []
        func take() {
            while case .message(let range, let isCut) = framer.next() {
                let text = String(decoding: framer.bytes[range], as: UTF8.self)
                found.append(isCut ? "cut \(range.count)" : text)
            }
        }
        let places = [0] + cuts.sorted() + [stream.count]
        for (from, to) in zip(places, places.dropFirst()) {
            let part = Array(stream[from..<to])
            framer.append(part.span)
            take()
            if pausing {
                framer.pause()
                take()
            }
        }
        if end {
            framer.end()
            take()
        }
        return found
    }

    private func counted(_ text: String) -> String { "\(text.utf8.count) \(text)" }

    @Test func `both framings in one stream, however it is cut`() {
        let messages = [
            "<34>1 - h a - - - counted", "<30>Nov 27 13:04:45 a: line", "<1>2\nlines", "13 calls",
            "<2>with\0NUL and\0 12 more\0 13", "<3>x", "<5>NUL, then a length", "<4>0",
            "007 <bond>",
        ]
        let stream = Array(
            (counted(messages[0]) + messages[1] + "\n" + counted(messages[2]) + messages[3] + "\n"
                + messages[4] + "\n\n" + messages[5] + "\0" + messages[6] + "\0"
                + counted(messages[7]) + messages[8] + "\r\n").utf8)
        var wanted = messages
        wanted[8] += "\r"
        #expect(framed(stream) == wanted)
        for first in 0...stream.count {
            #expect(framed(stream, cuts: [first]) == wanted, "\(first)")
            for second in stride(from: first, to: stream.count, by: 7) {
                #expect(framed(stream, cuts: [first, second]) == wanted)
            }
        }
        #expect(framed(stream, cuts: Array(0...stream.count)) == wanted)
    }

    @Test func `what a connection leaves without an end is a message`() {
        for (stream, wanted) in [
            ("<1>a\n<2>b", ["<1>a", "<2>b"]), ("12", ["12"]), ("12 ", ["12 "]), ("\n\0", []),
            ("9 <1>a", ["cut 4"]), ("<1>a\0", ["<1>a"]),
        ] {
            let bytes = Array(stream.utf8)
            for cut in 0...bytes.count {
                #expect(framed(bytes, cuts: [cut], end: true) == wanted, "\(stream) \(cut)")
            }
        }
    }

    @Test func `a NUL at the end of what was written ends a message at once`() {
        let stream = Array("<1>a\0<2>b\0".utf8)
        #expect(framed(stream) == ["<1>a"])
        #expect(framed(stream, pausing: true) == ["<1>a", "<2>b"])
        #expect(framed(stream, cuts: [5], pausing: true) == ["<1>a", "<2>b"])
    }

    @Test func `a message beyond the limit is cut, and the next one is whole`() {
        let limit = Syslog.Limits.messageBytesMax
        for extra in [0, 1, 2, 700_000] {
            let long = "<1>" + String(repeating: "x", count: limit - 3 + extra)
            let wanted = [extra == 0 ? long : "cut \(limit)", "<2>after"]
            for stream in [
                long + "\n<2>after\n", counted(long) + "<2>after\n", long + "\0<2>after\n",
                counted(long) + counted("<2>after"),
            ] {
                let bytes = Array(stream.utf8)
                for step in [1_000, 65_536, 100_003] {
                    let cuts = Array(stride(from: step, to: bytes.count, by: step))
                    #expect(framed(bytes, cuts: cuts) == wanted, "\(extra) \(step)")
                }
                for cut in [limit - 1, limit, limit + 1, limit + 2, limit + 7, limit + 8]
                where cut < bytes.count && bytes.count < Syslog.Limits.streamBytesMax {
                    #expect(framed(bytes, cuts: [cut]) == wanted, "\(extra) \(cut)")
                }
            }
        }
    }

    @Test func `a length of a gigabyte costs no memory`() {
        var framer = SyslogStreamFramer()
        let head = Array("999999999 <1>".utf8)
        framer.append(head.span)
        #expect(framer.next() == .needMore)
        let part = [UInt8](repeating: 0x78, count: 64 << 10)
        var messages = 0
        for _ in 0..<100 {
            framer.append(part.span)
            while case .message(_, let isCut) = framer.next() {
                #expect(isCut)
                messages += 1
            }
            #expect(framer.bytes.count <= Syslog.Limits.messageBytesMax + 128 << 10)
        }
        #expect(messages == 1)
    }

    @Test func `a stream that is not read from is given up`() {
        var framer = SyslogStreamFramer()
        let part = [UInt8](repeating: 0x0a, count: 64 << 10)
        for _ in 0..<17 { framer.append(part.span) }
        #expect(framer.next() == .broken)
        framer.append(part.span)
        #expect(framer.next() == .broken && framer.bytes.isEmpty)
    }

    @Test func `a message that is put back is given again, whatever comes meanwhile`() {
        let stream = Array((counted("<1>one") + "<2>two\n" + counted("<3>three")).utf8)
        for cut in 0...stream.count {
            var framer = SyslogStreamFramer()
            var found: [String] = []
            for part in [stream[..<cut], stream[cut...]] {
                let bytes = Array(part)
                framer.append(bytes.span)
                while case .message(let range, _) = framer.next() {
                    let first = Array(framer.bytes[range])
                    framer.putBack()
                    let more: [UInt8] = []
                    framer.append(more.span)
                    guard case .message(let again, _) = framer.next() else {
                        Issue.record("it is not given again")
                        return
                    }
                    #expect(Array(framer.bytes[again]) == first)
                    found.append(String(decoding: first, as: UTF8.self))
                }
            }
            #expect(found == ["<1>one", "<2>two", "<3>three"], "\(cut)")
        }
    }
}
