// What is asked of a call, in the forms that facts are compared with.

import CallGraph

/// The part of a question that a call's first INVITE answers.
struct CallFilter: Sendable {
    /// What the node's name must be like.
    let node: TextPattern?
    /// What the domain must be like.
    let domain: TextPattern?
    /// Where the source or the destination must be.
    let address: CIDR?
    private let number: TextPattern?
    private let from: TextPattern?
    private let to: TextPattern?
    private let times: ClosedRange<Int64>
    private let before: CallPosition

    /// The filter of a question.
    init(_ query: CallQuery) {
        node = query.node
        domain = query.domain
        address = query.address
        number = query.number
        from = query.from
        to = query.to
        times = query.interval.lowerBound.microseconds...query.interval.upperBound.microseconds
        before = query.before ?? CallPosition(block: .max, record: .max)
    }

    /// True when something is asked of a name that many calls share.
    var asksForNames: Bool { node != nil || domain != nil || address != nil }

    /// True when the users at these places are wanted.
    @inline(__always)
    func matches(
        _ span: Span<UInt8>, from fromUser: Range<Int>, to toUser: Range<Int>,
        target: Range<Int>
    ) -> Bool {
        if let number, !number.matches(span, fromUser), !number.matches(span, toUser),
            !number.matches(span, target)
        {
            return false
        }
        if let from, !from.matches(span, fromUser) { return false }
        if let to, !to.matches(span, toUser), !to.matches(span, target) { return false }
        return true
    }

    /// True when a call of this time and place is wanted.
    @inline(__always)
    func admits(time: Int64, at position: CallPosition) -> Bool {
        times.contains(time) && position < before
    }
}
