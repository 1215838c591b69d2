// Where a packet lies in what was received.

package import CallGraph

/// One packet within a larger buffer, and who sent it.
package struct Datagram: Sendable {
    /// Its bytes in the buffer.
    package var range: Range<Int>
    /// The address that it came from.
    package var sender: Endpoint

    /// A packet at this place from this sender.
    package init(range: Range<Int>, sender: Endpoint) {
        self.range = range
        self.sender = sender
    }
}
