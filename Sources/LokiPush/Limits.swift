// Every limit of the Loki client, each with its reason. "Loki" is a Loki with its default limits.

enum Limits {
    /// Bytes of a batch, as protobuf before compression. Loki answers 500 above 4 MiB for good, and a
    /// push above the burst of a tenant can never pass.
    static let batchBytesMax = 1_536 * 1_024
    /// Entries of a batch, so that tiny lines do not make a batch that takes Loki seconds.
    static let batchEntriesMax = 20_000
    /// Bytes of a line; Loki accepts 262,144 and refuses one more.
    static let lineBytesMax = 262_144
    /// Labels of a stream; Loki refuses 16.
    static let labelsMax = 15
    /// Bytes of a label name; Loki refuses 1,025.
    static let labelNameBytesMax = 1_024
    /// Bytes of a label value; Loki refuses 2,049.
    static let labelValueBytesMax = 2_048
    /// Metadata entries of a line; Loki refuses 129.
    static let metadataEntriesMax = 128
    /// Bytes of all metadata names and values of a line; Loki refuses 65,537.
    static let metadataBytesMax = 65_536
    /// Bytes of a value that is packed with an entry: Loki's own limit for a label's value.
    static let packedValueBytesMax = 2_048
    /// Bytes of a tenant's name (Loki, "tenant ID restrictions").
    static let tenantBytesMax = 150
    /// Bytes of an answer that are read. A stream that is refused takes up to 3.5 kB, so that the
    /// counts of some seventy streams are seen.
    static let answerBytesMax = 256 * 1_024
    /// Characters of an answer that a reason keeps.
    static let reasonCharactersMax = 300
    /// Different reasons that one push keeps.
    static let reasonsMax = 8
    /// The wait after the first failure, before jitter.
    static let firstWait = Duration.seconds(1)
    /// The longest wait, before jitter: an outage that ends is noticed within a minute.
    static let longestWait = Duration.seconds(60)
    /// Refusals for the rate in a row after which a batch is halved: a bucket that is smaller than
    /// the batch never lets it pass, and one that is merely empty has refilled by then.
    static let rateRefusalsBeforeHalving = 3
    /// Bytes below which a batch is not halved for the rate: smaller pushes only add requests.
    static let rateHalvingBytesMin = 64 * 1_024
}
