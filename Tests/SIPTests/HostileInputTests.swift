// Whatever is sent, nothing traps, nothing points outside the bytes, and a Call-ID makes it SIP.

import SIP
import Testing

struct HostileInputTests {
    /// Messages that between them have every kind of header and body that is parsed.
    static let messages: [TortureMessage] = TortureMessage.all.filter {
        ["wsinv.dat", "intmeth.dat", "scalarlg.dat", "mult-ip-in-sdp.dat", "quotbal.dat"]
            .contains($0.file)
    }

    /// Bytes that mean something to one of the grammars, and the extremes.
    static let nastyBytes: [UInt8] = [
        0x00, 0x01, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x25, 0x2c, 0x2f, 0x30, 0x39, 0x3a, 0x3b, 0x3c,
        0x3d, 0x3e, 0x3f, 0x40, 0x5b, 0x5c, 0x5d, 0x7f, 0x80, 0xff,
    ]

    @Test(arguments: messages)
    func `every prefix of a message is parsed`(torture: TortureMessage) {
        let bytes = torture.message.bytes
        for length in 0...bytes.count { Probe.everything(Array(bytes[..<length])) }
    }

    @Test(arguments: messages)
    func `every suffix of a message is parsed`(torture: TortureMessage) {
        let bytes = torture.message.bytes
        for start in 0...bytes.count { Probe.everything(Array(bytes[start...])) }
    }

    @Test(arguments: messages)
    func `a message is parsed with any of its bytes replaced`(torture: TortureMessage) {
        var bytes = torture.message.bytes
        for index in bytes.indices {
            let good = bytes[index]
            for bad in Self.nastyBytes where bad != good {
                bytes[index] = bad
                Probe.everything(bytes)
            }
            bytes[index] = good
        }
    }

    @Test(arguments: ["0", "1", "4294967295", "9223372036854775807", "99999999999999999999", "-1"])
    func `a message is parsed with any number in the place of any other`(number: String) {
        for torture in Self.messages {
            let bytes = torture.message.bytes
            var index = 0
            while index < bytes.count {
                guard (0x30...0x39).contains(bytes[index]) else {
                    index += 1
                    continue
                }
                var end = index
                while end < bytes.count, (0x30...0x39).contains(bytes[end]) { end += 1 }
                Probe.everything(Array(bytes[..<index]) + Array(number.utf8) + Array(bytes[end...]))
                index = end
            }
        }
    }

    @Test(arguments: 0..<4)
    func `50,000 mutations each are parsed`(worker: Int) {
        let seeds = TortureMessage.all.map(\.message.bytes).filter { $0.count < 800 }
        var random = SeededRandom(seed: UInt64(worker) + 1)
        for _ in 0..<50_000 {
            var bytes = seeds[random.below(seeds.count)]
            for _ in 0...random.below(6) { random.mutate(&bytes, with: Self.nastyBytes) }
            Probe.everything(bytes)
        }
    }

    @Test func `noise of any length is parsed`() {
        var random = SeededRandom(seed: 99)
        for length in 0..<600 {
            Probe.everything((0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) })
            Probe.everything(
                (0..<length).map { _ in Self.nastyBytes[random.below(Self.nastyBytes.count)] })
        }
    }

    // Quadratic work on a megabyte would take hours.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "a", " ", "\"", "<", ",", ";", ":", "\\", "\r\n ", "\r\n\r\n", "i:\n", "a:b\n",
            "Via:,\n",
            "\n\0", "i:\r\n", "<\"", "\",", "=\"", "v=0\nm=a 1 b c\n", "--b\n", "[", "%",
        ])
    func `a megabyte of one thing is parsed in linear time`(piece: String) {
        let unit = Array(piece.utf8)
        var bytes = Array("INVITE sip:a@b SIP/2.0\r\nCall-ID: c\r\nFrom: ".utf8)
        while bytes.count < 1_000_000 { bytes.append(contentsOf: unit) }
        Probe.everything(bytes)
        Probe.everything(Array(bytes.dropFirst(44)))
    }
}
