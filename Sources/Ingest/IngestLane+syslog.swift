// What comes by syslog.

package import CallGraph
internal import HEP
internal import Syslog

extension IngestLane {
    /// Takes datagrams of syslog that lie in `buffer`. What there is no room for is lost, and counted.
    package func consume(
        _ buffer: Span<UInt8>, syslog datagrams: [Datagram], reader: SyslogReader,
        received: Timestamp
    ) {
        var lines: [SyslogLine] = []
        lines.reserveCapacity(datagrams.count)
        for datagram in datagrams {
            guard reader.admits(datagram.sender) else {
                refuse(log: .notAllowed, from: datagram.sender, received: received)
                continue
            }
            // An agent that was given the wrong port: no line begins like this.
            switch HEPFormat.detect(buffer.extracting(datagram.range)) {
            case .version1, .version2, .version3:
                refuse(log: .hep, from: datagram.sender, received: received)
                continue
            case .gzip, .protobuf, .unknown: break
            }
            do throws(SyslogError) {
                lines.append(
                    try reader.read(
                        buffer.extracting(datagram.range), from: datagram.sender, over: .syslogUDP,
                        isCut: datagram.range.count >= Limits.datagramBytesMax, received: received))
            } catch {
                refuse(log: .empty, from: datagram.sender, received: received)
            }
        }
        write(count: lines.count, whenFull: .drop) { state, index, block in
            state.take(lines[index], into: &block)
        }
    }

    /// Takes a line of a connection, unless the disk does not keep up: then nothing was done and false is
    /// returned, so that the sender can be made to wait.
    func offer(_ line: SyslogLine) -> Bool {
        write(count: 1, whenFull: .wait) { state, _, block in state.take(line, into: &block) } == 1
    }
}
