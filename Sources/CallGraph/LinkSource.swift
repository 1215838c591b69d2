// The one question that following links asks of whatever holds them.

/// When something was there: from the first sign of it to the last.
public typealias Life = ClosedRange<Timestamp>

/// Holds links: the live graph, or what has been read from a store for one trace.
public protocol LinkSource {
    /// When the identity was there: once for most, several times for a Call-ID that was used again.
    /// Empty when nothing was ever seen of it, nil when it has not been looked for yet.
    func lives(of identity: Identity) -> [Life]?
    /// Every link that has the identity on either side.
    func links(of identity: Identity) -> [Link]
    /// False for a value that the dialogs bearing it show to be no call's own.
    func isTrustworthy(token: Identity) -> Bool
}

extension Life {
    /// True when the two touch, or miss each other by no more than `slack` microseconds.
    func meets(_ other: Life, slack: Int64) -> Bool {
        let later = Swift.max(lowerBound, other.lowerBound)
        let earlier = Swift.min(upperBound, other.upperBound)
        return later <= earlier || later.microseconds(since: earlier) <= slack
    }

    /// True when a stay `inside` this one is more than the end of what came before it or the beginning
    /// of what comes after: a standing channel says good-bye to one caller as it greets the next.
    func accompanies(_ inside: Life) -> Bool {
        let margin: Int64 = 1_000_000
        let from = Swift.max(lowerBound, inside.lowerBound)
        let until = Swift.min(upperBound, inside.upperBound)
        if until.microseconds(since: from) > margin { return true }
        let length = inside.upperBound.microseconds(since: inside.lowerBound)
        return length <= margin && inside.lowerBound.microseconds(since: lowerBound) > margin
            && upperBound.microseconds(since: inside.upperBound) > margin
            || inside.lowerBound == lowerBound && inside.upperBound == upperBound
    }

    /// The shortest stay that holds both.
    func union(_ other: Life) -> Life {
        Swift.min(lowerBound, other.lowerBound)...Swift.max(upperBound, other.upperBound)
    }
}
