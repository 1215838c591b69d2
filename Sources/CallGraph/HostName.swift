// The name of a host in a trace.

/// An address that an agent or a switch was found to live at.
public struct HostName: Sendable, Equatable {
    /// The address, port 0.
    public var host: Endpoint
    /// `fs1`, `200`, or both joined by a space.
    public var name: String

    /// This host has this name.
    public init(host: Endpoint, name: String) {
        self.host = host
        self.name = name
    }
}
