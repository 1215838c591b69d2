// Which rows of a trace are about which leg.

internal import CallGraph

/// The rows of a trace by leg, each in order of time.
struct LegRows {
    private var byLeg: [[TraceMessage]]
    /// Rows that are about no leg that has a span.
    private(set) var others: [TraceMessage] = []

    init(_ messages: [TraceMessage], of legs: [Leg]) {
        byLeg = Array(repeating: [], count: legs.count)
        var places: [Identity: Int] = [:]
        for (index, leg) in legs.enumerated() {
            for name in leg.names where places[name] == nil { places[name] = index }
        }
        for message in messages {
            let place: Int? =
                switch message {
                case .sip(let row): places[Identity(.dialog, row.callID)]
                case .event(let row): places[Identity(.channel, row.uuid)]
                // An agent's line is named by its dialog.
                case .log(let row):
                    places[Identity(.channel, row.uuid)] ?? places[Identity(.dialog, row.uuid)]
                case .quality(let row):
                    places[Identity(.dialog, row.callID)] ?? places[Identity(.channel, row.callID)]
                }
            if let place {
                byLeg[place].append(message)
            } else {
                others.append(message)
            }
        }
    }

    func of(_ leg: Int) -> [TraceMessage] { byLeg[leg] }
}
