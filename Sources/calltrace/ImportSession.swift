// The work of an import: read, send, wait, count.

internal import AsyncHTTPClient
internal import CaptureImport
internal import Foundation
internal import PacketCapture

/// Why an import ended before its time.
struct ImportEnding: Error {
    /// A line for whoever started it.
    var words: String
    /// What the program ends with.
    var code: Int32
}

/// An import of several captures into one collector.
struct ImportSession {
    /// Seconds that a collector without room is asked again before the import is given up.
    private static let patienceSeconds = 60
    /// Bytes that are read of a file at once.
    private static let readBytes = 256 << 10

    /// What was found.
    private(set) var tally = ImportTally()
    /// HEP packets that the collector has taken.
    private(set) var sent = 0
    /// Those among them that it did not record.
    private(set) var refused = 0
    /// Files that were read to their end.
    private(set) var filesRead = 0
    var progress = ImportProgress()

    private let options: ServerOptions
    private let node: String
    private let client: HTTPClient
    private var batch = HEPBatch()

    init(options: ServerOptions, node: String, client: HTTPClient) {
        self.options = options
        self.node = node
        self.client = client
    }

    /// Reads a capture and sends what it holds.
    mutating func read(_ file: String) async throws(ImportEnding) {
        let handle = try open(file)
        progress.begin(file, bytes: file == "-" ? nil : size(of: file))
        var importer = CaptureImporter(node: node)
        let before = tally
        while let bytes = try next(of: handle, file), !bytes.isEmpty {
            if progress.bytes == 0, bytes.starts(with: [0x1f, 0x8b]) {
                throw ImportEnding(
                    words: "\(file) is compressed: zcat \(file) | calltrace import -", code: 2)
            }
            progress.bytes += bytes.count
            importer.append(bytes.span)
            while try !take(&importer, of: file, before) { try await send() }
            progress.show(tally)
        }
        importer.finish(into: &batch)
        tally = before
        tally += importer.tally
        filesRead += 1
    }

    /// Reads on in what has been appended; false when the batch is full.
    private mutating func take(
        _ importer: inout CaptureImporter, of file: String, _ before: ImportTally
    ) throws(ImportEnding) -> Bool {
        defer {
            tally = before
            tally += importer.tally
        }
        do throws(CaptureError) {
            return try importer.take(into: &batch)
        } catch {
            throw ImportEnding(words: "\(file): \(error)", code: 2)
        }
    }

    /// Sends what is left.
    mutating func finish() async throws(ImportEnding) {
        if batch.count > 0 { try await send() }
    }

    /// Sends the batch, again and again what there was no room for.
    private mutating func send() async throws(ImportEnding) {
        var done = 0
        var waits = 0
        while done < batch.count {
            try stopIfInterrupted()
            progress.show(tally)
            let answer: ServerAnswer
            do {
                answer = try await options.post(
                    "/api/v1/import", batch.rest(from: done), over: client)
            } catch {
                throw ImportEnding(
                    words: "\(options.server) did not answer: \(ServerOptions.words(error))",
                    code: 3)
            }
            guard answer.status == 200 || answer.status == 503,
                let outcome = try? JSONDecoder().decode(Outcome.self, from: Data(answer.body))
            else { throw ImportEnding(words: options.refusal(answer), code: 3) }
            done += outcome.taken
            sent += outcome.taken
            refused += outcome.refused
            if answer.status == 200 { break }
            waits = outcome.taken > 0 ? 0 : waits + 1
            guard waits < Self.patienceSeconds else {
                throw ImportEnding(
                    words: "the collector has no room: \(outcome.error?.text ?? "it is busy")",
                    code: 3)
            }
            try? await Task.sleep(for: .seconds(1))
        }
        batch = HEPBatch()
    }

    private func open(_ file: String) throws(ImportEnding) -> FileHandle {
        if file == "-" { return .standardInput }
        do {
            return try FileHandle(forReadingFrom: URL(filePath: file))
        } catch {
            throw ImportEnding(words: "cannot read \(file): \(error.localizedDescription)", code: 2)
        }
    }

    private func next(of handle: FileHandle, _ file: String) throws(ImportEnding) -> [UInt8]? {
        try stopIfInterrupted()
        do {
            return try handle.read(upToCount: Self.readBytes).map { Array($0) }
        } catch {
            throw ImportEnding(words: "cannot read \(file): \(error.localizedDescription)", code: 2)
        }
    }

    private func stopIfInterrupted() throws(ImportEnding) {
        if Interruption.isWanted {
            throw ImportEnding(words: "interrupted; this is what was done so far", code: 3)
        }
    }

    private func size(of file: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.intValue
    }

    /// What a collector says of a batch.
    private struct Outcome: Decodable {
        struct Problem: Decodable { var text: String }

        var taken: Int
        var refused: Int
        var error: Problem?
    }
}
