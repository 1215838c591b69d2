// How far links are to be followed, as a query says it.

internal import CallGraph
internal import Hummingbird

extension TraceOptions {
    /// The options of `through_hubs=1`, `guess=1`, `no_transfer=1` and `at=RFC 3339`; nil when `at` is no
    /// moment.
    init?(_ request: Request) {
        let query = request.uri.queryParameters
        var moment: Timestamp?
        if let text = query["at"] {
            guard let parsed = Timestamp(rfc3339: String(text)) else { return nil }
            moment = parsed
        }
        self.init(
            throughHubs: query["through_hubs"] == "1", joinsGuesses: query["guess"] == "1",
            withoutTransfers: query["no_transfer"] == "1", at: moment)
    }
}
