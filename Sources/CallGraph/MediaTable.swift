// Which call media belongs to: what session descriptions say of live calls, for reports that name none.

package import MediaQuality
package import SIP

/// The dialog of each address that a session description has named lately, and of each pair of streams.
///
/// Filled by every offer and answer, asked by few reports. Two generations as in ``DialogTable``: what is
/// asked for moves to the young one, and the old one is dropped whole, with the Call-IDs that it holds in one
/// buffer. A port that another call gets is that call's.
package struct MediaTable: ~Copyable, Sendable {
    /// What is known of an address.
    package struct Found: Sendable {
        /// The Call-ID of the dialog that described it, as on the wire.
        package var callID: [UInt8]
        /// The codec that the description names first.
        package var format: MediaFormat?
    }

    private struct Entry {
        var dialog: IdentityKey
        var nameOffset: UInt32
        var nameCount: UInt32
        var format: MediaFormat?
    }

    private struct Generation {
        var entries = SpreadTable<IdentityKey, Entry>()
        var names: [UInt8] = []
    }

    private var young = Generation()
    private var old = Generation()
    private var nextTurn = Timestamp.distantPast
    private let hasher: IdentityHasher

    /// Addresses and pairs that were forgotten early because there were too many.
    package private(set) var overflowCount = 0

    /// An empty table.
    package init(hasher: IdentityHasher) { self.hasher = hasher }

    /// How many addresses and pairs are remembered.
    package var count: Int { young.entries.count + old.entries.count }

    /// Notes where the dialog of this Call-ID wants media, and the port of RTCP where it is not a
    /// neighbour's.
    package mutating func note(
        _ audio: SDPAudio, of bytes: Span<UInt8>, dialog: IdentityKey, callID: Span<UInt8>
    ) {
        guard let endpoint = Endpoint(bytes, audio.address.range, port: audio.port),
            callID.count > 0, callID.count <= Limits.correlationBytesMax
        else { return }
        let key = hasher.key(endpoint)
        // Nearly all are copies: seen by another agent, or said again in a later answer.
        if let known = young.entries[key], known.dialog == dialog { return }
        let format = SIPQuality.format(audio, bytes)
        put(key, dialog, callID, format)
        if let port = audio.rtcpPort, port != audio.port, port != audio.port &+ 1 {
            var other = endpoint
            other.port = port
            put(hasher.key(other), dialog, callID, format)
        }
    }

    /// Notes that two streams belong to this dialog.
    package mutating func note(
        pair a: UInt32, _ b: UInt32, dialog: IdentityKey, callID: Span<UInt8>, format: MediaFormat?
    ) {
        let key = hasher.key(pair: a, b)
        if young.entries[key] != nil { return }
        put(key, dialog, callID, format)
    }

    /// The dialog of RTCP or RTP between these; the sender's side first. Of a port of RTCP the one below it
    /// is the one that was described (RFC 3550 §11), unless both are one (RFC 5761).
    package mutating func find(_ source: Endpoint, _ destination: Endpoint) -> Found? {
        for endpoint in [source, destination] where endpoint.family != .unknown {
            if let found = find(hasher.key(endpoint)) { return found }
            guard endpoint.port & 1 == 1 else { continue }
            var below = endpoint
            below.port -= 1
            if let found = find(hasher.key(below)) { return found }
        }
        return nil
    }

    /// The dialog of two streams that report on each other.
    package mutating func find(pair a: UInt32, _ b: UInt32) -> Found? {
        find(hasher.key(pair: a, b))
    }

    /// Lets generations pass.
    package mutating func expire(now: Timestamp) {
        guard now >= nextTurn else { return }
        turn()
        nextTurn = now.advanced(bySeconds: Limits.mediaSilenceSeconds)
    }

    private mutating func turn() {
        old = young
        young = Generation()
    }

    private mutating func find(_ key: IdentityKey) -> Found? {
        if let entry = young.entries[key] { return Self.found(entry, young) }
        guard let entry = old.entries[key] else { return nil }
        let found = Self.found(entry, old)
        put(key, entry.dialog, found.callID.span, entry.format)
        return found
    }

    private static func found(_ entry: Entry, _ generation: Generation) -> Found {
        let start = Int(entry.nameOffset)
        let name = generation.names[start..<(start + Int(entry.nameCount))]
        return Found(callID: Array(name), format: entry.format)
    }

    private mutating func put(
        _ key: IdentityKey, _ dialog: IdentityKey, _ callID: Span<UInt8>, _ format: MediaFormat?
    ) {
        if young.entries.count >= Limits.mediaEndpointsMax
            || young.names.count + callID.count > Limits.mediaNamesBytesMax
        {
            overflowCount += old.entries.count
            turn()
        }
        let offset = young.names.count
        for index in 0..<callID.count { young.names.append(callID[index]) }
        young.entries.put(
            Entry(
                dialog: dialog, nameOffset: UInt32(truncatingIfNeeded: offset),
                nameCount: UInt32(truncatingIfNeeded: callID.count), format: format),
            at: key)
    }
}

extension Endpoint {
    /// The endpoint of an address in a description; nil for what is no unicast address.
    init?(_ bytes: Span<UInt8>, _ range: Range<Int>, port: UInt16) {
        let range = range.clamped(to: 0..<bytes.count)
        guard (2...45).contains(range.count) else { return nil }
        var address: UInt32 = 0
        var part: UInt32 = 0
        var parts = 0
        var digits = 0
        for index in range {
            let byte = bytes[index]
            if byte == 0x2e, digits > 0, parts < 3 {
                address = address << 8 | part
                (part, digits) = (0, 0)
                parts += 1
            } else if (0x30...0x39).contains(byte), digits < 3 {
                part = part * 10 + UInt32(byte - 0x30)
                digits += 1
                guard part < 256 else { return nil }
            } else {
                // Names, and IPv6: rare, and read with the code that has all of its forms.
                guard let parsed = Endpoint(parsing: bytes.extracting(range).text) else {
                    return nil
                }
                self = parsed
                self.port = port
                return
            }
        }
        guard parts == 3, digits > 0 else { return nil }
        address = address << 8 | part
        // 0.0.0.0 is a hold (RFC 2543), 224.0.0.0 and up are groups.
        guard address >= 1 << 24, address < 0xe000_0000 else { return nil }
        self.init(v4: address, port: port)
    }
}
