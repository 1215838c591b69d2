// Which blocks are done with, when their lines are in pushes that end in any order.

/// Keeps count of the pushes that blocks have lines in. Without I/O.
struct LokiProgress {
    private struct Block {
        let number: UInt64
        /// Pushes that are under way or still being filled.
        var pushes = 0
        /// True when all its lines are in pushes.
        var isWhole = false
    }

    private var blocks: [Block] = []

    /// True when nothing is under way.
    var isEmpty: Bool { blocks.isEmpty }

    /// Begins a block; the number is greater than all before.
    mutating func begin(_ number: UInt64) { blocks.append(Block(number: number)) }

    /// A push has lines of this block; to be called once for each push and block.
    mutating func addPush(to number: UInt64) { change(number) { $0.pushes += 1 } }

    /// All lines of the block are in pushes.
    mutating func finish(_ number: UInt64) { change(number) { $0.isWhole = true } }

    /// A push is settled that had lines of these blocks.
    mutating func settle(_ numbers: [UInt64]) {
        for number in numbers { change(number) { $0.pushes -= 1 } }
    }

    /// The number up to which everything is settled since the last call; nil when there is nothing new.
    mutating func takeDone() -> UInt64? {
        let done = blocks.prefix { $0.isWhole && $0.pushes == 0 }
        guard let last = done.last?.number else { return nil }
        blocks.removeFirst(done.count)
        return last
    }

    private mutating func change(_ number: UInt64, _ body: (inout Block) -> Void) {
        guard let place = blocks.lastIndex(where: { $0.number == number }) else { return }
        body(&blocks[place])
    }
}
