// Identities in paths: every byte of a Call-ID can be asked for.

import Testing

@testable import TraceAPI

struct PercentEncodingTests {
    @Test(arguments: [
        ("plain@127.0.0.1", "plain@127.0.0.1"), ("a%2Fb", "a/b"), ("a%2fb", "a/b"), ("%25", "%"),
        ("a+b", "a+b"), ("%C3%A9", "é"), ("", ""), ("%00", "\0"),
    ])
    func `what a client encodes is decoded`(text: String, decoded: String) {
        #expect(PercentEncoding.decode(text[...]) == decoded)
    }

    @Test(arguments: ["%", "%4", "%4g", "%g4", "a%", "%C3", "%FF", "%ED%A0%80", "%%41"])
    func `a broken escape or broken UTF-8 is none`(text: String) {
        #expect(PercentEncoding.decode(text[...]) == nil)
    }
}
