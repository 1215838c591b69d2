// Addresses of media find their dialogs, within bounds.

import MediaQuality
import SIP
import Testing

@testable import CallGraph

struct MediaTableTests {
    private static let hasher = IdentityHasher(seed: (1, 2))
    private static let start = Timestamp(microseconds: 1_795_389_991_000_000)

    private static func note(
        _ table: inout MediaTable, _ callID: String, _ address: String, _ port: Int,
        more: String = ""
    ) {
        let sdp = Array(
            "v=0\r\nc=IN IP\(address.contains(":") ? 6 : 4) \(address)\r\nm=audio \(port) RTP/AVP 0\r\n\(more)"
                .utf8)
        let name = Array(callID.utf8)
        guard let audio = SDPAudio.parse(sdp.span, ByteRange.all(of: sdp.span)) else { return }
        table.note(
            audio, of: sdp.span, dialog: hasher.key(callID), callID: name.span)
    }

    private static func find(
        _ table: inout MediaTable, _ address: String, _ port: UInt16
    ) -> String? {
        guard var endpoint = Endpoint(parsing: address) else { return nil }
        endpoint.port = port
        return table.find(endpoint, .unknown).map { String(decoding: $0.callID, as: UTF8.self) }
    }

    @Test func `the port itself, the one above it, and one that is named are found`() {
        var table = MediaTable(hasher: Self.hasher)
        Self.note(&table, "a", "192.0.2.1", 4000, more: "a=rtcp:4500\r\n")
        Self.note(&table, "b", "2001:db8::1", 4000)
        let found = [4000, 4001, 4500, 4002, 3999].map { Self.find(&table, "192.0.2.1", $0) }
        #expect(found == ["a", "a", "a", nil, nil])
        let other = [4001, 4500].map { Self.find(&table, "2001:db8::1", $0) }
        #expect(other == ["b", nil])
    }

    @Test(arguments: [
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "host.example", "1.2.3", "1.2.3.999",
    ])
    func `what is no address of a host is not noted`(address: String) {
        var table = MediaTable(hasher: Self.hasher)
        Self.note(&table, "a", address, 4000)
        let count = table.count
        #expect(count == 0)
    }

    @Test func `a port belongs to the call that described it last, and copies cost nothing`() {
        var table = MediaTable(hasher: Self.hasher)
        for callID in ["a", "a", "b"] { Self.note(&table, callID, "192.0.2.1", 4000) }
        let (found, count) = (Self.find(&table, "192.0.2.1", 4000), table.count)
        #expect(found == "b" && count == 1)
    }

    @Test func `what is asked for stays, what is silent goes`() {
        var table = MediaTable(hasher: Self.hasher)
        Self.note(&table, "a", "192.0.2.1", 4000)
        Self.note(&table, "b", "192.0.2.2", 4000)
        for hour in 0...4 {
            table.expire(now: Self.start.advanced(bySeconds: Int64(hour) * 3601))
            let found = Self.find(&table, "192.0.2.1", 4001)
            #expect(found == "a", "after \(hour) hours")
        }
        let (gone, count) = (Self.find(&table, "192.0.2.2", 4000), table.count)
        #expect(gone == nil && count <= 2)
    }

    @Test func `two streams are a pair in either order`() {
        var table = MediaTable(hasher: Self.hasher)
        let name = Array("a".utf8)
        table.note(pair: 5, 9, dialog: Self.hasher.key("a"), callID: name.span, format: nil)
        let found = [table.find(pair: 9, 5)?.callID, table.find(pair: 5, 9)?.callID]
        #expect(found == [name, name])
        let other = table.find(pair: 5, 8)?.callID
        #expect(other == nil)
    }

    @Test func `a flood of descriptions stays within the bounds, and the last ones are found`() {
        var table = MediaTable(hasher: Self.hasher)
        let callID = String(repeating: "x", count: 200)
        for number in 0..<200_000 {
            Self.note(
                &table, callID, "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)", 4000)
        }
        let (count, dropped) = (table.count, table.overflowCount)
        #expect(count <= 2 * CallGraph.Limits.mediaEndpointsMax && dropped > 0)
        let found = Self.find(&table, "10.3.13.63", 4000)
        #expect(found == callID)
    }
}
