// Bytes to packet, payload to message.

internal import CallGraph
internal import HEP
internal import SIP

/// The two decoders.
enum DecodingStages {
    /// Decodes every packet.
    static func decode(_ input: StageInput) throws -> Int {
        let now = input.messages.last.map(\.header.time.microseconds) ?? 0
        return try CPUTime.nanoseconds {
            var sum = 0
            for message in input.messages {
                let bytes = input.slab.span.extracting(message.packet)
                let packet = try HEPDecoder.decode(bytes, now: now)
                sum &+= packet.payload.count
            }
            BlackHole.take(sum)
        }
    }

    /// Parses every message.
    static func parse(_ input: StageInput) -> Int {
        CPUTime.nanoseconds {
            var sum = 0
            for message in input.messages {
                let parsed = SIPMessage.parse(input.slab.span.extracting(message.payload))
                sum &+= Int(parsed.endOfHeaders)
            }
            BlackHole.take(sum)
        }
    }
}
