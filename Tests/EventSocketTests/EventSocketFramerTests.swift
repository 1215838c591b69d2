// Frames out of bytes.

import Testing

@testable import EventSocket

struct EventSocketFramerTests {
    @Test func `a frame has its type, its headers in any case of letters, and its body`() throws {
        let frame = try #require(try frames(of: Array(Wire.log("hello\n").utf8)).first)
        #expect(frame.contentType == .logData)
        #expect(frame.header("log-file") == "sofia.c")
        #expect(frame.header("LOG-LINE") == "1143")
        #expect(frame.header("Log-File-Name") == nil)
        #expect(frame.body == Array("hello\n".utf8))
    }

    @Test(arguments: [
        ("auth/request", EventSocketFrame.ContentType.authRequest),
        ("command/reply", .commandReply), ("api/response", .apiResponse),
        ("text/event-json", .eventJSON), ("text/event-plain", .eventPlain),
        ("text/event-xml", .eventXML), ("log/data", .logData),
        ("text/disconnect-notice", .disconnectNotice), ("text/rude-rejection", .rudeRejection),
        ("text/event-json2", .other), ("Text/Event-JSON", .eventJSON),
    ])
    func `the content type is known by its word`(
        word: String, type: EventSocketFrame.ContentType
    ) throws {
        let frame = try #require(try frames(of: Array("Content-Type: \(word)\n\n".utf8)).first)
        #expect(frame.contentType == type)
        #expect(frame.body.isEmpty)
    }

    @Test func `frames that come together are taken apart`() throws {
        let text =
            Wire.greeting + Wire.reply("+OK accepted") + Wire.answer("a\n\nb") + Wire.greeting
        let all = try frames(of: Array(text.utf8))
        #expect(
            all.map(\.contentType) == [.authRequest, .commandReply, .apiResponse, .authRequest])
        #expect(all[2].body == Array("a\n\nb".utf8))
    }

    @Test func `line feeds between frames belong to none`() throws {
        let all = try frames(of: Array(("\n\n\n" + Wire.answer("x") + "\n" + Wire.greeting).utf8))
        #expect(all.map(\.contentType) == [.apiResponse, .authRequest])
    }

    @Test func `a split at any place changes nothing`() throws {
        let text =
            Wire.greeting + Wire.reply("+OK") + Wire.event(#"{"Event-Name":"X"}"#) + "\n"
            + Wire.log("two\n\nlines\n") + Wire.notice("bye\n")
        let bytes = Array(text.utf8)
        let whole = try frames(of: bytes)
        #expect(whole.count == 5)
        for split in 0...bytes.count {
            var framer = EventSocketFramer()
            framer.append(Array(bytes[..<split]))
            var parts = try framer.all()
            framer.append(Array(bytes[split...]))
            parts += try framer.all()
            #expect(parts == whole, "split at \(split)")
        }
        var framer = EventSocketFramer()
        var single: [EventSocketFrame] = []
        for byte in bytes {
            framer.append([byte])
            single += try framer.all()
        }
        #expect(single == whole)
        #expect(framer.bufferedBytes == 0)
    }

    @Test func `values are decoded only in the answer to connect, which is an event`() throws {
        let connect =
            "Event-Name: CHANNEL_DATA\nReply-Text: %2BOK%0A\nContent-Type: command/reply\n\n"
        let plain = "Content-Type: command/reply\nReply-Text: +OK 100%25\n\n"
        let log = "Content-Type: log/data\nEvent-Name: X\nLog-Func: 100%25\n\n"
        let all = try frames(of: Array((connect + plain + log).utf8))
        #expect(all[0].header("Reply-Text") == "+OK\n")
        #expect(all[1].header("Reply-Text") == "+OK 100%25")
        #expect(all[2].header("Log-Func") == "100%25")
    }

    @Test(arguments: [
        ("no colon\n\n", EventSocketError.Reason.malformedHeader),
        (": x\n\n", .malformedHeader),
        ("\u{1}a: x\n\n", .malformedHeader),
        ("Content-Type\n\n", .malformedHeader),
        ("HTTP/1.1 400 Bad Request\r\nA: b\n\n", .malformedHeader),
        ("A: b\n\n", .missingContentType),
        ("Content-Length: -5\nContent-Type: a\n\n", .malformedLength),
        ("Content-Length: 12abc\nContent-Type: a\n\n", .malformedLength),
        ("Content-Length:\nContent-Type: a\n\n", .malformedLength),
        ("Content-Length: 99999999999999999999\nContent-Type: a\n\n", .malformedLength),
        ("Content-Length: 1\nContent-Length: 2\nContent-Type: a\n\n", .malformedLength),
        ("Content-Length: 2147483647\nContent-Type: a\n\n", .bodyTooLarge),
        ("Content-Length: \(Limits.frameBodyBytesMax + 1)\nContent-Type: a\n\n", .bodyTooLarge),
    ])
    func `what is no frame is refused`(text: String, reason: EventSocketError.Reason) {
        let (count, refusal) = outcome(of: text)
        #expect(refusal == reason)
        #expect(count == 0)
    }

    @Test func `a length said twice alike is one length`() throws {
        let text = "Content-Length: 1\nContent-Length: 1\nContent-Type: log/data\n\nx"
        #expect(try frames(of: Array(text.utf8)).map(\.body) == [[0x78]])
    }

    @Test func `an error stays and frees what was kept`() {
        var framer = EventSocketFramer()
        framer.append(Array("bad\n\n".utf8))
        #expect(throws: EventSocketError(.malformedHeader)) { try framer.next() }
        framer.append(Array(Wire.greeting.utf8))
        #expect(throws: EventSocketError(.malformedHeader)) { try framer.next() }
        #expect(framer.bufferedBytes == 0)
    }

    @Test func `header lines may be as long as the limit and no longer`() {
        let type = "Content-Type: log/data\n"
        func head(_ bytes: Int) -> String {
            type + "A: " + String(repeating: "x", count: bytes - type.utf8.count - 4) + "\n\n"
        }
        #expect(outcome(of: head(Limits.frameHeaderBytesMax)) == (1, nil))
        #expect(outcome(of: head(Limits.frameHeaderBytesMax + 1)) == (0, .headerTooLarge))
        let endless = [UInt8](repeating: 0x41, count: Limits.frameHeaderBytesMax + 1)
        #expect(outcome(of: endless).refusal == .headerTooLarge)
        #expect(outcome(of: Array(endless.dropLast())).refusal == nil)
    }

    @Test func `there may be as many header lines as the limit and no more`() {
        func head(_ count: Int) -> String {
            String(repeating: "a: b\n", count: count - 1) + "Content-Type: log/data\n\n"
        }
        #expect(outcome(of: head(Limits.frameHeadersMax)) == (1, nil))
        #expect(outcome(of: head(Limits.frameHeadersMax + 1)) == (0, .tooManyHeaders))
    }

    @Test func `a body may be as long as the limit`() throws {
        var bytes = Array(
            "Content-Length: \(Limits.frameBodyBytesMax)\nContent-Type: api/response\n\n".utf8)
        bytes += [UInt8](repeating: 0x20, count: Limits.frameBodyBytesMax)
        let frame = try #require(try frames(of: bytes).first)
        #expect(frame.body.count == Limits.frameBodyBytesMax)
    }

    @Test func `bytes beyond the buffer are refused`() {
        var framer = EventSocketFramer()
        let piece = [UInt8](repeating: 0x0a, count: 1 << 20)
        for _ in 0..<(Limits.bufferedBytesMax >> 20) { framer.append(piece) }
        #expect(framer.bufferedBytes <= Limits.bufferedBytesMax)
        framer.append(piece)
        #expect(throws: EventSocketError(.bufferFull)) { try framer.next() }
        #expect(framer.bufferedBytes == 0)
    }
}
