// Which calls are meant.

internal import ArgumentParser

/// The options by which calls are chosen, as `docs/search.md` has them.
struct CallFilterOptions: ParsableArguments {
    @Argument(help: "The number of the caller or the callee.")
    var anyNumber: String?

    @Option(name: .long, help: "The same as NUMBER.")
    var number: String?

    @Option(name: .long, help: "The caller.")
    var from: String?

    @Option(name: .long, help: "The callee, as dialled or as asked for by the first INVITE.")
    var to: String?

    @Option(name: .long, help: "The domain of the callee.")
    var domain: String?

    @Option(
        name: .long,
        help: "An address or a network that the first INVITE came from or went to: 10.0.0.0/8.")
    var address: String?

    @Option(name: .long, help: "The final status: 486, or a class of them: 4xx.")
    var status: String?

    @Option(name: .long, help: "How it ended: answered, busy, no_answer, abandoned …")
    var outcome: String?

    @Option(name: .long, help: "The node that saw the first INVITE.")
    var node: String?

    func validate() throws {
        if anyNumber != nil && number != nil {
            throw ValidationError("give the number once: as it is, or with --number")
        }
    }

    /// The query of `GET /api/v1/calls`, with more parameters behind these.
    func query(_ more: [(String, String?)]) -> String {
        let parameters =
            [
                ("number", anyNumber ?? number), ("from", from), ("to", to), ("domain", domain),
                ("address", address), ("status", status), ("outcome", outcome), ("node", node),
            ] + more
        let given = parameters.compactMap { name, value in
            value.map { "\(name)=\(ServerOptions.encoded($0))" }
        }
        return given.isEmpty ? "" : "?\(given.joined(separator: "&"))"
    }
}
