// Where the repository's files are.

public import Foundation

/// Folders of the repository, and of what stands beside it.
public enum RepositoryFiles {
    /// The folder that holds Package.swift.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The recorded call that the project carries.
    public static let basicBridge = root.appending(path: "Fixtures/basic-bridge")

    /// A path of the material beside the project; nil where that is not there.
    public static func shared(_ path: String) -> URL? {
        let url = root.deletingLastPathComponent().appending(path: "shared").appending(path: path)
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }
}
