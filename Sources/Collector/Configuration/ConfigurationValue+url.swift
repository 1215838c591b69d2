// Reading the address of a server that is spoken to over HTTP.

extension ConfigurationValue {
    /// `http://host:3100` or `https://host/base`; empty is taken as it is.
    ///
    /// The errors do not repeat the text, since a URL may hold a password. One with a user name is refused:
    /// nothing here would send it, and a Loki that asks for it would refuse every push.
    func httpURL() throws(ConfigurationError) -> String {
        if text.isEmpty { return text }
        guard text.utf8.count <= ConfigurationLimits.textBytesMax,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let scheme = ["http://", "https://"].first(where: { text.lowercased().hasPrefix($0) })
        else { throw error("`\(path)` is no URL; write one as in http://127.0.0.1:3100") }
        let rest = text.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if authority.contains("@") {
            throw error(
                "`\(path)` has a user name in it, which this version does not send; remove it and let a "
                    + "proxy add it")
        }
        if rest.contains("?") || rest.contains("#") {
            throw error("`\(path)` has a `?` or `#` in it; write host, port and path alone")
        }
        let hasPort = authority.last != "]" && authority.contains(":")
        do {
            let address = try ListenAddress(
                parsing: hasPort ? String(authority) : "\(authority):80")
            if address.host == "0.0.0.0" { throw AddressProblem.notAnAddress }
        } catch {
            throw self.error(
                "`\(path)` has no proper host and port; write them as in http://127.0.0.1:3100")
        }
        return text
    }
}
