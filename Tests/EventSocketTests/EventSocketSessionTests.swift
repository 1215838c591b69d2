// The client's course, against a scripted switch.

import Testing

@testable import EventSocket

struct EventSocketSessionTests {
    private static let subscribe = EventSubscription.calltrace.command

    private func session(
        logLevel: SwitchLogLine.Level? = .info
    ) throws -> EventSocketSession {
        try EventSocketSession(
            password: "ClueCon", subscription: .calltrace, logLevel: logLevel)
    }

    /// A session that is ready and has asked for the channels.
    private func readySession() throws -> EventSocketSession {
        var session = try session(logLevel: nil)
        for text in [Wire.greeting, Wire.reply("+OK accepted"), Wire.reply("+OK event listener")] {
            _ = session.receive(text)
        }
        #expect(session.state == .listingChannels)
        return session
    }

    private func send(_ command: String) -> EventSocketSession.Action {
        .send(Array("\(command)\n\n".utf8))
    }

    private func event(_ json: String) throws -> SwitchEvent {
        try SwitchEvent(json: Array(json.utf8))
    }

    @Test func `the commands come one by one, each after the answer to the last`() throws {
        var session = try session()
        #expect(session.state == .awaitingGreeting)
        #expect(session.receive(Wire.greeting) == [send("auth ClueCon")])
        #expect(session.state == .authenticating)
        #expect(session.receive(Wire.reply("+OK accepted")) == [send(Self.subscribe)])
        #expect(session.state == .subscribing)
        #expect(
            session.receive(Wire.reply("+OK event listener enabled json")) == [send("log 6")])
        #expect(session.state == .enablingLog)
        #expect(
            session.receive(Wire.reply("+OK log level 6 [6]"))
                == [.ready, send("api show channels as json")])
        #expect(session.state == .listingChannels)
        #expect(session.receive(Wire.answer("{\"row_count\": 0}\n")).isEmpty)
        #expect(session.state == .following)
        #expect(session.framesIgnored == 0)
    }

    @Test func `without a log level none is sent`() throws {
        var session = try session(logLevel: nil)
        _ = session.receive(Wire.greeting + Wire.reply("+OK accepted"))
        #expect(
            session.receive(Wire.reply("+OK event listener enabled json"))
                == [.ready, send("api show channels as json")])
    }

    @Test func `each channel that is up is asked for, one at a time`() throws {
        var session = try readySession()
        let rows =
            #"{"row_count":3,"rows":[{"uuid":"a-1","name":"{","uuid":"z"},{"x":1,"uuid":"b@2"},{"uuid":"c"}]}"#
        #expect(session.receive(Wire.answer(rows + "\n")) == [send("api uuid_dump a-1 json")])
        #expect(session.state == .askingChannels)
        let dump = #"{"Event-Name":"CHANNEL_DATA","Unique-ID":"a-1","variable_sip_call_id":"x@y"}"#
        #expect(
            session.receive(Wire.answer(dump + "\n"))
                == [.channelDump(try event(dump + "\n")), send("api uuid_dump b@2 json")])
        #expect(
            session.receive(Wire.answer("-ERR No such channel!\n")) == [
                send("api uuid_dump c json")
            ])
        #expect(session.channelsSkipped == 1)
        #expect(session.receive(Wire.answer("{broken")) == [.malformedEvent])
        #expect(session.state == .following)
    }

    @Test func `a uuid that would be another command is not asked for`() throws {
        var session = try readySession()
        let odd = [
            "a b", "a\\n\\napi shutdown", "", "\\u0000", "é", String(repeating: "x", count: 257),
        ]
        let rows =
            (odd.map { "{\"uuid\":\"\($0)\"}" } + [
                "{}", "1", "{\"uuid\":[\"z\"]}", "{\"uuid\":\"ok\"}",
            ])
            .joined(separator: ",")
        #expect(
            session.receive(Wire.answer("{\"rows\":[\(rows)]}")) == [send("api uuid_dump ok json")])
        #expect(session.channelsSkipped == UInt64(odd.count + 3))
    }

    @Test func `no more channels are asked for than the limit`() throws {
        let rows = (0..<(Limits.channelsAskedMax + 5)).map { "{\"uuid\":\"u\($0)\"}" }
        let list = try ChannelList(Array("{\"rows\":[\(rows.joined(separator: ","))]}".utf8))
        #expect(list.uuids.count == Limits.channelsAskedMax)
        #expect(list.skipped == 5)
    }

    @Test(arguments: ["-ERR show Command not found!\n", "[]", "{\"rows\":[{]}", ""])
    func `a list that cannot be read ends the asking and not the session`(body: String) throws {
        var session = try readySession()
        #expect(session.receive(Wire.answer(body)).isEmpty)
        #expect(session.state == .following)
        #expect(session.framesIgnored == 1)
    }

    @Test func `events and log lines between answers are handed on at once`() throws {
        var session = try session()
        let json = #"{"Event-Name":"CHANNEL_CREATE","Unique-ID":"u"}"#
        _ = session.receive(Wire.greeting + Wire.reply("+OK accepted"))
        let actions = session.receive(
            Wire.event(json) + Wire.reply("+OK event listener enabled json") + Wire.log("one\n")
                + Wire.plainEvent("Event-Name: CHANNEL_CREATE\nUnique-ID: u\n\n")
                + Wire.reply("+OK log level") + Wire.event(json) + Wire.answer("{\"row_count\":0}")
                + Wire.event("{}") + Wire.event("{") + Wire.log("x", level: "none")
                + Wire.event(json))
        let line = try #require(
            SwitchLogLine(frame: try frames(of: Array(Wire.log("one\n").utf8))[0]))
        #expect(
            actions == [
                .event(try event(json)), send("log 6"), .log(line), .event(try event(json)),
                .ready, send("api show channels as json"), .event(try event(json)),
                .malformedEvent, .malformedEvent, .malformedEvent, .event(try event(json)),
            ])
    }

    @Test func `a split at any place changes nothing`() throws {
        let script =
            Wire.greeting + Wire.reply("+OK accepted") + Wire.reply("+OK") + Wire.reply("+OK")
            + Wire.answer(#"{"rows":[{"uuid":"a"}]}"#) + Wire.event(#"{"Event-Name":"X"}"#)
            + Wire.answer(#"{"Event-Name":"CHANNEL_DATA"}"#) + Wire.log("l\n")
            + Wire.notice("bye\n")
        let bytes = Array(script.utf8)
        var reference = try session()
        let whole = reference.receive(bytes.span)
        #expect(whole.count == 10)
        #expect(whole.last == .disconnected(notice: "bye\n"))
        for split in 0...bytes.count {
            var session = try session()
            let first = Array(bytes[..<split])
            let second = Array(bytes[split...])
            let parts = session.receive(first.span) + session.receive(second.span)
            #expect(parts == whole, "split at \(split)")
        }
    }

    @Test func `a wrong password ends the session`() throws {
        var session = try session()
        _ = session.receive(Wire.greeting)
        let actions = session.receive(Wire.reply("-ERR invalid") + Wire.notice("Disconnected"))
        #expect(actions == [.refused(reason: EventSocketError(.wrongPassword))])
        #expect(session.state == .refused)
        #expect(session.receive(Wire.greeting).isEmpty)
    }

    @Test func `a switch whose access list refuses the client says so`() throws {
        var session = try session()
        let text =
            "Content-Type: text/rude-rejection\nContent-Length: 24\n\nAccess Denied, go away.\n"
        #expect(session.receive(text) == [.refused(reason: EventSocketError(.accessRefused))])
    }

    @Test func `a refused subscription or log ends the session`() throws {
        var first = try session()
        _ = first.receive(Wire.greeting + Wire.reply("+OK accepted"))
        #expect(
            first.receive(Wire.reply("-ERR no keywords supplied"))
                == [.refused(reason: EventSocketError(.subscriptionRefused))])
        var second = try session()
        _ = second.receive(Wire.greeting + Wire.reply("+OK accepted") + Wire.reply("+OK"))
        #expect(
            second.receive(Wire.reply("-ERR invalid log level"))
                == [.refused(reason: EventSocketError(.logRefused))])
    }

    @Test func `a notice ends the session with the switch's words`() throws {
        var session = try readySession()
        #expect(
            session.receive(Wire.notice("Disconnected, goodbye.\n") + Wire.event("{}"))
                == [.disconnected(notice: "Disconnected, goodbye.\n")])
        #expect(session.state == .disconnected)
        #expect(session.receive(Wire.greeting).isEmpty)
    }

    @Test func `lost framing ends the session`() throws {
        var session = try readySession()
        #expect(
            session.receive("no colon\n\n" + Wire.event("{}"))
                == [.refused(reason: EventSocketError(.malformedHeader))])
        #expect(session.state == .refused)
    }

    @Test func `nothing is believed before the password was accepted`() throws {
        var session = try session()
        #expect(
            session.receive(
                Wire.event(#"{"Event-Name":"X"}"#) + Wire.log("x") + Wire.reply("+OK accepted")
                    + Wire.answer("{}")
            ).isEmpty)
        #expect(session.framesIgnored == 4)
        #expect(session.state == .awaitingGreeting)
    }

    @Test func `the password is sent once and forgotten`() throws {
        var session = try session()
        #expect(session.receive(Wire.greeting + Wire.greeting) == [send("auth ClueCon")])
        #expect(session.framesIgnored == 1)
        #expect(session.password.isEmpty)
    }

    @Test func `answers to no command are counted and change nothing`() throws {
        var session = try readySession()
        _ = session.receive(Wire.answer("{}"))
        #expect(session.state == .following)
        #expect(
            session.receive(Wire.answer("{}") + Wire.reply("-ERR") + "Content-Type: x/y\n\n")
                .isEmpty)
        #expect(session.framesIgnored == 3)
        #expect(session.state == .following)
    }

    @Test(arguments: ["", "a\nb", "a\r", "a\u{0}", "a\u{7f}", String(repeating: "x", count: 513)])
    func `a password that would end the command is refused`(password: String) {
        #expect(throws: EventSocketError(.unusableSetting)) {
            try EventSocketSession(password: password, subscription: .calltrace, logLevel: nil)
        }
    }

    @Test func `no description shows the password`() throws {
        let session = try EventSocketSession(
            password: "hunter2-secret", subscription: .calltrace, logLevel: nil)
        var dumped = ""
        dump(session, to: &dumped)
        for text in [
            "\(session)", String(reflecting: session), "\(Optional(session) as Any)", dumped,
        ] {
            #expect(!text.contains("hunter2"))
            #expect(text.contains("awaitingGreeting"))
        }
    }
}
