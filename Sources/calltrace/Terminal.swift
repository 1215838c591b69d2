// What standard output is connected to.

internal import Foundation
internal import Glibc

/// The terminal behind standard output, if there is one.
enum Terminal {
    /// True when a person reads it.
    static var isInteractive: Bool { isatty(1) == 1 }

    /// True when colours are wanted: by a person at a terminal who has not turned them off.
    static func usesColor(unless isOff: Bool) -> Bool {
        !isOff && isInteractive
            && ProcessInfo.processInfo.environment["NO_COLOR", default: ""].isEmpty
    }

    /// Its columns; 120 when it is no terminal.
    static var width: Int {
        var size = winsize()
        guard unsafe ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
        return Int(size.ws_col)
    }
}
