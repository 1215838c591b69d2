// What a switch is asked for.

import Testing

@testable import EventSocket

struct EventSubscriptionTests {
    @Test func `the subclasses come last, since every word after CUSTOM is one`() {
        let words = EventSubscription.calltrace.command.split(separator: " ").map(String.init)
        let subscription = EventSubscription.calltrace
        #expect(
            words == ["event", "json"] + subscription.names + ["CUSTOM"] + subscription.subclasses)
        #expect(Set(words).count == words.count)
    }

    @Test(arguments: [
        "CHANNEL_CREATE", "CHANNEL_OUTGOING", "CHANNEL_ORIGINATE", "CHANNEL_UUID",
        "CHANNEL_PROGRESS",
        "CHANNEL_PROGRESS_MEDIA", "CHANNEL_ANSWER", "CHANNEL_BRIDGE", "CHANNEL_UNBRIDGE",
        "CHANNEL_EXECUTE", "CHANNEL_HANGUP", "CHANNEL_HANGUP_COMPLETE", "CHANNEL_DESTROY",
        "CHANNEL_PARK", "CHANNEL_UNPARK", "CHANNEL_HOLD", "CHANNEL_UNHOLD", "CALL_UPDATE",
        "CALL_SETUP_REQ", "HEARTBEAT", "RECV_RTCP_MESSAGE", "SEND_RTCP_MESSAGE",
        "sofia::transferor",
        "sofia::transferee",
        "sofia::replaced", "sofia::intercepted", "loopback::bowout", "loopback::direct",
        "callcenter::info", "fifo::info", "conference::maintenance", "valet_parking::info",
    ])
    func `everything that ties channels together is asked for`(name: String) {
        #expect(EventSubscription.calltrace.command.split(separator: " ").contains(Substring(name)))
    }

    @Test(arguments: [
        "CHANNEL_STATE", "CHANNEL_CALLSTATE", "CODEC", "CHANNEL_EXECUTE_COMPLETE", "ALL",
    ])
    func `what only costs is not asked for`(name: String) {
        #expect(
            !EventSubscription.calltrace.command.split(separator: " ").contains(Substring(name)))
    }

    @Test func `a subscription of one's own may do without subclasses`() throws {
        #expect(
            try EventSubscription(names: ["HEARTBEAT"], subclasses: []).command
                == "event json HEARTBEAT")
        #expect(
            try EventSubscription(names: [], subclasses: ["a::b"]).command
                == "event json CUSTOM a::b")
    }

    @Test(arguments: [
        ["A\n\napi shutdown"], ["A B"], [""], ["CUSTOM"], ["É"], [],
        Array(repeating: "A", count: Limits.subscriptionWordsMax + 1),
        [String(repeating: "A", count: 300)],
    ])
    func `a word that would not stay one is refused`(names: [String]) {
        #expect(throws: EventSocketError(.unusableSetting)) {
            try EventSubscription(names: names, subclasses: [])
        }
    }

    @Test func `a subclass is checked too`() {
        #expect(throws: EventSocketError(.unusableSetting)) {
            try EventSubscription(names: ["HEARTBEAT"], subclasses: ["a::b\nexit"])
        }
    }
}
