// The kinds of metric families.

/// What the values of a family mean (`# TYPE` of both text forms).
public enum PrometheusKind: String, Sendable {
    /// A count that only grows; its name ends in `_total`.
    case counter
    /// A value that goes up and down.
    case gauge
    /// Counts of observations below fixed bounds, their sum and their number.
    case histogram
}
