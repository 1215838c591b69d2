// Addresses as text (RFC 5952).

import CallGraph
import Testing

struct EndpointTests {
    @Test(
        arguments: [
            (0x2001_0db8_0000_0000, 0x0000_0000_0000_0001, "[2001:db8::1]:5060"),
            (0, 1, "[::1]:5060"),
            (0, 0, "[::]:5060"),
            (0x2001_0db8_0001_0002, 0x0003_0004_0005_0006, "[2001:db8:1:2:3:4:5:6]:5060"),
            (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "[2001:0:0:1::1]:5060"),
            (0x0001_0000_0002_0003, 0x0004_0005_0006_0007, "[1:0:2:3:4:5:6:7]:5060"),
        ] as [(UInt64, UInt64, String)])
    func `an IPv6 address is written as RFC 5952 says`(high: UInt64, low: UInt64, text: String) {
        #expect(Endpoint(family: .v6, high: high, low: low, port: 5060).text == text)
    }

    @Test func `an IPv4 address is written in four parts`() {
        #expect(Endpoint(v4: 0x7f00_000b, port: 5060).text == "127.0.0.11:5060")
    }
}
