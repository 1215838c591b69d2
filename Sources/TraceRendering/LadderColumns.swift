// The hosts of a call as columns.

internal import CallGraph

/// Which host stands in which column, and where.
struct LadderColumns {
    private struct Column {
        /// nil in the column that the last hosts share.
        var host: Endpoint?
        var name: String?
        /// nil when it uses several.
        var port: UInt16?
    }

    private var columns: [Column] = []
    private var indices: [Endpoint: Int] = [:]
    private var nodeIndices: [String: Int] = [:]
    /// Columns from one lifeline to the next.
    private var distance = Limits.distanceMax
    /// The column of the first lifeline.
    private var origin = 0
    private let unicode: Bool

    /// The hosts of these messages in order of their first appearance, right of `left` columns.
    init(_ messages: [TraceMessage], hosts: [HostName], left: Int, options: LadderOptions) {
        unicode = options.unicode
        for case .sip(let row) in messages {
            for endpoint in [row.source, row.destination] { add(endpoint) }
        }
        for name in hosts {
            guard let index = indices[name.host.host], columns[index].host != nil else { continue }
            columns[index].name = name.name
            let words = [name.name] + name.name.split(separator: " ").map(String.init)
            for word in words where nodeIndices[word] == nil { nodeIndices[word] = index }
        }
        place(left: left, width: options.usableWidth)
    }

    /// How many there are.
    var count: Int { columns.count }

    /// The column of a host.
    func index(of endpoint: Endpoint) -> Int? { indices[endpoint.host] }

    /// The column of the host that a switch or agent lives at.
    func index(ofNode node: String) -> Int? { nodeIndices[node] }

    /// Where a lifeline stands.
    func position(_ index: Int) -> Int { origin + index * distance }

    /// A port that the column's head does not say, `:5080`; nil when it does.
    func portLabel(of endpoint: Endpoint) -> String? {
        guard let index = index(of: endpoint), columns[index].port == nil, endpoint.port != 0 else {
            return nil
        }
        return ":\(endpoint.port)"
    }

    /// True when the host shares its column with others.
    func isShared(_ endpoint: Endpoint) -> Bool {
        index(of: endpoint).map { columns[$0].host == nil } ?? true
    }

    /// A row of nothing but lifelines.
    func row(_ glyphs: LadderGlyphs) -> LadderRow {
        var row = LadderRow()
        for index in columns.indices { row.put(glyphs.lifeline, at: position(index), style: .dim) }
        return row
    }

    /// The rows that name the hosts, over the lifelines.
    func head() -> [LadderRow] {
        let labels = columns.map { label(of: $0, columns: distance - 1) }
        let height = labels.map(\.count).max() ?? 0
        return (0..<height).map { line in
            var row = LadderRow()
            for (index, label) in labels.enumerated() {
                let place = line - (height - label.count)
                guard label.indices.contains(place) else { continue }
                let start = position(index) - TerminalText.columns(of: label[place]) / 2
                row.put(label[place], at: start, style: .bold)
            }
            return row
        }
    }

    private mutating func add(_ endpoint: Endpoint) {
        let host = endpoint.host
        if let index = indices[host] {
            if columns[index].port != endpoint.port { columns[index].port = nil }
        } else if columns.count < Limits.columnsMax {
            indices[host] = columns.count
            columns.append(Column(host: host, name: nil, port: endpoint.port))
        } else {
            columns[columns.count - 1].host = nil
            columns[columns.count - 1].port = nil
            indices[host] = columns.count - 1
        }
    }

    private mutating func place(left: Int, width: Int) {
        // An IPv4 address has no place to break at; anything longer is broken over rows.
        let widest = columns.reduce(0) { found, column in
            max(found, column.host?.family == .v4 ? column.host?.addressText.utf8.count ?? 0 : 0)
        }
        let least = max(Limits.distanceMin, widest + 1)
        let gaps = max(columns.count - 1, 1)
        // Half a label stands out on either side of the outer lifelines.
        let ideal = (width - left - 1) / (gaps + 1)
        distance =
            ideal >= least
            ? min(ideal, Limits.distanceMax) : max(least, Limits.distanceScrolled)
        let half = (distance - 1) / 2
        // With its outer labels cut short by nothing, the least distance may still do.
        if ideal < least, left + 2 * half + gaps * least <= width { distance = least }
        let first = columns.first.map { label(of: $0, columns: distance - 1) } ?? []
        origin = left + (first.map { TerminalText.columns(of: $0) }.max() ?? 0) / 2
    }

    /// The name and the address, each cut or broken to so many columns.
    private func label(of column: Column, columns: Int) -> [String] {
        guard let host = column.host else { return ["other", "hosts"] }
        var lines: [String] = []
        if let name = column.name, !name.isEmpty {
            lines.append(TerminalText.fit(Self.display(name), columns: columns, unicode: unicode))
        }
        let port = column.port.flatMap { $0 == 0 ? nil : $0 }
        let isBracketed = host.family == .v6 && port != nil
        let address = isBracketed ? "[\(host.addressText)]" : host.addressText
        let whole = address + (port.map { ":\($0)" } ?? "")
        if whole.utf8.count <= columns { return lines + [whole] }
        // Broken after a colon: what is left of it still reads as the start of an address.
        var line = ""
        for group in whole.split(separator: ":", omittingEmptySubsequences: false).enumerated() {
            let isPort = port != nil && host.family == .v4 && group.offset == 1
            let piece = (group.offset > 0 ? ":" : "") + group.element
            if isPort || line.utf8.count + piece.utf8.count > columns {
                lines.append(line)
                line = ""
            }
            line += piece
        }
        return lines + [line]
    }

    /// `fs1 101`, a switch and its agent's number, is shown as `fs1 (101)`.
    private static func display(_ name: String) -> String {
        let words = name.split(separator: " ")
        guard words.count == 2, words[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return name
        }
        return "\(words[0]) (\(words[1]))"
    }
}
