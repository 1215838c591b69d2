// The facts of many blocks in columns, read without making anything of what is not asked for.

import CallGraph

/// A frame of facts.
///
///     0   u32  blocks        4  u32  beginnings     8  u32  steps     12  u32  names; little-endian
///     16  u32  bytes of each column, in the order of ``Column``
///     …        the columns, one behind the other
///
/// Numbers of a column are varints: seven bits a byte, the low ones first, the highest bit set but in the
/// last. A difference that may be negative is doubled, and inverted if it is (zigzag).
struct FactFrame: Sendable {
    /// The columns, as they follow each other.
    enum Column: Int, CaseIterable {
        /// For each block its number less that of the block before, and how many beginnings it has.
        case blocks
        /// For each name its bytes: of a node, a domain, or an address of 0, 4 or 16 bytes.
        case nameCounts
        case names
        /// For each beginning its record less that of the beginning before it in the block.
        case records
        /// Its call's number less that of the beginning before, zigzag.
        case numbers
        /// Its time in microseconds less that of the beginning before, zigzag.
        case times
        /// The places of its names.
        case nodes
        case sources
        case destinations
        case domains
        /// A byte: 1 within a dialog, else 0.
        case flags
        /// A byte: how many bytes its users have, and the users.
        case fromCounts
        case from
        case toCounts
        case to
        case targetCounts
        case target
        /// For each step, in order of numbers: its kind in a byte, as `FactList` has it.
        case stepKinds
        case stepStatuses
        /// Its call's number less that of the step before.
        case stepNumbers
        /// Its time less that of the step before, zigzag.
        case stepTimes
    }

    /// Bytes before the first column.
    static let headBytes = 16 + Column.allCases.count * 4

    /// How many beginnings there are.
    let beginningCount: Int
    private let bytes: [UInt8]
    private let columns: [Range<Int>]
    private let blockCount: Int
    private let stepCount: Int
    private let nameCount: Int

    /// The frame of these bytes; no more of it is looked at than its head.
    init(_ bytes: [UInt8]) throws(FactDamage) {
        guard bytes.count >= Self.headBytes else { throw FactDamage() }
        func number(_ at: Int) -> Int {
            (0..<4).reduce(0) { $0 | Int(bytes[at + $1]) << ($1 * 8) }
        }
        var columns: [Range<Int>] = []
        var at = Self.headBytes
        for column in Column.allCases {
            let end = at + number(16 + column.rawValue * 4)
            guard end <= bytes.count else { throw FactDamage() }
            columns.append(at..<end)
            at = end
        }
        guard at == bytes.count else { throw FactDamage() }
        blockCount = number(0)
        beginningCount = number(4)
        stepCount = number(8)
        nameCount = number(12)
        // Each has a byte of its own at least, so that no count asks for more room than there are bytes.
        guard blockCount * 2 <= columns[Column.blocks.rawValue].count,
            beginningCount == columns[Column.flags.rawValue].count,
            beginningCount == columns[Column.fromCounts.rawValue].count,
            beginningCount == columns[Column.toCounts.rawValue].count,
            beginningCount == columns[Column.targetCounts.rawValue].count,
            stepCount == columns[Column.stepKinds.rawValue].count,
            nameCount == columns[Column.nameCounts.rawValue].count
        else { throw FactDamage() }
        self.bytes = bytes
        self.columns = columns
    }

    /// Calls `body` with each step, in order of numbers, of a call whose number is below `end`.
    func forEachStep(
        below end: UInt64 = .max, _ body: (DialogStep) -> Void
    ) throws(FactDamage) {
        let span = bytes.span
        var kinds = cursor(.stepKinds)
        var statuses = cursor(.stepStatuses)
        var numbers = cursor(.stepNumbers)
        var times = cursor(.stepTimes)
        var number: UInt64 = 0
        var time: Int64 = 0
        for _ in 0..<stepCount {
            guard let kind = DialogStep.Kind(rawValue: try kinds.byte(span)),
                let status = UInt16(exactly: try statuses.varint(span))
            else { throw FactDamage() }
            number &+= try numbers.varint(span)
            guard number < end else { return }
            time &+= try times.zigzag(span)
            body(
                DialogStep(
                    kind: kind, status: status, time: Timestamp(microseconds: time),
                    number: number))
        }
    }

    /// The beginnings that the filter lets through, in order.
    func matches(_ filter: CallFilter) throws(FactDamage) -> FactMatches {
        let span = bytes.span
        let names = try NameVerdicts(filter, names())
        var blocks = cursor(.blocks)
        var records = cursor(.records)
        var numbers = cursor(.numbers)
        var times = cursor(.times)
        var flags = cursor(.flags)
        var (nodes, domains) = (cursor(.nodes), cursor(.domains))
        var (sources, destinations) = (cursor(.sources), cursor(.destinations))
        var (fromCounts, from) = (cursor(.fromCounts), cursor(.from))
        var (toCounts, to) = (cursor(.toCounts), cursor(.to))
        var (targetCounts, target) = (cursor(.targetCounts), cursor(.target))
        var found = FactMatches()
        var position = CallPosition(block: 0, record: 0)
        var left: UInt64 = 0
        var number: UInt64 = 0
        var time: Int64 = 0
        for _ in 0..<beginningCount {
            while left == 0 {
                position.block &+= try blocks.varint(span)
                position.record = 0
                left = try blocks.varint(span)
            }
            left -= 1
            position.record &+= UInt32(truncatingIfNeeded: try records.varint(span))
            number &+= UInt64(bitPattern: try numbers.zigzag(span))
            time &+= try times.zigzag(span)
            found.lowestNumber = min(found.lowestNumber, number)
            let isWithinDialog = try flags.byte(span) != 0
            let fromUser = try from.take(try fromCounts.byte(span))
            let toUser = try to.take(try toCounts.byte(span))
            let targetUser = try target.take(try targetCounts.byte(span))
            // Each column is read as far as it is asked for, and then for every beginning.
            var isWanted = filter.matches(span, from: fromUser, to: toUser, target: targetUser)
            if let nodeVerdicts = names.nodes {
                isWanted = try nodeVerdicts.verdict(nodes.varint(span)) && isWanted
            }
            if let domainVerdicts = names.domains {
                isWanted = try domainVerdicts.verdict(domains.varint(span)) && isWanted
            }
            if let addressVerdicts = names.addresses {
                let isSource = try addressVerdicts.verdict(sources.varint(span))
                let isDestination = try addressVerdicts.verdict(destinations.varint(span))
                isWanted = isWanted && (isSource || isDestination)
            }
            guard isWanted, filter.admits(time: time, at: position) else { continue }
            found.matches.append(
                CallMatch(
                    position: position, number: number, time: Timestamp(microseconds: time),
                    isWithinDialog: isWithinDialog))
        }
        return found
    }

    /// The list of names, as places in the bytes.
    private func names() throws(FactDamage) -> (bytes: [UInt8], places: [Range<Int>]) {
        var counts = cursor(.nameCounts)
        var texts = cursor(.names)
        var places: [Range<Int>] = []
        places.reserveCapacity(nameCount)
        for _ in 0..<nameCount {
            places.append(try texts.take(try counts.byte(bytes.span)))
        }
        return (bytes, places)
    }

    private func cursor(_ column: Column) -> ColumnCursor {
        let range = columns[column.rawValue]
        return ColumnCursor(at: range.lowerBound, end: range.upperBound)
    }
}

/// A frame of facts that does not hold what it says.
struct FactDamage: Error, CustomStringConvertible {
    var description: String { "its columns do not fit together" }
}

/// The beginnings that were found in a frame.
struct FactMatches: Sendable {
    /// In order of receipt.
    var matches: [CallMatch] = []
    /// The smallest number of any beginning of the frame, `max` when there is none.
    var lowestNumber = UInt64.max
}

/// A call that was found in a frame.
struct CallMatch: Sendable, Equatable {
    /// Where its first INVITE is.
    var position: CallPosition
    /// Its number.
    var number: UInt64
    /// When the INVITE was captured.
    var time: Timestamp
    /// True when the INVITE came in the midst of a call.
    var isWithinDialog: Bool
}

/// Which names of a frame are wanted: looked at once each, not once a call. Nil where nothing is asked.
private struct NameVerdicts {
    var nodes: [Bool]?
    var domains: [Bool]?
    var addresses: [Bool]?

    init(_ filter: CallFilter, _ names: @autoclosure () throws(FactDamage) -> Names)
        throws(FactDamage)
    {
        guard filter.asksForNames else { return }
        let (bytes, places) = try names()
        let span = bytes.span
        if let node = filter.node { nodes = places.map { node.matches(span, $0) } }
        if let domain = filter.domain { domains = places.map { domain.matches(span, $0) } }
        if let network = filter.address {
            addresses = places.map { place in
                (place.count == 4 || place.count == 16)
                    && network.contains(Endpoint(addressBytes: bytes[place]))
            }
        }
    }

    typealias Names = (bytes: [UInt8], places: [Range<Int>])
}

extension [Bool] {
    /// What was found of the name in this place.
    fileprivate func verdict(_ place: UInt64) throws(FactDamage) -> Bool {
        guard place < UInt64(count) else { throw FactDamage() }
        return self[Int(place)]
    }
}

/// A place in one column.
private struct ColumnCursor {
    var at: Int
    let end: Int

    @inline(__always)
    mutating func byte(_ span: Span<UInt8>) throws(FactDamage) -> UInt8 {
        guard at < end else { throw FactDamage() }
        let byte = span[at]
        at += 1
        return byte
    }

    @inline(__always)
    mutating func varint(_ span: Span<UInt8>) throws(FactDamage) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try byte(span)
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift += 7
            // Ten bytes hold 64 bits.
            guard shift < 70 else { throw FactDamage() }
        }
    }

    @inline(__always)
    mutating func zigzag(_ span: Span<UInt8>) throws(FactDamage) -> Int64 {
        let value = try varint(span)
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// The place of so many bytes.
    @inline(__always)
    mutating func take(_ count: UInt8) throws(FactDamage) -> Range<Int> {
        guard end - at >= Int(count) else { throw FactDamage() }
        defer { at += Int(count) }
        return at..<at + Int(count)
    }
}
