// The `hep` section: who may send captured packets, and where.

package import CallGraph

/// Where HEP is listened for and whose packets are let in.
package struct HEPSettings: Sendable, Equatable {
    /// The UDP listener; nil when it is off.
    package var udp: ListenAddress?
    /// The TCP listener; nil when it is off.
    package var tcp: ListenAddress?
    /// The TLS listener: always nil, since this version has none and refuses a configuration that asks.
    package var tls: ListenAddress?
    /// The file of the TLS listener's certificate; empty when not set.
    package var certificate: String
    /// The file of the TLS listener's private key; empty when not set.
    package var key: String
    /// The file of the authorities whose certificates agents must show; empty when none are asked for.
    package var clientCA: String
    /// The keys of which a packet must carry one; none when every packet is let in.
    package var authKeys: [Secret]
    /// The networks whose packets need no key.
    package var allow: [CIDR]
    /// The size asked for each UDP socket's receive buffer, in bytes.
    package var receiveBufferBytes: Int
    /// UDP sockets on the same port (`SO_REUSEPORT`), each with a thread, 1 to 8.
    package var udpSockets: Int
    /// TCP connections held at a time.
    package var tcpConnectionsMax: Int
    /// Seconds after which a silent TCP connection is closed.
    package var tcpIdleSeconds: Int

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        let tls = try section.value("tls")
        if !tls.text.isEmpty {
            throw tls.error(
                "`hep.tls` asks for a TLS listener, which this version does not have; remove it, or "
                    + "put a TLS proxy in front of `hep.tcp`")
        }
        udp = try section.value("udp").optionalListenAddress()
        tcp = try section.value("tcp").optionalListenAddress()
        self.tls = nil
        certificate = try section.value("certificate").plainText()
        key = try section.value("key").plainText()
        clientCA = try section.value("client_ca").plainText()
        authKeys = try section.list("auth_keys").secrets()
        allow = try section.list("allow").networks()
        receiveBufferBytes = try section.value("receive_buffer_bytes")
            .size(in: ConfigurationLimits.receiveBufferBytes)
        udpSockets = try section.value("udp_sockets").wholeNumber(
            in: ConfigurationLimits.udpSockets)
        tcpConnectionsMax = try section.value("tcp_connections_max")
            .wholeNumber(in: ConfigurationLimits.tcpConnections)
        tcpIdleSeconds = try section.value("tcp_idle_seconds")
            .wholeNumber(in: ConfigurationLimits.tcpIdleSeconds)
    }
}
