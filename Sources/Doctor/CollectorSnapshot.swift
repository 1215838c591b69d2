// How a collector stands at one moment: what a diagnosis is made of.

package import CallGraph

/// Everything that the program knows about itself, in plain values. Counts are since its start.
package struct CollectorSnapshot: Sendable {
    /// When it was taken.
    package var now: Timestamp
    /// When the program started.
    package var started: Timestamp
    /// The program's version.
    package var version = ""
    /// Where HEP is taken: `udp 0.0.0.0:9060`.
    package var listeners: [String] = []
    /// HEP packets that were accepted.
    package var packets = 0
    /// What came as HEP and was refused, by the fixed words of `calltrace_hep_refused_total`.
    package var refusals: [Refusal] = []
    /// What came as syslog and was refused, by the fixed words of `calltrace_log_refused_total`.
    package var logRefusals: [Refusal] = []
    /// Who was refused, as far as an address tells; not all of them.
    package var refusedSenders: [RefusedSender] = []
    /// Records that were lost, by stage and reason.
    package var losses: [Loss] = []
    /// The UDP sockets.
    package var sockets: [Socket] = []
    /// Agents connected over TCP.
    package var connections = 0
    /// Those of them that are not read just now, because the disk does not keep up.
    package var waitingConnections = 0
    /// The journal.
    package var journal = Journal()
    /// Those who follow the journal.
    package var followers: [Follower] = []
    /// Agents and switches that were heard.
    package var nodes: [Node] = []
    /// Names of agents in the configuration.
    package var namedAgents: [String] = []
    /// The switches of the configuration.
    package var switches: [Switch] = []

    /// A snapshot of a program that has heard nothing.
    package init(now: Timestamp, started: Timestamp) {
        self.now = now
        self.started = started
    }

    /// Packets refused for one reason.
    package struct Refusal: Sendable {
        package var reason: String
        package var count: Int

        package init(_ reason: String, _ count: Int) {
            self.reason = reason
            self.count = count
        }
    }

    /// Records lost at one place for one reason.
    package struct Loss: Sendable {
        package var stage: String
        package var reason: String
        package var count: Int

        package init(_ stage: String, _ reason: String, _ count: Int) {
            self.stage = stage
            self.reason = reason
            self.count = count
        }
    }

    /// A UDP socket.
    package struct Socket: Sendable {
        /// Its name in metrics.
        package var name: String
        /// Datagrams that the kernel dropped because the buffer was full.
        package var kernelDrops: Int
        /// Bytes of its receive buffer.
        package var bufferBytes: Int
        /// Bytes that the configuration asks for.
        package var wantedBytes: Int

        package init(name: String, kernelDrops: Int, bufferBytes: Int, wantedBytes: Int) {
            self.name = name
            self.kernelDrops = kernelDrops
            self.bufferBytes = bufferBytes
            self.wantedBytes = wantedBytes
        }
    }

    /// The journal's figures.
    package struct Journal: Sendable {
        package var bytes: Int64 = 0
        package var isReadOnly = false
        /// Bytes free on its file system, and how many are to stay free; nil when it cannot be told.
        package var freeBytes: Int64?
        package var reserveBytes: Int64?
        /// True while the last write has failed.
        package var isFailing = false
        package var writeErrors = 0
        package var lastWriteError: String?
        /// Files that cannot be read, the first few in words.
        package var unreadableSegments: [String] = []
        package var unreadableSegmentCount = 0
        package var unreadableBlocks = 0
        /// Bytes that wait for the disk, and how many may.
        package var pendingBytes = 0
        package var pendingBytesMax = 0

        package init() {}
    }

    /// Someone who follows the journal.
    package struct Follower: Sendable {
        package var name: String
        /// Age of the oldest record that it has not settled.
        package var lagSeconds: Double
        /// What the endpoint took: lines of Loki, spans of OTLP.
        package var accepted = 0
        /// What it refused for good, by reason.
        package var refusals: [Refusal] = []
        /// Tries that had to be repeated.
        package var retries = 0
        /// Why the last try failed that did, in the endpoint's or the system's words, and when.
        package var problem: String?
        package var failed: Timestamp?
        /// Since when every try has failed; nil when the last one went well.
        package var failingSince: Timestamp?
        /// The last answer that refused something for good.
        package var lastRefusal: String?

        package init(name: String, lagSeconds: Double) {
            self.name = name
            self.lagSeconds = lagSeconds
        }
    }

    /// An agent or switch that was heard.
    package struct Node: Sendable {
        package var name: String
        package var lastSeen: Timestamp
        /// Calls being set up or up that it saw first.
        package var activeCalls: Int
        /// What it has sent as HEP; nil when it sends none.
        package var agent: Agent?

        package init(name: String, lastSeen: Timestamp, activeCalls: Int, agent: Agent? = nil) {
            self.name = name
            self.lastSeen = lastSeen
            self.activeCalls = activeCalls
            self.agent = agent
        }
    }

    /// A switch of the configuration.
    package struct Switch: Sendable {
        package var name: String
        package var address: String
        package var state: State
        /// Why it is not connected, as the system or the switch says it; nil when it was not called yet.
        package var problem: String?
        /// Seconds that its clock is behind, by the times of its events; less than 0 when it is ahead.
        package var skewSeconds: Double?

        /// How it stands with it.
        package enum State: String, Sendable {
            case connected
            case disconnected
            case refused
        }

        package init(
            name: String, address: String, state: State, problem: String?,
            skewSeconds: Double? = nil
        ) {
            self.name = name
            self.address = address
            self.state = state
            self.problem = problem
            self.skewSeconds = skewSeconds
        }
    }
}
