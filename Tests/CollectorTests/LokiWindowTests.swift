// What waits before it goes to Loki, and what is done with afterwards.

import CallGraph
import Journal
import Testing

@testable import Collector

struct LokiWindowTests {
    private static let start = Timestamp(microseconds: 1_795_389_991_000_000)

    private func block(_ number: UInt64, seconds: Double, bytes: Int = 100) -> PreparedBlock {
        let opened = Timestamp(
            microseconds: Self.start.microseconds + Int64(seconds * 1_000_000))
        let stored = StoredBlock(
            number: number, block: RecordBlock(stored: [UInt8](repeating: 0, count: bytes)),
            opened: opened, recordCount: 1)
        return PreparedBlock(stored)
    }

    private func time(_ seconds: Double) -> Timestamp {
        Timestamp(microseconds: Self.start.microseconds + Int64(seconds * 1_000_000))
    }

    @Test func `a block waits for the settling time and for as long as a block may be open`() {
        var window = LokiWindow(settleSeconds: 2)
        window.add(block(1, seconds: 0))
        for (seconds, isReady) in [(0.0, false), (2.4, false), (2.5, true)] {
            let found = window.next(now: time(seconds), isExhausted: true, isFinishing: false)
            #expect((found != nil) == isReady, "\(seconds)")
        }
        #expect(window.isEmpty)
    }

    @Test func `a backlog is settled by what was read after it, whatever the clock says`() {
        var window = LokiWindow(settleSeconds: 2)
        window.add(block(1, seconds: 0))
        #expect(window.wantsMore)
        window.add(block(2, seconds: 1))
        #expect(window.next(now: time(9_999), isExhausted: false, isFinishing: false) == nil)
        window.add(block(3, seconds: 3))
        #expect(!window.wantsMore)
        let late = time(9_999)
        #expect(window.next(now: late, isExhausted: false, isFinishing: false)?.number == 1)
        #expect(window.wantsMore)
        #expect(window.next(now: late, isExhausted: false, isFinishing: false) == nil)
    }

    @Test func `with too much in memory nothing waits any longer`() {
        var window = LokiWindow(settleSeconds: 60)
        for number in 1...66 as ClosedRange<UInt64> {
            window.add(block(number, seconds: 0, bytes: 1 << 20))
        }
        #expect(!window.wantsMore)
        var sent = 0
        while window.next(now: time(0), isExhausted: false, isFinishing: false) != nil { sent += 1 }
        #expect(sent == 3)
    }

    @Test func `at the end, or with a clock set back, nothing is held up`() {
        var window = LokiWindow(settleSeconds: 2)
        window.add(block(1, seconds: 100))
        window.add(block(2, seconds: 100))
        #expect(window.next(now: time(0), isExhausted: true, isFinishing: false)?.number == 1)
        #expect(window.next(now: time(100), isExhausted: true, isFinishing: false) == nil)
        #expect(window.next(now: time(100), isExhausted: true, isFinishing: true)?.number == 2)
    }

    @Test func `blocks are done with in order, whatever order their pushes end in`() {
        var progress = LokiProgress()
        progress.begin(1)
        progress.addPush(to: 1)
        progress.finish(1)
        progress.begin(2)
        progress.addPush(to: 2)
        progress.addPush(to: 2)
        #expect(progress.takeDone() == nil)
        progress.settle([2])
        progress.settle([2])
        #expect(progress.takeDone() == nil)
        progress.settle([1])
        #expect(progress.takeDone() == 1)
        progress.finish(2)
        #expect(progress.takeDone() == 2)
        #expect(progress.isEmpty && progress.takeDone() == nil)
    }

    @Test func `a block without lines is done with at once`() {
        var progress = LokiProgress()
        progress.begin(7)
        progress.finish(7)
        #expect(progress.takeDone() == 7)
    }

    @Test func `one warning of a kind passes in a minute and tells of the others`() {
        var warnings = RareWarnings()
        let now = ContinuousClock.now
        #expect(warnings.admit("a", at: now) == "")
        #expect(warnings.admit("b", at: now) == "")
        for _ in 0..<5 { #expect(warnings.admit("a", at: now.advanced(by: .seconds(59))) == nil) }
        #expect(
            warnings.admit("a", at: now.advanced(by: .seconds(60)))
                == " (and 5 more of the kind since)")
    }
}
