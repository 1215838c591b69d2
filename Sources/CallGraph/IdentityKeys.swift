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

extension IdentityKeys {
    /// The keys that a log line is found by: its channel, and a Call-ID that the switch wrote into it.
    public init(logLine text: [UInt8], channel uuid: String?, hasher: IdentityHasher) {
        self.init()
        if let uuid, Identity.isUsable(uuid) {
            append(hasher.key(uuid))
            if let callID = LogText.callID(in: text), Identity.isUsable(callID) {
                append(hasher.key(callID))
            }
        }
    }
}
