// One entry of `trunks`: addresses that calls come from or go to.

package import CallGraph

/// A trunk: a carrier, a session border controller, a customer's PBX, by its addresses.
package struct TrunkSettings: Sendable, Equatable {
    /// The trunk's name in labels; no two trunks share one.
    package var name: String
    /// Its networks. An address of several trunks is of the one with the longest prefix.
    package var addresses: [CIDR]

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        name = try section.value("name").name()
        let list = try section.list("addresses")
        guard !list.isEmpty else {
            throw try section.value("name").error(
                "trunk `\(name)` has no addresses; write the networks that it calls from or is "
                    + "called at, as in `addresses: [203.0.113.0/24]`")
        }
        addresses = try list.networks()
    }
}
