// Places where strangers meet: shown beside a call, never part of it.

/// A conference, a queue, a parking lot, a standing channel, or a value that too many dialogs bear.
public struct Hub: Sendable, Equatable {
    /// One stay of somebody.
    public struct Member: Sendable, Equatable {
        /// The channel, or the Call-ID where a dialog is all that is known.
        public var identity: Identity
        /// The Call-ID of the channel, where it was heard.
        public var callID: String?
        /// When it came.
        public var from: Timestamp
        /// When it left; nil while it is there.
        public var until: Timestamp?

        /// A member of these parts.
        public init(identity: Identity, callID: String?, from: Timestamp, until: Timestamp?) {
            self.identity = identity
            self.callID = callID
            self.from = from
            self.until = until
        }
    }

    /// conference, queue, fifo, parking; agent for a standing channel; token.
    public var kind: String
    /// Its name on the wire: unique among hubs of its kind.
    public var id: String
    /// What people call it.
    public var name: String
    /// Those who were there while the call was, in order of their coming.
    public var members: [Member]
    /// True when more were there than are listed.
    public var isCut: Bool

    /// A hub of these parts.
    public init(kind: String, id: String, name: String, members: [Member], isCut: Bool) {
        self.kind = kind
        self.id = id
        self.name = name
        self.members = members
        self.isCut = isCut
    }
}
