// Names of agents: cleaned, numbered, bounded.

import CallGraph
import Testing

@testable import Ingest

struct NodeTableTests {
    @Test(arguments: [
        ("fs1.example-1_a:b", "fs1.example-1_a:b"), ("a b\n\"}", "a_b___"), ("é", "__"),
        ("", "unknown"), (String(repeating: "x", count: 200), String(repeating: "x", count: 64)),
    ])
    func `a name is cut to what may stand in a label`(name: String, clean: String) {
        #expect(String(decoding: NodeTable.clean(Array(name.utf8)), as: UTF8.self) == clean)
    }

    @Test func `one name has one number, by capture id and by name`() {
        var table = NodeTable(names: [101: "fs1"])
        let (first, isNew) = table.number(captureID: 101)
        #expect(isNew && first == 1)
        #expect(table.number(named: Array("fs1".utf8)) == (1, false))
        #expect(table.number(captureID: 200) == (2, true))
        #expect(table.number(captureID: 200) == (2, false))
    }

    @Test func `beyond the limit names share number zero, and no memory grows`() {
        var table = NodeTable(names: [:])
        for id in 0..<UInt32(Limits.nodesMax * 3) { _ = table.number(captureID: id) }
        #expect(table.nodes.count == Limits.nodesMax)
        #expect(table.number(captureID: 4_000_000_000) == (0, false))
        #expect(table.number(captureID: 5) == (6, false))
    }
}
