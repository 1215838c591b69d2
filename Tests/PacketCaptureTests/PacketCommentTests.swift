// Comments that people and programs can read.

import PacketCapture
import Testing

@Suite("Comments on packets")
struct PacketCommentTests {
    @Test func `a comment comes back as it was, on one line of visible signs`() throws {
        let comment = PacketComment([
            .init("call-id", "1-2@[::1] \n%=é"), .init("node", "a,b"), .init("empty", ""),
        ])
        let isVisible = comment.text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        #expect(isVisible)
        #expect(PacketComment(Array(comment.text.utf8)) == comment)
        #expect(comment["node"] == "a,b" && comment["nothing"] == nil)
    }

    @Test func `what others write is no comment of ours`() {
        for text in ["", "calltraces a=b", "node=x", "Calltrace a=b", "calltrace\u{0}"] {
            #expect(PacketComment(Array(text.utf8)) == nil, "\(text)")
        }
        #expect(PacketComment([0x63, 0xFF]) == nil)
        #expect(
            PacketComment(Array("calltrace a=%4 b=%zz c d=1".utf8))?.fields == [.init("d", "1")])
    }

    @Test func `every prefix and every byte replaced is read or refused`() {
        let bytes = Array("calltrace call=1 node=%41%20b transport=tls".utf8)
        for length in 0...bytes.count { _ = PacketComment(bytes.prefix(length)) }
        for index in bytes.indices {
            for value in 0...255 as ClosedRange<UInt8> {
                var broken = bytes
                broken[index] = value
                _ = PacketComment(broken)
            }
        }
    }
}
