// CPU time of pieces of work.

internal import Measuring
internal import Synchronization

/// CPU time of this process, all threads.
enum CPUTime {
    /// Nanoseconds until now.
    static var now: Int { Clock.cpuNanoseconds() }

    /// Nanoseconds that `work` takes.
    static func nanoseconds(of work: () throws -> Void) rethrows -> Int {
        let before = now
        try work()
        return now - before
    }
}

/// Takes results, so that the work for them cannot be left out.
enum BlackHole {
    private static let total = Atomic<Int>(0)

    /// Takes one.
    @inline(never)
    static func take(_ value: Int) { total.wrappingAdd(value, ordering: .relaxed) }
}
