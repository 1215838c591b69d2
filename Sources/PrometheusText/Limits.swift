// Every limit of the metrics registry, each with its reason.

enum Limits {
    /// Families a registry holds; a program has tens, a library that makes names from data has no
    /// end.
    static let familiesMax = 1_024
    /// Series a family holds. Label values come from fixed sets and node names, so a family with
    /// more than this is labelled by something that grows; the rest share one series labelled
    /// "other".
    static let seriesPerFamilyMax = 1_000
    /// Sample lines of a registry when nothing is said: with HELP and TYPE of every family that is
    /// still under 5,000 lines, which a Prometheus takes from a target without a thought.
    static let samplesMaxDefault = 4_500
    /// Bytes of an `Accept` header that are read; Prometheus 3 sends 240.
    static let acceptBytesMax = 4_096
    /// Entries of it that are read; Prometheus sends five or six.
    static let mediaRangesMax = 32
    /// Labels of one series; Prometheus itself has trouble with more long before.
    static let labelsPerSeriesMax = 16
    /// Bytes of a metric or label name; the longest name in use has 44.
    static let nameBytesMax = 200
    /// Bytes of a label value; addresses and node names fit many times over.
    static let labelValueBytesMax = 512
    /// Bytes of a help text: a sentence, not a page.
    static let helpBytesMax = 1_024
    /// Finite bounds of a histogram; each is a line per series in every scrape.
    static let bucketsMax = 64
    /// Functions run before a scrape; one a component.
    static let scrapeHooksMax = 256
    /// Problems kept to be read; they repeat, so the first ones tell.
    static let problemsMax = 100
    /// Amount up to which a counter adds without a loop: below it an overflow needs 2^31 threads
    /// that all add between another's addition and its correction.
    static let plainAdditionMax = 1 << 32
}
