// A password, key or token that never prints itself.

/// A text that is shown as `***` wherever it is described, dumped or interpolated.
///
/// Only ``text`` gives it away, so that a search for that word finds every use.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The secret itself, for whoever has to send or compare it.
    package let text: String

    /// Wraps a text.
    package init(_ text: String) { self.text = text }

    /// Always `***`.
    package var description: String { "***" }
    /// Always `***`.
    package var debugDescription: String { "***" }
    /// Without children: `dump` and the like find nothing.
    package var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
