// Agents, and those who are refused, as a diagnosis sees them.

package import CallGraph

extension CollectorSnapshot {
    /// What an agent has sent as HEP.
    package struct Agent: Sendable {
        /// The HEP version of its last packet; nil when none of its packets was accepted.
        package var version: Int?
        /// Accepted packets and their bytes.
        package var packets: Int
        package var bytes: Int
        /// Packets a second of late; nil while that cannot be told.
        package var packetsPerSecond: Double?
        /// Seconds that its clock is behind, by the times of its packets, the time on the way included; less
        /// than 0 when it is ahead, nil when its packets have no time.
        package var skewSeconds: Double?
        /// What was wrong with its packets, by the fixed words of `calltrace_agent_errors_total`.
        package var faults: [Refusal] = []
        /// The address of its last packet.
        package var address: String?
        /// Two addresses that send under its name in turn; empty when there is but one.
        package var sharedBy: [String] = []

        package init(version: Int?, packets: Int, bytes: Int) {
            self.version = version
            self.packets = packets
            self.bytes = bytes
        }

        /// How often there was this fault.
        func count(of fault: String) -> Int {
            faults.first { $0.reason == fault }?.count ?? 0
        }
    }

    /// An address from which something was refused for one reason.
    package struct RefusedSender: Sendable {
        package var address: String
        /// The word of the reason.
        package var reason: String
        /// True when it came as syslog, false when as HEP.
        package var isLog: Bool
        /// What it looked like, in a fixed word: sip, tls, http, syslog, stun, no_key, wrong_key, hep_1,
        /// hep_2 or other; nil when nobody could tell.
        package var appearance: String?
        package var count: Int
        /// When it was refused last.
        package var last: Timestamp

        package init(
            address: String, reason: String, isLog: Bool = false, appearance: String?, count: Int,
            last: Timestamp
        ) {
            self.address = address
            self.reason = reason
            self.isLog = isLog
            self.appearance = appearance
            self.count = count
            self.last = last
        }
    }
}
