// The key that pseudonyms are made with.

internal import Crypto
internal import Foundation

/// A key: the same one gives the same pseudonyms, without it nobody can tell who they are.
package struct RedactionKey: Sendable {
    let key: SymmetricKey

    /// The key of this text, of any length but none.
    package init(_ text: String) { key = SymmetricKey(data: Array(text.utf8)) }

    private init(_ key: SymmetricKey) { self.key = key }

    /// A key that nobody will ever have again.
    package static func random() -> RedactionKey {
        RedactionKey(SymmetricKey(size: SymmetricKeySize(bitCount: Limits.keyBytes * 8)))
    }

    /// Bytes that follow from the key, a kind and a text.
    func code(_ kind: String, _ text: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(
                for: Array("\(kind)\0\(text)".utf8), using: key))
    }
}
