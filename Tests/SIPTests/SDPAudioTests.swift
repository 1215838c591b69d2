// Where sound is wanted: the first audio section that is in use.

import SIP
import Testing

struct SDPAudioTests {
    private static func parse(_ lines: String...) -> (text: Text, audio: SDPAudio?) {
        let text = Text(lines.joined(separator: "\r\n") + "\r\n")
        return (text, SDPAudio.parse(text.bytes.span, text.all))
    }

    @Test func `address, ports and the codec that is named first`() throws {
        let (text, found) = Self.parse(
            "v=0", "o=- 1 1 IN IP4 192.0.2.9", "s=-", "c=IN IP4 192.0.2.1", "t=0 0",
            "m=audio 4000/2 RTP/AVP 18 0", "a=rtpmap:0 PCMU/8000", "a=rtpmap:18 G729/8000/1",
            "a=rtcp:4010 IN IP4 192.0.2.1", "m=audio 5000 RTP/AVP 8")
        let audio = try #require(found)
        #expect(text.text(audio.address) == "192.0.2.1")
        #expect(audio.port == 4000 && audio.rtcpPort == 4010)
        #expect(audio.payloadType == 18 && text.text(audio.encoding) == "G729")
        #expect(audio.clockRate == 8000)
    }

    @Test func `video, and audio that is refused, are passed over; a section's own address counts`()
        throws
    {
        let (text, found) = Self.parse(
            "c=IN IP4 192.0.2.1", "m=video 3000 RTP/AVP 96", "c=IN IP4 192.0.2.3",
            "m=audio 0 RTP/AVP 8", "c=IN IP4 192.0.2.4", "m=audio 4000 RTP/SAVPF 111",
            "c=IN IP6 2001:db8::5", "a=rtpmap:111 opus/48000/2")
        let audio = try #require(found)
        #expect(text.text(audio.address) == "2001:db8::5" && audio.port == 4000)
        #expect(text.text(audio.encoding) == "opus" && audio.clockRate == 48000)
    }

    @Test func `what has no audio has none`() {
        for lines in ["", "v=0", "m=audio", "m=audio x RTP/AVP 0", "m=audio 70000 RTP/AVP 0"] {
            #expect(Self.parse(lines).audio == nil, "\(lines)")
        }
    }

    @Test func `every prefix of a description is parsed, and with any byte replaced`() {
        let text = Text(
            "c=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=rtcp:4001\r\n"
        )
        var bytes = text.bytes
        for length in 0...bytes.count {
            let part = Text(String(decoding: bytes.prefix(length), as: UTF8.self))
            _ = SDPAudio.parse(part.bytes.span, part.all)
        }
        for index in bytes.indices {
            let good = bytes[index]
            for bad in [0, 1, 0x0a, 0x20, 0x2f, 0x3a, 0x3d, 0xff] as [UInt8] {
                bytes[index] = bad
                _ = SDPAudio.parse(bytes.span, text.all)
            }
            bytes[index] = good
        }
    }
}
