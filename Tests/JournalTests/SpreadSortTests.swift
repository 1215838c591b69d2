// Sorting of keys by their spread.

import Testing

@testable import Journal

@Suite struct SpreadSortTests {
    @Test(arguments: [0, 1, 2, 47, 48, 49, 1000, 70_000])
    func `spread keys come out in order`(count: Int) {
        var random = Seeded(state: 7)
        let keys = (0..<count).map { _ in random.next() }
        #expect(SpreadSort.sorted(keys) == keys.sorted())
    }

    @Test func `keys that are not spread come out in order too`() {
        var random = Seeded(state: 8)
        let small = (0..<5000).map { _ in random.next() % 1000 }
        #expect(SpreadSort.sorted(small) == small.sorted())
        let same = [UInt64](repeating: .max, count: 300)
        #expect(SpreadSort.sorted(same) == same)
        let mixed = (0..<5000).map { $0 % 3 == 0 ? random.next() : random.next() % 50 }
        #expect(SpreadSort.sorted(mixed) == mixed.sorted())
    }

    @Test func `entries of one key stand in the order of their blocks`() {
        var random = Seeded(state: 9)
        let entries = (0..<20_000).map { place in
            RunEntry(key: random.next() &* (place % 2 == 0 ? 1 : 0), block: UInt8(place % 128))
        }
        #expect(SpreadSort.sorted(entries) == entries.sorted())
    }
}
