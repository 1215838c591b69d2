// What a reader wants of the ladder.

/// How a ladder is drawn.
package struct LadderOptions: Sendable {
    /// Colours by escape sequences; without, the output holds no ESC.
    package var color: Bool
    /// Columns of the terminal. Arrows that need more get more; nothing is wrapped.
    /// Below 40 counts as 40.
    package var width: Int
    /// Box drawing characters; without, plain ASCII, and everything beyond it spelt out.
    package var unicode: Bool
    /// Events of switches between the arrows.
    package var showEvents: Bool
    /// Log lines of switches between the arrows.
    package var showLogs: Bool

    /// For every leg the chain of links that brought it in, each with what was seen, by whom and when.
    package var explainsLinks: Bool

    /// The width that can be drawn for.
    var usableWidth: Int {
        min(max(width, Limits.widthRange.lowerBound), Limits.widthRange.upperBound)
    }

    /// Plain text for 100 columns, everything shown.
    package init(
        color: Bool = false, width: Int = 100, unicode: Bool = true, showEvents: Bool = true,
        showLogs: Bool = true, explainsLinks: Bool = false
    ) {
        self.color = color
        self.width = width
        self.unicode = unicode
        self.showEvents = showEvents
        self.showLogs = showLogs
        self.explainsLinks = explainsLinks
    }
}
