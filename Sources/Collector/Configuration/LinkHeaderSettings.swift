// One entry of `link_headers`: a header of the operator's own that links dialogs.

internal import CallGraph
internal import SIP

/// A header that names another dialog, or bears a value that all dialogs of a call share.
package struct LinkHeaderSettings: Sendable, Equatable {
    /// What is done to a value before it is compared.
    package enum Digest: String, Sendable, CaseIterable {
        case none
        case md5
        case sha1
        case sha256
    }

    /// The header's name; upper and lower case are alike.
    package var name: String
    /// True when its value is the Call-ID of another dialog, false when dialogs of one call share it.
    package var namesCallID: Bool
    /// What of the value counts: the first group of this regular expression, or all that it matches; the
    /// whole value when empty.
    package var pattern: String
    /// Put before what is left.
    package var prefix: String
    /// Put behind it.
    package var suffix: String
    /// Taken of the result, in lower-case hexadecimal digits.
    package var hash: Digest

    init(_ section: ConfigurationSection) throws(ConfigurationError) {
        let written = try section.value("name")
        guard SIPHeaderName(custom: written.text) != nil else {
            throw written.refused("write the name of a SIP header, as in X-CID")
        }
        name = written.text
        let meaning = try section.value("names").choice { LinkRules.Meaning(rawValue: $0) }
        namesCallID = meaning == .dialog
        let expression = try section.value("pattern")
        pattern = try expression.plainText()
        guard pattern.isEmpty || HeaderTransform.isPattern(pattern) else {
            throw expression.refused("this is no regular expression")
        }
        prefix = try section.value("prefix").plainText()
        suffix = try section.value("suffix").plainText()
        hash = try section.value("hash").choice { Digest(rawValue: $0) }
    }
}
