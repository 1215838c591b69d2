// The name of a span: the same whenever it is sent.

package import CallGraph

/// 64 bits out of the call's name and what the span stands for in it.
package struct SpanIdentifier: Hashable, Sendable {
    /// Never 0, which stands for no span.
    package let value: UInt64

    private init(_ call: CallIdentifier, _ part: String) {
        let key = IdentityHasher(seed: (call.high, call.low)).key(part).value
        value = key == 0 ? 1 : key
    }

    /// The span of a call as a whole.
    package static func root(of call: CallIdentifier) -> SpanIdentifier {
        SpanIdentifier(call, "call")
    }

    /// The span of a leg; a dialog stands for its channels too.
    package static func leg(_ leg: Identity, of call: CallIdentifier) -> SpanIdentifier {
        SpanIdentifier(call, "\(leg.kind.rawValue) \(leg.id)")
    }

    /// The span of a phase of a leg; `number` counts those of one name from 0.
    static func phase(
        _ name: String, _ number: Int, of leg: Identity, in call: CallIdentifier
    ) -> SpanIdentifier {
        SpanIdentifier(call, "\(name) \(number) \(leg.kind.rawValue) \(leg.id)")
    }

    /// 16 hexadecimal digits, lower case.
    package var text: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
