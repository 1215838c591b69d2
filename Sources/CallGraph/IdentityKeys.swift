// The keys of one record, held in place.

/// The keys of one record, in place: no array is made for it.
public struct IdentityKeys: ~Copyable {
    private var storage = InlineArray<24, IdentityKey>(repeating: IdentityKey(value: 0))
    /// How many there are.
    public private(set) var count = 0

    /// No keys.
    public init() {}

    /// One key.
    public init(_ key: IdentityKey) { append(key) }

    /// Adds a key unless it is there; beyond `Limits.keysPerRecordMax` it is left out.
    public mutating func append(_ key: IdentityKey) {
        for index in 0..<count where storage[index] == key { return }
        guard count < Limits.keysPerRecordMax else { return }
        storage[count] = key
        count += 1
    }

    /// The key at `index`, which is less than `count`.
    public subscript(index: Int) -> IdentityKey { storage[index] }
}
