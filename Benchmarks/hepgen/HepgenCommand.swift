// hepgen: sends made-up traffic to a collector on this machine.

internal import ArgumentParser
internal import LoadGenerator

/// Sends HEP packets at a set rate and says what was sent, how late, and at what cost.
@main
struct HepgenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hepgen",
        abstract: "Sends HEP packets of made-up calls to a collector on this machine.")

    /// How packets travel.
    enum Transport: String, ExpressibleByArgument, CaseIterable {
        case udp
        case tcp
    }

    @Option(help: "The port on 127.0.0.1 that packets go to.")
    var port: UInt16

    @Option(help: "udp or tcp.")
    var transport = Transport.udp

    @Option(help: "Packets a second; 0 sends as fast as it goes.")
    var rate = 0

    @Option(help: "How long to send.")
    var seconds = 10.0

    @Option(help: "Packets after which to end before the time; 0 sets no bound.")
    var count = 0

    @Option(help: "Makes all names: the same seed makes the same calls.")
    var seed: UInt64 = 1

    @Option(help: "Dialogs that are up at the same time, two for a call.")
    var dialogs = 20_000

    @Option(help: "Sockets or connections, used in turn.")
    var flows = 4

    @Flag(help: "Print the result as one JSON object.")
    var json = false

    func validate() throws {
        guard port > 0, rate >= 0, seconds > 0, count >= 0, dialogs > 0 else {
            throw ValidationError("numbers must be more than 0, or 0 where that has a meaning")
        }
        guard (1...64).contains(flows) else { throw ValidationError("--flows takes 1 to 64") }
    }

    func run() throws {
        let traffic = Traffic(TrafficSettings(seed: seed, liveDialogs: dialogs))
        let report: SendReport
        switch transport {
        case .udp:
            let sender = try UDPSender(port: port, flows: flows)
            report = try Sending(traffic, pace: Pace(rate: rate)).run(self, to: sender)
        case .tcp:
            let sender = try TCPSender(port: port, flows: flows)
            report = try Sending(traffic, pace: Pace(rate: rate)).run(self, to: sender)
        }
        print(json ? report.json : report.text)
    }
}
