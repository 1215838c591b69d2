// All templates of all scripts, ready to be copied.

/// The templates of every script for every profile, those of one script one after the other.
struct TemplateSet: Sendable {
    /// The bytes of the longest.
    let packetBytesMax: Int
    private let templates: [Template]
    private let starts: [UInt32]
    private let counts: [UInt32]
    private let leftWhenHolding: [UInt8]
    private let profileCount: UInt64

    init() {
        var templates: [Template] = []
        var starts: [UInt32] = []
        for profile in Profile.all {
            for kind in Script.Kind.allCases {
                starts.append(UInt32(templates.count))
                for step in Script.of(kind).steps {
                    templates.append(Template(step.message, leg: step.leg, profile: profile))
                }
            }
        }
        counts = Script.Kind.allCases.map { UInt32(Script.of($0).steps.count) }
        leftWhenHolding = Script.Kind.allCases.map { UInt8(Script.of($0).leftWhenHolding) }
        packetBytesMax = templates.reduce(0) { max($0, $1.bytes.count) }
        profileCount = UInt64(Profile.all.count)
        self.templates = templates
        self.starts = starts
    }

    /// Appends the packet that a template makes of a session to `slab`.
    func append(
        _ number: UInt32, to slab: inout [UInt8], words: SessionWords, moment: Moment
    ) {
        templates[Int(number)].append(to: &slab, words: words, moment: moment)
    }

    /// The numbers of the templates of a script.
    func templates(of kind: Script.Kind, profile word: UInt64) -> Range<UInt32> {
        let row = Int(word % profileCount) * Script.Kind.allCases.count
        let start = starts[row + kind.rawValue]
        return start..<(start + counts[kind.rawValue])
    }

    /// How many messages of a script are left when it holds; 0 for one that does not.
    func leftWhenHolding(_ kind: Script.Kind) -> UInt8 { leftWhenHolding[kind.rawValue] }
}
