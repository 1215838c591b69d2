// A trace as text: what happened, the legs, and the messages between the hosts.

package import CallGraph

/// Draws a trace for a terminal.
///
/// The head says in words who called whom, how it ended and why; then come the legs with what joins
/// them, then one column a host, an arrow a message, and between them what the switches said.
package struct Ladder {
    let trace: Trace
    let options: LadderOptions
    let glyphs: LadderGlyphs
    let legs: LadderLegs
    let gutter: LadderGutter
    let columns: LadderColumns
    /// The method that began each dialog.
    let methods: [String: String]
    private var output = ""

    /// The trace as lines, each with a line end.
    ///
    /// No character of the network reaches the output that could steer a terminal; ESC stands in it only
    /// with `options.color`, and only in colour sequences.
    package static func render(_ trace: Trace, options: LadderOptions) -> String {
        var ladder = Ladder(trace, options: options)
        ladder.renderHead()
        ladder.renderLegs()
        ladder.renderQuality()
        ladder.renderCompany()
        ladder.renderMessages()
        return ladder.output
    }

    private init(_ trace: Trace, options: LadderOptions) {
        self.trace = trace
        self.options = options
        glyphs = options.unicode ? .unicode : .ascii
        legs = LadderLegs(trace)
        gutter = LadderGutter(
            start: trace.call.start, times: trace.messages.lazy.map(\.time),
            legCount: legs.all.count)
        columns = LadderColumns(
            trace.messages, hosts: trace.hosts, left: gutter.columns, options: options)
        methods = Dictionary(
            trace.dialogs.map { ($0.callID, $0.method) }, uniquingKeysWith: { first, _ in first })
    }

    /// Writes a line.
    mutating func emit(_ row: LadderRow) {
        output += row.text(color: options.color)
        output += "\n"
    }

    /// Writes a line of this text.
    mutating func emit(_ text: String, style: LadderStyle = .plain) {
        emit(LadderRow(text, style: style))
    }

    /// A text of the network, safe and cut to so many columns.
    func fit(_ text: String, _ columns: Int = Limits.nameColumnsMax) -> String {
        TerminalText.fit(text, columns: columns, unicode: options.unicode)
    }

    /// The row on which a message stands: its time, its leg, and all lifelines.
    func row(at time: Timestamp, leg: Int?) -> LadderRow {
        var row = columns.row(glyphs)
        gutter.put(time, leg: leg, in: &row)
        return row
    }
}
