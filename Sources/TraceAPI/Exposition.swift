// Metrics as text, with the type of the text.

/// An answer to a scrape.
package struct Exposition: Sendable {
    /// The media type.
    package let contentType: String
    /// The whole text.
    package let text: [UInt8]

    /// A text of this type.
    package init(contentType: String, text: [UInt8]) {
        self.contentType = contentType
        self.text = text
    }
}
