// The characters that a ladder is drawn with.

/// One set of drawing characters, each one column wide.
struct LadderGlyphs {
    let lifeline: String
    let dash: String
    /// An arrow over a lifeline that it does not end at.
    let crossing: String
    /// Where an arrow leaves to the right, and to the left.
    let leavesRight: String
    let leavesLeft: String
    let headRight: String
    let headLeft: String
    /// In front of what a switch says.
    let bullet: String
    /// In the place of the time, where nothing happens for long.
    let gap: String
    /// Between caller and callee.
    let to: String
    /// After a message that was sent before.
    let retransmission: String
    /// In front of a count.
    let times: String

    /// Box drawing characters; the arrowheads are ones that no terminal draws as emoji.
    static let unicode = LadderGlyphs(
        lifeline: "│", dash: "─", crossing: "┼", leavesRight: "├", leavesLeft: "┤", headRight: "►",
        headLeft: "◄", bullet: "·", gap: "⋮", to: "→", retransmission: "↻", times: "×")

    /// ASCII only.
    static let ascii = LadderGlyphs(
        lifeline: "|", dash: "-", crossing: "+", leavesRight: "|", leavesLeft: "|", headRight: ">",
        headLeft: "<", bullet: "*", gap: ":", to: "->", retransmission: "(retr.)", times: "x")
}
