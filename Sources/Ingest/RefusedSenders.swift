// Who is refused, as far as an address tells.

package import CallGraph

/// An address from which something was refused for one reason. For an operator's eyes: it is no label.
package struct RefusedSender: Sendable {
    /// Why, and of what.
    package enum Reason: Hashable, Sendable {
        /// Of HEP.
        case hep(RefusalReason)
        /// Of syslog.
        case log(LogRefusal)

        /// The word in metrics.
        package var label: String {
            switch self {
            case .hep(let reason): reason.rawValue
            case .log(let reason): reason.rawValue
            }
        }
    }

    /// The address; it has no port.
    package let sender: Endpoint
    package let reason: Reason
    /// What it looked like, the last time that somebody looked; nil when that says nothing.
    package fileprivate(set) var appearance: Appearance?
    /// How often, as far as it was listed.
    package fileprivate(set) var count = 0
    /// The last time.
    package fileprivate(set) var last: Timestamp
    /// In how many spans of `Limits.refusedSpanMicroseconds` it was refused, so far as it is counted.
    fileprivate var spans = 0
    private var spanStart = Int64.min

    fileprivate init(_ sender: Endpoint, _ reason: Reason, at time: Timestamp) {
        self.sender = sender
        self.reason = reason
        last = time
    }

    /// Counts a refusal; true when it is the first in a while.
    fileprivate mutating func note(at time: Timestamp) -> Bool {
        count &+= 1
        last = time
        guard (time.microseconds &- spanStart).magnitude >= Limits.refusedSpanMicroseconds else {
            return false
        }
        spanStart = time.microseconds
        if spans < Limits.refusedSpansSteady { spans += 1 }
        return true
    }

    /// True when a newcomer may have its place: it came by once, or has been silent for long.
    fileprivate func isReplaceable(at time: Timestamp) -> Bool {
        spans < Limits.refusedSpansSteady
            || time.microseconds(since: last).magnitude >= Limits.refusedSilenceMicroseconds
    }
}

/// The addresses that were refused, a few for each reason.
///
/// An agent that is set up wrongly sends again and again: who was refused in three spans of ten seconds keeps
/// its place until it has been silent for ten minutes. Whoever sends from thousands of forged addresses gets
/// the places of those who came by once, and only those of the one reason. Time is an argument.
struct RefusedSenders: Sendable {
    private var rows: [RefusedSender.Reason: [RefusedSender]] = [:]

    /// Everybody who is listed, in no order.
    var all: [RefusedSender] { rows.values.flatMap(\.self) }

    /// Takes a refusal. `look` is called now and then only: looking costs more than counting.
    mutating func note(
        _ reason: RefusedSender.Reason, from sender: Endpoint, at time: Timestamp,
        look: () -> Appearance? = { nil }
    ) {
        let sender = sender.host
        if let place = rows[reason]?.firstIndex(where: { $0.sender == sender }) {
            rows[reason]?[place].count(at: time, look)
            return
        }
        var newcomer = RefusedSender(sender, reason, at: time)
        guard let count = rows[reason]?.count, count >= Limits.refusedSendersPerReasonMax else {
            newcomer.count(at: time, look)
            rows[reason, default: []].append(newcomer)
            return
        }
        guard let place = leastUseful(reason, at: time) else { return }
        // Nobody looks before it comes again: most of a flood never does.
        _ = newcomer.note(at: time)
        rows[reason]?[place] = newcomer
    }

    /// The place of the row that a newcomer may have: of those, the one that was silent for longest.
    private func leastUseful(_ reason: RefusedSender.Reason, at time: Timestamp) -> Int? {
        guard let rows = rows[reason] else { return nil }
        return rows.indices.filter { rows[$0].isReplaceable(at: time) }
            .min { rows[$0].last < rows[$1].last }
    }
}

extension RefusedSender {
    /// Counts a refusal and looks at it when nobody has for a while.
    fileprivate mutating func count(at time: Timestamp, _ look: () -> Appearance?) {
        if note(at: time) || appearance == nil { appearance = look() ?? appearance }
    }
}
