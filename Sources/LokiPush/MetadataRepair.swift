// Structured metadata made fit for Loki's limits.

enum MetadataRepair {
    /// Rewrites names, leaves out empty values and what is over the limits.
    static func repair(_ metadata: inout [LokiLabel], counting repairs: inout LokiRepairs) {
        guard !isFit(metadata) else { return }
        var kept: [LokiLabel] = []
        var bytes = 0
        for label in metadata where !label.value.isEmpty {
            guard let name = LokiLabel.usableName(label.name) else {
                repairs.metadataDropped += 1
                continue
            }
            let size = name.utf8.count + label.value.utf8.count
            guard kept.count < Limits.metadataEntriesMax, bytes + size <= Limits.metadataBytesMax
            else {
                repairs.metadataDropped += 1
                continue
            }
            if name != label.name { repairs.metadataRenamed += 1 }
            bytes += size
            kept.append(LokiLabel(name: name, value: label.value))
        }
        metadata = kept
    }

    /// Whether nothing needs to change, which is so for nearly every entry.
    private static func isFit(_ metadata: [LokiLabel]) -> Bool {
        guard metadata.count <= Limits.metadataEntriesMax else { return false }
        var bytes = 0
        for label in metadata {
            guard !label.value.isEmpty, LokiLabel.isUsable(label.name) else { return false }
            bytes += label.name.utf8.count + label.value.utf8.count
        }
        return bytes <= Limits.metadataBytesMax
    }
}
