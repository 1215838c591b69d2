// What the system says about a process (proc(5)).

internal import Foundation

/// CPU and memory of a process at a moment.
struct ProcessCost {
    /// CPU seconds in its own code.
    var userSeconds = 0.0
    /// CPU seconds in the kernel for it.
    var systemSeconds = 0.0
    /// Memory now.
    var residentMebibytes = 0.0
    /// The most memory so far.
    var residentMebibytesMax = 0.0

    /// The cost so far of a running process; zeros when it is gone.
    init(of identifier: Int32) {
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        // The name in parentheses may hold spaces; utime and stime are fields 14 and 15.
        let stat = Self.read("/proc/\(identifier)/stat")
        let fields = (stat.split(separator: ")").last ?? "").split(separator: " ")
        if fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) {
            userSeconds = user / ticks
            systemSeconds = system / ticks
        }
        for line in Self.read("/proc/\(identifier)/status").split(separator: "\n") {
            let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
                .flatMap { Double($0) }
            if line.hasPrefix("VmRSS:") { residentMebibytes = (kibibytes ?? 0) / 1024 }
            if line.hasPrefix("VmHWM:") { residentMebibytesMax = (kibibytes ?? 0) / 1024 }
        }
    }

    /// CPU seconds, user and system.
    var seconds: Double { userSeconds + systemSeconds }

    private static func read(_ path: String) -> String {
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
