// The address of a push, made from what a configuration says.

/// A Loki's push address.
struct LokiPushURL {
    private static let path = "/loki/api/v1/push"

    /// The whole URL.
    let text: String

    /// Adds the path to `http://host:3100`, with or without slashes at its end, unless it is there.
    init(_ configured: String) {
        var base = configured[...]
        while base.hasSuffix("/") { base = base.dropLast() }
        text = base.contains(Self.path) ? String(base) : base + Self.path
    }
}
