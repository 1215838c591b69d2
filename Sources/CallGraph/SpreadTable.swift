// A table that grows a little at a time.

/// A key with 64 evenly spread bits.
protocol SpreadKey: Hashable, Sendable {
    /// The bits.
    var spread: UInt64 { get }
}

extension IdentityKey: SpreadKey {
    /// The key itself, which is a hash.
    var spread: UInt64 { value }
}

extension LiveNode: SpreadKey {
    /// The bits of its key.
    var spread: UInt64 { key.value }
}

/// A dictionary in 64 parts.
///
/// One dictionary that grows beyond 786,432 entries stops everything for 54 ms, in which 5,000 packets
/// come at the highest rate; its parts grow one by one, for a millisecond each.
struct SpreadTable<Key: SpreadKey, Value: Sendable>: Sendable {
    private static var partCount: Int { 64 }

    private var parts = [[Key: Value]](repeating: [:], count: partCount)
    /// How many entries there are.
    private(set) var count = 0

    /// An empty table.
    init() {}

    /// True when there are no entries.
    var isEmpty: Bool { count == 0 }

    /// The value of a key; nil when there is none.
    subscript(key: Key) -> Value? { parts[Self.part(of: key)][key] }

    /// Sets the value of a key.
    mutating func put(_ value: Value, at key: Key) {
        if parts[Self.part(of: key)].updateValue(value, forKey: key) == nil { count += 1 }
    }

    /// Takes a value out.
    mutating func remove(_ key: Key) -> Value? {
        guard let value = parts[Self.part(of: key)].removeValue(forKey: key) else { return nil }
        count -= 1
        return value
    }

    /// Changes the value of a key in its place, with one look-up; nil when there is none.
    mutating func change<Result>(_ key: Key, _ body: (inout Value) -> Result) -> Result? {
        let part = Self.part(of: key)
        guard let index = parts[part].index(forKey: key) else { return nil }
        return body(&parts[part].values[index])
    }

    /// Takes out what is meant of one part, which may be any number: it is counted round.
    mutating func remove(
        part: Int, where isMeant: (Value) -> Bool
    ) -> [(key: Key, value: Value)] {
        let part = part & (Self.partCount - 1)
        let found = parts[part].filter { isMeant($0.value) }
        for key in found.keys { _ = parts[part].removeValue(forKey: key) }
        count -= found.count
        return found.map { (key: $0.key, value: $0.value) }
    }

    /// Calls `body` with every value.
    func forEachValue(_ body: (Value) -> Void) {
        for part in parts { for value in part.values { body(value) } }
    }

    @inline(__always)
    private static func part(of key: Key) -> Int { Int(key.spread & 63) }
}
