// Why a text is no network.

/// What is wrong with a text that should be a network.
public enum CIDRProblem: Error {
    /// What stands before the slash is no IP address.
    case notANetwork
    /// The prefix is no number from 0 to this.
    case prefix(Int)
    /// Bits are set after the prefix; the network and the address that may have been meant.
    case bitsAfterPrefix(String, String)

    /// What to do, as the second half of a sentence.
    public var advice: String {
        switch self {
        case .notANetwork: "write an address or a network, as in 10.0.0.0/8 or 2001:db8::/32"
        case .prefix(let bitsMax): "the prefix must be a number from 0 to \(bitsMax)"
        case .bitsAfterPrefix(let network, let address):
            "bits are set after the prefix; write \(network) for the network or \(address) for the "
                + "address"
        }
    }
}
