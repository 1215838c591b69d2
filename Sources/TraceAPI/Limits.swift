// Every bound of the HTTP interface, with its reason.

/// The bounds of this target.
enum Limits {
    /// Bytes of a name that is looked for; longer ones are nobody's identity.
    static let identityBytesMax = 1024
    /// Searches at once: with more of them other answers would wait, on a machine of two cores.
    static let searchesMax = 4
    /// Bytes of the query of a search: a dozen parameters of the longest texts, each byte escaped.
    static let queryBytesMax = 8192
    /// Bytes of the body of a CDR: what an event may have. Those of a switch with the usual dialplans have
    /// 4 to 15 KiB, and three times that when they are URL-encoded.
    static let cdrBytesMax = 1 << 20
    /// CDRs that are taken in at once: 16 MiB of bodies.
    static let cdrsMax = 16
    /// Bytes from which an answer is compressed: less goes into one packet of the network as it is.
    static let compressedBytesMin = 1024
    /// Characters of an `Accept-Encoding` header that are read: all encodings that there are fit.
    static let acceptEncodingCharactersMax = 512
    /// Bytes of a channel's name in the address of a request.
    static let cdrNameBytesMax = 300
    /// Bytes of HEP packets in one request of an import: some thousands of messages.
    static let importBytesMax = 4 << 20
    /// Requests of imports that are taken at once: each holds its packets, and waits while the disk does not
    /// keep up.
    static let importsMax = 4
}
