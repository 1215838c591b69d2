// Where CDRs go that are posted over HTTP.

/// Takes CDRs of FreeSWITCH.
package protocol CDRSink: Sendable {
    /// Takes the body of a request of mod_json_cdr. `uuid` is the channel that its address names, as sent.
    func take(_ body: [UInt8], uuid: String?) -> CDROutcome
}

/// What became of a CDR.
package enum CDROutcome: Sendable, Equatable {
    /// It is recorded.
    case accepted
    /// It is none, for this reason, a fixed word.
    case malformed(String)
    /// It cannot be recorded just now.
    case dropped
}
