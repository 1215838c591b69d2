// What a call's numbers are told by: who saw it, and by which trunk for whom it went.

/// Whose call an attempt is, in small numbers: the labels of everything that is counted of it.
public struct CallRoute: Hashable, Sendable {
    /// Which way a call goes, as seen from the trunks.
    public enum Direction: UInt8, Sendable, CaseIterable {
        /// Between hosts of no trunk.
        case `internal` = 0
        /// It came from a trunk.
        case `in` = 1
        /// It went to a trunk.
        case out = 2
    }

    /// The number of the node that saw the call first.
    public var node: UInt16
    /// The number of the first trunk that the call touched; 0 for none.
    public var trunk: UInt16
    /// The number of the tenant; 0 for none.
    public var tenant: UInt16
    /// Which way it goes.
    public var direction: Direction

    /// A call that this node saw first.
    public init(
        node: UInt16, trunk: UInt16 = 0, tenant: UInt16 = 0, direction: Direction = .internal
    ) {
        self.node = node
        self.trunk = trunk
        self.tenant = tenant
        self.direction = direction
    }
}
