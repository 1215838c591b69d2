// Which final status a call must have.

/// One status, or a class of them.
public struct StatusPattern: Sendable, Equatable {
    /// The statuses that are meant.
    public let range: ClosedRange<Int>

    /// Reads `486` or `4xx`; nil for anything else, and for what no final response bears.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 3, (0x32...0x36).contains(bytes[0]) else { return nil }
        let hundreds = Int(bytes[0] - 0x30) * 100
        if bytes[1] | 0x20 == 0x78, bytes[2] | 0x20 == 0x78 {
            range = hundreds...hundreds + 99
        } else {
            guard (0x30...0x39).contains(bytes[1]), (0x30...0x39).contains(bytes[2]) else {
                return nil
            }
            let status = hundreds + Int(bytes[1] - 0x30) * 10 + Int(bytes[2] - 0x30)
            range = status...status
        }
    }

    /// True when a call with this final status is meant; one without any never is.
    public func matches(_ status: Int?) -> Bool { status.map(range.contains) ?? false }
}
