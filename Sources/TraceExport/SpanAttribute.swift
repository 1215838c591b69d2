// What is said of a span or an event: a name and a value.

/// A named value (OpenTelemetry, common/v1 KeyValue).
struct SpanAttribute: Equatable {
    /// The kinds of values that are used here.
    enum Value: Equatable {
        case text(String)
        case number(Int64)
        case seconds(Double)
        case flag(Bool)
        case texts([String])
    }

    var name: String
    var value: Value
}

extension [SpanAttribute] {
    /// Adds a text unless it is nil or empty.
    mutating func add(_ name: String, _ text: String?) {
        guard let text, !text.isEmpty else { return }
        append(SpanAttribute(name: name, value: .text(text)))
    }

    /// Adds a whole number unless it is nil.
    mutating func add(_ name: String, _ number: Int?) {
        guard let number else { return }
        append(SpanAttribute(name: name, value: .number(Int64(number))))
    }

    /// Adds a number that has decimals unless it is nil.
    mutating func add(_ name: String, seconds: Double?) {
        guard let seconds, seconds.isFinite else { return }
        append(SpanAttribute(name: name, value: .seconds(seconds)))
    }

    /// Adds yes or no.
    mutating func add(_ name: String, flag: Bool) {
        append(SpanAttribute(name: name, value: .flag(flag)))
    }

    /// Adds texts: one as a text, several as a list, none not at all.
    mutating func add(_ name: String, _ texts: [String]) {
        let texts = texts.filter { !$0.isEmpty }
        guard texts.count > 1 else { return add(name, texts.first) }
        append(SpanAttribute(name: name, value: .texts(texts)))
    }
}
