// What is odd about packets that are taken all the same, in plain words.

internal import CallGraph

/// What a reason of `calltrace_agent_errors_total` means. Those of packets that are refused are in
/// `RefusalAdvice`.
package struct FaultAdvice: Sendable {
    /// The fixed word.
    package let fault: String
    let severity: Finding.Severity
    /// What came, to be followed by ": " and the agents.
    let meaning: String
    let advice: String

    /// Every fault of a packet that is taken.
    package static let all: [FaultAdvice] = [
        FaultAdvice(
            fault: "truncated", severity: .warning,
            meaning: "Packets came without their end",
            advice: "Raise bufsize= in FreeSWITCH's capture-server, turn compressed_payload off in "
                + "OpenSIPS, or send over TCP"),
        FaultAdvice(
            fault: "bad_time", severity: .warning,
            meaning:
                "Times before 2000 or more than a day ahead, for which the time of receipt stands",
            advice: "Set the clock there: run chrony or another NTP client"),
        FaultAdvice(
            fault: "no_time", severity: .info,
            meaning: "Packets without a time, for which the time of receipt stands",
            advice: "Have the agent send the time of capture"),
        FaultAdvice(
            fault: "malformed", severity: .info,
            meaning: "Packets with a length or a chunk that HEP does not have, which could be read",
            advice: "Update the agent, or report what it sends"),
        FaultAdvice(
            fault: "no_address", severity: .info,
            meaning: "SIP that does not say between which hosts it went",
            advice:
                "Nothing is wrong with the calls: FreeSWITCH does so for IPv6, Kamailio for peers "
                + "that it does not know"),
    ]
}
