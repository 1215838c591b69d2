// Keys with their values, as the trace has them.

internal import CallGraph

extension JSONWriter {
    /// A key with a string; nil is `null`.
    mutating func field(_ name: String, _ text: String?) {
        key(name)
        string(text)
    }

    /// A key with a time in RFC 3339.
    mutating func field(_ name: String, _ time: Timestamp?) {
        key(name)
        string(time?.rfc3339)
    }

    /// A key with an array of these elements.
    mutating func list<Element>(
        _ name: String, _ elements: [Element], write: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }
}
