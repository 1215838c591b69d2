// Every bound of the event socket, with its reason.

/// The bounds of this target.
public enum Limits {
    /// Bytes of one frame's header lines. An event's has 60, a log line's 200; the answer to
    /// `connect` of an outbound socket holds a whole channel, and the richest recorded event of one
    /// had 17,000.
    public static let frameHeaderBytesMax = 64 << 10
    /// Header lines of one frame: three times those of the richest recorded channel.
    public static let frameHeadersMax = 1024
    /// Bytes of one frame's body: room for `show channels as json` of 10,000 channels with 800
    /// bytes each.
    public static let frameBodyBytesMax = 8 << 20
    /// Bytes that may wait in a framer: one largest frame and a generous read after it.
    public static let bufferedBytesMax = frameBodyBytesMax + frameHeaderBytesMax + (4 << 20)
    /// Bytes of spent buffer that a framer keeps for the next frame; what one large answer needed
    /// beyond that is given back.
    public static let bufferKeptBytesMax = 1 << 20
    /// Bytes of one event or log line. The largest of 24,000 recorded ones had 17,000.
    public static let eventBytesMax = 1 << 20
    /// Headers of one event. The richest recorded one had 308; dialplans add theirs.
    public static let eventHeadersMax = 4096
    /// Bytes of a header's name in an event.
    public static let headerNameBytesMax = 1024
    /// Values that are given out of one array header. `originated_legs` of a serial hunt has one a
    /// leg.
    public static let arrayValuesMax = 1024
    /// Levels of nesting that are skipped in an event. The switch itself never nests an object in
    /// one.
    public static let nestingMax = 16
    /// Channels that are asked for one by one after a connection is made. At 12 KB an answer this
    /// is 120 MB; a switch with more calls than that shows them as their next events come.
    public static let channelsAskedMax = 10_000
    /// Bytes of a channel's UUID that is put into a command. FreeSWITCH takes a Call-ID of 256 for
    /// one.
    public static let uuidBytesMax = 256
    /// Bytes of a password: longer than any in use.
    public static let passwordBytesMax = 512
    /// Event names and subclasses of one subscription.
    public static let subscriptionWordsMax = 256
    /// Bytes of a disconnect notice that are handed on. FreeSWITCH's own has 67.
    public static let noticeBytesMax = 1024
}
