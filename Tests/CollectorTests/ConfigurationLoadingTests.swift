// Files on disk.

import Foundation
import Testing

@testable import Collector

struct ConfigurationLoadingTests {
    private func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("configuration-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appendingPathComponent("calltrace.yaml")
        try Data(bytes).write(to: file)
        try body(file.path)
    }

    private func problem(_ path: String) -> String {
        do {
            _ = try Configuration.load(path: path, environment: [:])
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func `a file is read and its path stands in errors`() throws {
        try withFile(Array("retention: {days: 2}\n".utf8)) { path in
            let configuration = try Configuration.load(path: path, environment: [:])
            #expect(configuration.retention.days == 2)
        }
        try withFile(Array("\nx: 1\n".utf8)) { path in
            #expect(problem(path).hasPrefix("\(path):2: unknown key `x`; "))
        }
    }

    @Test func `an empty file is a file of defaults`() throws {
        let defaults = try Configuration.load(path: nil, environment: [:])
        try withFile([]) { path in
            let configuration = try Configuration.load(path: path, environment: [:])
            #expect(configuration == defaults)
        }
    }

    @Test func `a file that is not there is said so`() {
        #expect(
            problem("no/such/calltrace.yaml")
                == "no/such/calltrace.yaml: no such file; check the path given with --config")
    }

    @Test func `a directory is no file`() {
        #expect(problem("/") == "/: cannot be read; check that it is a file and not a directory")
    }

    @Test func `bytes that are no UTF-8 are refused`() throws {
        try withFile([0x61, 0xff, 0x0a]) { path in
            #expect(problem(path) == "\(path): not text in UTF-8; save it as UTF-8")
        }
    }

    @Test func `a file without end is read up to the limit`() {
        #expect(
            problem("/dev/zero") == "/dev/zero: larger than 1 MiB; this cannot be a configuration")
    }
}
