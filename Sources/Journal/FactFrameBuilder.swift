// The facts of many blocks, put into columns.

import CallGraph

/// Puts facts into one frame, block by block; what is alike stands together, so that it compresses.
///
/// ``FactFrame`` says how a frame is laid out, and reads it.
struct FactFrameBuilder {
    /// How many facts there are.
    private(set) var count = 0
    /// The number of the first block.
    private(set) var firstNumber: UInt64 = 0
    /// The number of the last block.
    private(set) var lastNumber: UInt64 = 0
    /// The earliest time of a fact, `distantFuture` when there is none.
    private(set) var firstTime = Timestamp.distantFuture
    /// The latest time of a fact, `distantPast` when there is none.
    private(set) var lastTime = Timestamp.distantPast

    private var columns = [[UInt8]](repeating: [], count: FactFrame.Column.allCases.count)
    private var blockCount: UInt32 = 0
    private var beginningCount: UInt32 = 0
    private var steps: [DialogStep] = []
    private var names: [[UInt8]] = []
    /// Places of names by a hash of them; two that share one are both written, which only costs bytes.
    private var nameIndex: [UInt64: Int] = [:]
    private var lastBeginning: (number: UInt64, time: Int64) = (0, 0)
    private let hasher = IdentityHasher(seed: (0, 0))

    /// An empty frame.
    init() {}

    /// Bytes that the frame has so far, without what its steps take.
    var bytes: Int { columns.reduce(0) { $0 + $1.count } }

    /// Adds the facts of the next block; false when its list is damaged, whose rest is then left out.
    mutating func add(_ facts: FactList, block number: UInt64) -> Bool {
        guard !facts.isEmpty else { return true }
        let before = beginningCount
        var record: UInt32 = 0
        var found = 0
        let isWhole = facts.forEach { fact in
            found += 1
            switch fact {
            case .beginning(let beginning):
                // Records are numbered as they stand in the block: a list that goes back is damaged.
                guard beginning.record >= record else { return }
                add(beginning, in: facts.bytes, record: beginning.record - record)
                record = beginning.record
            case .step(let step):
                steps.append(step)
                note(step.time)
            }
        }
        guard found > 0 else { return isWhole }
        if blockCount == 0 { firstNumber = number }
        put(number &- lastNumber, .blocks)
        put(UInt64(beginningCount - before), .blocks)
        blockCount += 1
        lastNumber = number
        count += found
        return isWhole
    }

    /// The frame.
    mutating func finish() -> [UInt8] {
        putSteps()
        for name in names {
            columns[FactFrame.Column.nameCounts.rawValue].append(UInt8(clamping: name.count))
            columns[FactFrame.Column.names.rawValue] += name
        }
        var frame: [UInt8] = []
        frame.reserveCapacity(FactFrame.headBytes + bytes)
        let counts = [blockCount, beginningCount, UInt32(steps.count), UInt32(names.count)]
        for number in counts + columns.map({ UInt32($0.count) }) {
            for shift in [0, 8, 16, 24] as [UInt32] {
                frame.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        for column in columns { frame += column }
        return frame
    }

    private mutating func add(
        _ beginning: DialogBeginning, in bytes: [UInt8], record step: UInt32
    ) {
        put(UInt64(step), .records)
        put(zigzag: Int64(bitPattern: beginning.number &- lastBeginning.number), .numbers)
        put(zigzag: beginning.time.microseconds &- lastBeginning.time, .times)
        lastBeginning = (beginning.number, beginning.time.microseconds)
        put(UInt64(place(of: bytes[beginning.node])), .nodes)
        put(UInt64(place(of: bytes[beginning.sourceBytes])), .sources)
        put(UInt64(place(of: bytes[beginning.destinationBytes])), .destinations)
        put(UInt64(place(of: bytes[beginning.domain])), .domains)
        columns[FactFrame.Column.flags.rawValue].append(beginning.isWithinDialog ? 1 : 0)
        put(bytes[beginning.from], .fromCounts, .from)
        put(bytes[beginning.to], .toCounts, .to)
        put(bytes[beginning.target], .targetCounts, .target)
        beginningCount += 1
        note(beginning.time)
    }

    /// Steps go by number, so that those of one call, and of calls that began together, stand together.
    private mutating func putSteps() {
        var last: (number: UInt64, time: Int64) = (0, 0)
        for index in stepOrder() {
            let step = steps[index]
            columns[FactFrame.Column.stepKinds.rawValue].append(step.kind.rawValue)
            put(UInt64(step.status), .stepStatuses)
            put(step.number &- last.number, .stepNumbers)
            put(zigzag: step.time.microseconds &- last.time, .stepTimes)
            last = (step.number, step.time.microseconds)
        }
    }

    /// The places of the steps by their numbers, those of one number as they came.
    ///
    /// Numbers of a frame lie close together as a rule: then number and place fit one word, and words are
    /// sorted several times as fast.
    private func stepOrder() -> [Int] {
        let low = steps.lazy.map(\.number).min() ?? 0
        let high = steps.lazy.map(\.number).max() ?? 0
        let placeBits = UInt64(UInt64.bitWidth - steps.count.leadingZeroBitCount)
        guard (high - low) >> (64 - placeBits) == 0 else {
            return steps.indices.sorted {
                steps[$0].number == steps[$1].number
                    ? $0 < $1 : steps[$0].number < steps[$1].number
            }
        }
        let words = steps.indices.map { (steps[$0].number - low) << placeBits | UInt64($0) }
        return words.sorted().map { Int($0 & ((1 << placeBits) - 1)) }
    }

    private mutating func note(_ time: Timestamp) {
        firstTime = min(firstTime, time)
        lastTime = max(lastTime, time)
    }

    /// The place of a name in the frame's list.
    private mutating func place(of name: ArraySlice<UInt8>) -> Int {
        let hash = hasher.key(name.span).value
        if let known = nameIndex[hash], names[known].elementsEqual(name) { return known }
        names.append(Array(name))
        nameIndex[hash] = names.count - 1
        return names.count - 1
    }

    private mutating func put(
        _ text: ArraySlice<UInt8>, _ counts: FactFrame.Column, _ column: FactFrame.Column
    ) {
        columns[counts.rawValue].append(UInt8(clamping: text.count))
        columns[column.rawValue] += text
    }

    private mutating func put(zigzag value: Int64, _ column: FactFrame.Column) {
        put(UInt64(bitPattern: value << 1 ^ value >> 63), column)
    }

    private mutating func put(_ value: UInt64, _ column: FactFrame.Column) {
        var rest = value
        while rest >= 0x80 {
            columns[column.rawValue].append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        columns[column.rawValue].append(UInt8(truncatingIfNeeded: rest))
    }
}
