// How far a call reaches.

internal import ArgumentParser
internal import CallGraph

/// The options of every command that asks for a whole call.
struct FollowOptions: ParsableArguments {
    @Flag(name: .long, help: "Walk through conferences, queues and lots as if they were one call.")
    var throughHubs = false

    @Flag(name: .long, help: "Join by guesses too: same media, same numbers at the same time.")
    var guess = false

    @Flag(name: .long, help: "Leave out what a transfer or a pick-up brought in.")
    var noTransfer = false

    @Option(
        name: .long, help: "A moment (RFC 3339) of the wanted call, where an ID was used twice.")
    var at: String?

    func validate() throws {
        if let at, Timestamp(rfc3339: at) == nil {
            throw ValidationError("--at takes a moment as in 2026-11-22T23:26:31Z")
        }
    }

    /// The same as parts of a query.
    var parameters: [String] {
        var parts: [String] = []
        if throughHubs { parts.append("through_hubs=1") }
        if guess { parts.append("guess=1") }
        if noTransfer { parts.append("no_transfer=1") }
        // Checked before: digits and the signs of RFC 3339; `+` would be read as a blank.
        if let at { parts.append("at=\(at.replacing("+", with: "%2B").replacing(" ", with: "T"))") }
        return parts
    }
}
