// The files beside the tests.

import Foundation

/// Files of the Fixtures folder, found by where this source file is.
enum Fixtures {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Fixtures")

    static func bytes(_ path: String) -> [UInt8] {
        guard let data = try? Data(contentsOf: folder.appending(path: path)) else { return [] }
        return [UInt8](data)
    }

    /// The rows of a table with tabs between its columns, by the names in its first line.
    static func table(_ path: String) -> [[String: String]] {
        let lines = String(decoding: bytes(path), as: UTF8.self).split(separator: "\n")
        guard let first = lines.first else { return [] }
        let names = first.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        return lines.dropFirst().map { line in
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
            return Dictionary(uniqueKeysWithValues: zip(names, cells.map(String.init)))
        }
    }

    /// A compressed file, unpacked by gzip, which every system of this project's has.
    static func gunzip(_ path: String) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "gzip", "-dc", folder.appending(path: path).path(percentEncoded: false),
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }
}
