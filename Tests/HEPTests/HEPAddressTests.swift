// Addresses and their written form.

import HEP
import Testing

struct HEPAddressTests {
    @Test func `an IPv4-mapped address is the IPv4 address`() {
        let mapped = HEPAddress(v6High: 0, low: 0xFFFF_C000_0201)
        #expect(mapped == HEPAddress(v4: 0xC000_0201))
        #expect(mapped.description == "192.0.2.1")
        #expect(HEPAddress(v6High: 1, low: 0xFFFF_C000_0201).family == .v6)
    }

    // Forms of RFC 5952 §4.
    @Test(arguments: [
        (0, 0, "::"), (0, 1, "::1"), (0x2001_0DB8_0000_0000, 1, "2001:db8::1"),
        (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
        (0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
        (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
        (0xFE80_0000_0000_0000, 0, "fe80::"),
        (UInt64.max, UInt64.max, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ])
    func `IPv6 is written in its canonical form`(high: UInt64, low: UInt64, text: String) {
        #expect(HEPAddress(v6High: high, low: low).description == text)
    }

    @Test func `addresses that name no host are known as such`() {
        for address in [
            HEPAddress.none, HEPAddress(v4: 0), HEPAddress(v4: .max), HEPAddress(v6High: 0, low: 0),
        ] {
            #expect(address.isUnknown)
        }
        #expect(!HEPAddress(v4: 0x7F00_0001).isUnknown)
        #expect(HEPAddress(v4: 0x7F12_3456).isLoopback)
        #expect(HEPAddress(v6High: 0, low: 1).isLoopback)
        #expect(!HEPAddress(v4: 0x0A00_0001).isLoopback)
        #expect(HEPAddress.none.description.isEmpty)
    }
}
