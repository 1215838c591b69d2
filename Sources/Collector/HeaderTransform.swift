// What a configured header's value is turned into before it is compared.

internal import CallGraph
internal import Crypto
internal import Foundation

/// Turns the value of a header into the name that it stands for.
struct HeaderTransform: Sendable {
    private let expression: NSRegularExpression?
    private let prefix: String
    private let suffix: String
    private let digest: LinkHeaderSettings.Digest

    /// The transform of these settings; nil when the value counts as it is.
    init?(_ settings: LinkHeaderSettings) {
        guard
            !settings.pattern.isEmpty || !settings.prefix.isEmpty || !settings.suffix.isEmpty
                || settings.hash != .none
        else { return nil }
        expression =
            settings.pattern.isEmpty
            ? nil : try? NSRegularExpression(pattern: settings.pattern)
        prefix = settings.prefix
        suffix = settings.suffix
        digest = settings.hash
    }

    /// True for a regular expression that can be used.
    static func isPattern(_ text: String) -> Bool {
        (try? NSRegularExpression(pattern: text)) != nil
    }

    /// The name in a value; nil when the pattern does not match, or the value is absurdly long: patterns
    /// may need time that grows with its square.
    func callAsFunction(_ value: String) -> String? {
        guard value.utf8.count <= Self.valueBytesMax else { return nil }
        var name = value.trimmingCharacters(in: .whitespaces)
        if let expression {
            let whole = NSRange(name.startIndex..., in: name)
            guard let match = expression.firstMatch(in: name, range: whole),
                let range = Range(
                    match.range(at: match.numberOfRanges > 1 ? 1 : 0), in: name)
            else { return nil }
            name = String(name[range])
        }
        name = prefix + name + suffix
        let bytes = Data(name.utf8)
        switch digest {
        case .none: return name
        case .md5: return Self.text(Insecure.MD5.hash(data: bytes))
        case .sha1: return Self.text(Insecure.SHA1.hash(data: bytes))
        case .sha256: return Self.text(SHA256.hash(data: bytes))
        }
    }

    private static let valueBytesMax = 512

    private static func text(_ digest: some Sequence<UInt8>) -> String {
        digest.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0\(digits)" : digits
        }.joined()
    }
}

extension LinkRules {
    /// The headers that link without being told, and those of the configuration with its forms of log lines.
    init(_ settings: [LinkHeaderSettings], patterns: [LogPatternSettings] = []) {
        let configured = settings.map { entry -> Header in
            let meaning: Meaning = entry.namesCallID ? .dialog : .token
            guard let transform = HeaderTransform(entry) else {
                return Header(entry.name, names: meaning)
            }
            return Header(entry.name, names: meaning) { value in transform(value) }
        }
        let names = Set(configured.map(\.name))
        self.init(
            headers: configured + Self.standard.headers.filter { !names.contains($0.name) },
            logPatterns: patterns.compactMap { LogPattern($0) })
    }
}
