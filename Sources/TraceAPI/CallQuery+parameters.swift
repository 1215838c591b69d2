// What a search asks for, as the query of its URL says it.

internal import CallGraph

/// What is wrong with a search, in words that say what to do.
struct QueryProblem: Error, Equatable {
    /// The parameter that is meant.
    var parameter: String
    /// A sentence.
    var text: String
}

/// One parameter of a query, decoded.
struct QueryParameter: Equatable {
    var name: String
    var value: String

    /// The parameters of a query as sent: `a=b&c=d`, percent-encoded (RFC 3986 §3.4).
    ///
    /// A `+` is a plus: numbers have one, and nothing here has a blank.
    static func parse(_ query: String) throws(QueryProblem) -> [QueryParameter] {
        guard query.utf8.count <= Limits.queryBytesMax else {
            throw QueryProblem(
                parameter: "", text: "the query is longer than \(Limits.queryBytesMax) bytes")
        }
        var found: [QueryParameter] = []
        for part in query.split(separator: "&") {
            let halves = part.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = halves.count == 2 ? halves[1] : ""
            guard let name = PercentEncoding.decode(halves[0]),
                let value = PercentEncoding.decode(value)
            else {
                throw QueryProblem(
                    parameter: String(halves[0].prefix(32)),
                    text: "the query is not percent-encoded UTF-8")
            }
            found.append(QueryParameter(name: name, value: value))
        }
        return found
    }
}

extension CallQuery {
    /// The names of all parameters, as they are told to who misspells one.
    static let parameterNames = [
        "number", "from", "to", "domain", "address", "status", "outcome", "node", "since", "until",
        "limit", "cursor",
    ]

    /// The question of these parameters; one without a value asks nothing.
    init(_ parameters: [QueryParameter], now: Timestamp) throws(QueryProblem) {
        self.init()
        var seen: Set<String> = []
        var since = Timestamp.distantPast
        var until = Timestamp.distantFuture
        for parameter in parameters {
            let (name, value) = (parameter.name, parameter.value)
            guard Self.parameterNames.contains(name) else {
                throw QueryProblem(
                    parameter: String(name.prefix(32)),
                    text: "there is no parameter `\(name.prefix(32))`; there are "
                        + Self.parameterNames.joined(separator: ", "))
            }
            guard seen.insert(name).inserted else {
                throw QueryProblem(parameter: name, text: "`\(name)` is given twice")
            }
            guard !value.isEmpty else { continue }
            switch name {
            case "number": number = try Self.pattern(parameter)
            case "from": from = try Self.pattern(parameter)
            case "to": to = try Self.pattern(parameter)
            case "domain": domain = try Self.pattern(parameter)
            case "node": node = try Self.pattern(parameter)
            case "address":
                do {
                    address = try CIDR(parsing: value)
                } catch {
                    throw QueryProblem(parameter: name, text: "`address`: \(error.advice)")
                }
            case "status":
                guard let pattern = StatusPattern(value) else {
                    throw QueryProblem(
                        parameter: name,
                        text: "`status` takes a final status as in 486, or a class as in 4xx")
                }
                status = pattern
            case "outcome":
                guard let wanted = Outcome(rawValue: value) else {
                    throw QueryProblem(
                        parameter: name,
                        text: "`outcome` takes one of "
                            + Outcome.allCases.map(\.rawValue).joined(separator: ", "))
                }
                outcome = wanted
            case "since": since = try Self.moment(parameter, now: now)
            case "until": until = try Self.moment(parameter, now: now)
            case "limit":
                guard let wanted = Int(value), (1...CallGraph.Limits.callsPerPageMax) ~= wanted
                else {
                    throw QueryProblem(
                        parameter: name,
                        text: "`limit` takes a number from 1 to "
                            + "\(CallGraph.Limits.callsPerPageMax)")
                }
                limit = wanted
            default:
                guard let position = CallPosition(text: value) else {
                    throw QueryProblem(
                        parameter: name,
                        text: "`cursor` takes what `next` of another answer said, and nothing else")
                }
                before = position
            }
        }
        guard since <= until else {
            throw QueryProblem(parameter: "since", text: "`since` is later than `until`")
        }
        interval = since...until
    }

    private static func pattern(_ parameter: QueryParameter) throws(QueryProblem) -> TextPattern {
        guard let pattern = TextPattern(parameter.value) else {
            throw QueryProblem(
                parameter: parameter.name,
                text:
                    "`\(parameter.name)` takes a text, or a part of one as in 123*, *123 or *123*, "
                    + "of \(CallGraph.Limits.searchTextBytesMax) bytes at most")
        }
        return pattern
    }

    /// A moment: RFC 3339, or so long before now: `-90s`, `-15m`, `-2h`, `-7d`.
    private static func moment(
        _ parameter: QueryParameter, now: Timestamp
    ) throws(QueryProblem) -> Timestamp {
        if let moment = Timestamp(rfc3339: parameter.value)
            ?? Timestamp(
                before: parameter.value, now: now)
        {
            return moment
        }
        throw QueryProblem(
            parameter: parameter.name,
            text: "`\(parameter.name)` takes a moment as in 2026-11-22T23:26:31Z, or a time before "
                + "now as in -90s, -15m, -2h, -7d")
    }
}
