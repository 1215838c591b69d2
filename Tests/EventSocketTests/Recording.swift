// Recorded sessions with a real switch: trimmed ones of this project, whole ones beside it.

import Foundation

/// Transcripts of what FreeSWITCH 1.11 sent while two calls were bridged.
///
/// `session-json.bin`, `session-plain.bin` and `session-mixed.bin` hold whole frames of the
/// recordings in `../shared/captures/a-basic-bridge`, fewer of them.
enum Recording {
    private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath()
        .deletingLastPathComponent()
    private static let shared = folder.appending(path: "../../../shared/captures/a-basic-bridge")
        .standardizedFileURL

    static let areSharedThere = FileManager.default.fileExists(
        atPath: shared.appending(path: "esl-wire.bin").path)

    static func trimmed(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: folder.appending(path: "Fixtures/\(name)")))
    }

    static func whole(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: shared.appending(path: name)))
    }
}
