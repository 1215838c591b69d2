// Every bound of the renderings, with its reason.

/// The bounds of this target.
enum Limits {
    /// Hosts that get a column of their own. Addresses come from the network: without a bound, rows
    /// times hosts is what a forger can make us print. Real calls show two to eight.
    static let columnsMax = 24
    /// Columns between two lifelines at least: `INVITE` with its marks and an arrowhead.
    static let distanceMin = 14
    /// Columns between two lifelines at most; beyond, the eye loses the row.
    static let distanceMax = 30
    /// Columns between two lifelines when the terminal is too narrow for all of them anyway: an INVITE
    /// with SDP that two agents saw stands on its arrow.
    static let distanceScrolled = 22
    /// The widths of a terminal that are believed; a pipe may say 0, a script anything.
    static let widthRange = 40...4096
    /// Columns of a reason phrase that are worth showing when it must be cut.
    static let cutReasonColumnsMin = 6
    /// Columns of a user, domain, node, method or reason in a sentence. RFC 3261 sets no bound.
    static let nameColumnsMax = 48
    /// Columns of a Call-ID, UUID or channel name, which one wants to copy whole.
    static let identityColumnsMax = 256
    /// Columns of a user, domain or node in a table of calls: numbers have at most 15 digits (E.164).
    static let tableCellColumnsMax = 32
    /// Columns of a warning or finding.
    static let sentenceColumnsMax = 512
    /// Columns of the label on an arrow; a method may be of any length.
    static let labelColumnsMax = 40
    /// Columns of the detail of a noisy event, which shares its row with others.
    static let shortDetailColumnsMax = 24
    /// Findings, and warnings, that are written out; a loop can make thousands.
    static let findingsMax = 24
    /// Links that are written out under one leg.
    static let linksPerLegMax = 16
    /// Bytes of a message in which its start line and Content-Type are looked for.
    static let scannedBytesMax = 16 << 10
    /// Combining marks on one character; more would climb over the rows above.
    static let marksPerCharacterMax = 2
    /// Microseconds without a row from which the ladder shows a gap.
    static let gapMicroseconds: Int64 = 1_000_000
    /// Streams that the section on quality lists; a call has two for each leg, as each end sees them.
    static let streamsMax = 24
    /// Members of a hub that are listed; JSON has them all.
    static let hubMembersMax = 20
    /// Steps of a chain that are shown; longer ones are those of loops.
    static let chainMax = 12
    /// Steps of a chain that are walked.
    static let chainStepsMax = 512
    /// Pieces of evidence shown for a step.
    static let evidenceMax = 4
    /// Hosts that get a column of their own in a drawing; as in a ladder.
    static let hostsMax = 24
    /// Arrows and notes of a drawing: some seconds of a browser. The head says how many are left out.
    static let drawnRowsMax = 5_000
    /// Characters of a label in a drawing.
    static let drawnLabelCharactersMax = 48
    /// Characters of a note, which may reach over all columns.
    static let drawnNoteCharactersMax = 120
    /// Arrows and notes of a Mermaid diagram, whose renderers give up on large ones (maxTextSize is 50,000
    /// characters by default).
    static let mermaidRowsMax = 500
    /// The port of a report whose own is not known: what RFC 3551 §8 names for RTCP.
    static let reportPort: UInt16 = 5005
}
