// The clocks that measuring needs.

internal import Glibc

/// Time from the system, in whole numbers.
package enum Clock {
    /// Nanoseconds of a clock that never jumps.
    package static func monotonicNanoseconds() -> Int { nanoseconds(CLOCK_MONOTONIC) }

    /// Microseconds since 1970.
    package static func realMicroseconds() -> Int64 { Int64(nanoseconds(CLOCK_REALTIME) / 1000) }

    /// CPU seconds of this process, user and system.
    package static func cpuSeconds() -> Double { Double(cpuNanoseconds()) / 1e9 }

    /// CPU nanoseconds of this process, user and system, all threads.
    package static func cpuNanoseconds() -> Int { nanoseconds(CLOCK_PROCESS_CPUTIME_ID) }

    /// Sleeps until the monotonic clock shows this.
    package static func sleep(until nanoseconds: Int) {
        var time = timespec(
            tv_sec: nanoseconds / 1_000_000_000, tv_nsec: nanoseconds % 1_000_000_000)
        // Reads the local struct and keeps nothing.
        unsafe clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, nil)
    }

    private static func nanoseconds(_ clock: clockid_t) -> Int {
        var time = timespec()
        // Writes the local struct and keeps nothing.
        unsafe clock_gettime(clock, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
