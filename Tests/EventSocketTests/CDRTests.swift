// CDRs of mod_json_cdr: its forms, its encodings, and the event that one becomes.

import Foundation
import Testing

@testable import EventSocket

struct CDRTests {
    /// The parts that matter of a CDR, with a value of every awkward sort.
    static let json = """
        {"core-uuid":"c0re","switchname":"fs9","channel_data":{"state":"CS_REPORTING",\
        "direction":"outbound","state_number":"11"},"callStats":{"audio":{"inbound":{\
        "packet_count":102,"mos":4.5}}},"variables":{"direction":"inbound","uuid":"loopback",\
        "channel_name":"sofia/internal/1010@acme.test","sip_call_id":"a@b",\
        "caller_id":"\\"call-2\\" <1011>","switch_m_sdp":"v=0\\r\\no=x 1 2\\r\\n","empty":"",\
        "rate":"50%25","sip_full_from":"\\"\\" <sip:1@x>;tag=a","win":"C:\\\\x",\
        "originated_legs":"ARRAY::b;x;1|:c;y;2","start_uepoch":"1795389991046767",\
        "answer_uepoch":"1795389991386769","end_uepoch":"1795389994406772",\
        "hangup_cause":"NORMAL_CLEARING"},"callflow":[{"caller_profile":{"username":"1010",\
        "destination_number":"1001","uuid":"u-1","originator":{"originator_caller_profiles":[{\
        "uuid":"other"}]}},"times":{"created_time":"1795389991046767","hangup_time":\
        "1795389994406772"}},{"caller_profile":{"username":"older"}}]}
        """

    /// What switch_url_encode makes of a text: `%XX` that is there stays.
    static func switchEncoded(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var encoded = ""
        for (index, byte) in bytes.enumerated() {
            let isEscape =
                byte == 0x25 && index + 2 < bytes.count
                && ASCII.hexValue(bytes[index + 1]) != nil
                && ASCII.hexValue(bytes[index + 2]) != nil
            let isUnsafe =
                byte < 0x20 || byte > 0x7e || "\r\n #%&+:;<=>?@[\\]^`{|}\"".utf8.contains(byte)
            encoded +=
                isUnsafe && !isEscape
                ? String(format: "%%%02X", byte) : String(decoding: [byte], as: UTF8.self)
        }
        return encoded
    }

    /// The same CDR with `encode-values`: the values of variables are URL-encoded each.
    static func withEncodedValues() throws -> String {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8))
        var cdr = try #require(object as? [String: Any])
        let variables = try #require(cdr["variables"] as? [String: String])
        cdr["variables"] = variables.mapValues(switchEncoded)
        let data = try JSONSerialization.data(
            withJSONObject: cdr, options: [.withoutEscapingSlashes])
        return String(decoding: data, as: UTF8.self)
    }

    static func expectEvent(
        _ event: SwitchEvent, exactly: Bool = true,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let wanted = [
            "Event-Name": "CDR", "Core-UUID": "c0re", "FreeSWITCH-Switchname": "fs9",
            "Event-Date-Timestamp": "1795389994406772", "Unique-ID": "u-1",
            "Channel-Name": "sofia/internal/1010@acme.test", "Channel-State": "CS_REPORTING",
            "Call-Direction": "outbound", "Hangup-Cause": "NORMAL_CLEARING",
            "Caller-Username": "1010", "Caller-Destination-Number": "1001",
            "Caller-Unique-ID": "u-1", "Caller-Channel-Created-Time": "1795389991046767",
            "Caller-Channel-Hangup-Time": "1795389994406772",
            "Call-Stats-audio-inbound-packet_count": "102", "Call-Stats-audio-inbound-mos": "4.5",
            "variable_sip_call_id": "a@b", "variable_caller_id": "\"call-2\" <1011>",
            "variable_switch_m_sdp": "v=0\r\no=x 1 2\r\n",
            "variable_sip_full_from": "\"\" <sip:1@x>;tag=a",
        ]
        for (name, value) in wanted {
            #expect(event[name] == value, "\(name)", sourceLocation: location)
        }
        #expect(
            event.values("variable_originated_legs") == ["b;x;1", "c;y;2"],
            sourceLocation: location)
        #expect(event["variable_empty"] == nil, sourceLocation: location)
        #expect(event.isCDR, sourceLocation: location)
        if exactly {
            #expect(event["variable_rate"] == "50%25", sourceLocation: location)
            #expect(event["variable_win"] == "C:\\x", sourceLocation: location)
        }
    }

    @Test func `plain JSON is read whatever the request calls it`() throws {
        Self.expectEvent(try SwitchEvent(cdrBody: Array(Self.json.utf8)))
        Self.expectEvent(try SwitchEvent(cdrBody: Array("cdr=\(Self.json)".utf8)))
    }

    @Test func `a URL-encoded CDR is read`() throws {
        let body = "cdr=" + Self.switchEncoded(Self.json)
        // `50%25` cannot be told from an encoded percent sign any more.
        Self.expectEvent(try SwitchEvent(cdrBody: Array(body.utf8)), exactly: false)
    }

    @Test func `a CDR in base64 is read, with and without the zero byte that versions add`() throws
    {
        for ending in ["", "\0\0\0"] {
            let body = "cdr=" + Data((Self.json + ending).utf8).base64EncodedString()
            Self.expectEvent(try SwitchEvent(cdrBody: Array(body.utf8)))
            let escaped = body.replacing("+", with: "%2B")
            Self.expectEvent(try SwitchEvent(cdrBody: Array(escaped.utf8)))
        }
    }

    @Test func `values that are URL-encoded each are decoded`() throws {
        let body = try Self.withEncodedValues()
        Self.expectEvent(try SwitchEvent(cdrBody: Array(body.utf8)), exactly: false)
    }

    @Test func `values and text URL-encoded, the module's defaults, are mended`() throws {
        let body = "cdr=" + Self.switchEncoded(try Self.withEncodedValues())
        let event = try SwitchEvent(cdrBody: Array(body.utf8))
        Self.expectEvent(event, exactly: false)
        // One decoding brings both off at once, so that the text is no JSON without mending.
        let decoded = PercentEncoding.decode(Array(body.utf8)[4...])
        #expect(throws: EventSocketError(.malformedJSON)) { try SwitchEvent(cdr: decoded) }
    }

    @Test func `a channel that the CDR does not name is named by the address`() throws {
        let body = Array(#"{"variables":{"sip_call_id":"a@b"}}"#.utf8)
        #expect(try SwitchEvent(cdrBody: body, uuid: "a_u-7").uniqueID == "u-7")
        #expect(try SwitchEvent(cdrBody: body, uuid: "u-7").uniqueID == "u-7")
        // The address is the switch's own word; variables may be another channel's.
        let whole = Array(Self.json.utf8)
        #expect(try SwitchEvent(cdrBody: whole, uuid: "a_u-9").uniqueID == "u-9")
        let custom = Array(#"{"variables":{"uuid":"a_x"}}"#.utf8)
        #expect(try SwitchEvent(cdrBody: custom, uuid: "a_x").uniqueID == "a_x")
        #expect(throws: EventSocketError(.malformedCDR)) { try SwitchEvent(cdrBody: body) }
    }

    @Test(arguments: [
        "", "cdr=", "cdr=!", "hello", "[]", "{}", "null", #"{"variables":[]}"#,
        #"{"variables":"x"}"#, #"{"variables":{"uuid":""}}"#, #"{"variables":{"uuid":{}}}"#,
        "cdr=%7B", "cdr=%", "cdr={", "{\"variables\":{\"uuid\":\"a\"}} x", "<cdr/>", "cdr=AAAA",
    ])
    func `what is no CDR is refused`(body: String) {
        #expect(throws: EventSocketError.self) { try SwitchEvent(cdrBody: Array(body.utf8)) }
    }

    @Test func `an end that is in seconds, or nowhere, is taken as it is`() throws {
        let seconds = #"{"variables":{"uuid":"a","end_epoch":"1795389994","end_uepoch":"0"}}"#
        #expect(try SwitchEvent(cdr: Array(seconds.utf8)).timestamp == 1_795_389_994_000_000)
        for end in ["", "0", "9223372036854775807", "-1", "x"] {
            let json = #"{"variables":{"uuid":"a","end_epoch":"\#(end)"}}"#
            #expect(try SwitchEvent(cdr: Array(json.utf8)).timestamp == nil, "\(end)")
        }
    }

    @Test func `hostile bytes are refused or read, and never trap`() throws {
        let forms = [
            Self.json, "cdr=" + Self.switchEncoded(Self.json),
            "cdr=" + Data(Self.json.utf8).base64EncodedString(),
        ]
        for form in forms {
            let bytes = Array(form.utf8)
            for count in stride(from: 0, to: bytes.count, by: 3) {
                _ = try? SwitchEvent(cdrBody: Array(bytes[..<count]))
                var spoiled = bytes
                for byte in [0, 0x22, 0x25, 0x5c, 0x7b, 0xff] as [UInt8] {
                    spoiled[count] = byte
                    _ = try? SwitchEvent(cdrBody: spoiled)
                }
            }
        }
        let long = [UInt8](repeating: 0x20, count: Limits.eventBytesMax + 1)
        #expect(throws: EventSocketError(.eventTooLarge)) { try SwitchEvent(cdrBody: long) }
        let deep = #"{"variables":{"uuid":"# + String(repeating: "[", count: 100_000)
        #expect(throws: EventSocketError.self) { try SwitchEvent(cdrBody: Array(deep.utf8)) }
    }
}
