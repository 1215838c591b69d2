// How the collector reaches Loki.

internal import AsyncHTTPClient
internal import Foundation
internal import LokiPush
internal import NIOSSL

/// The connection that the configuration asks for.
enum LokiConnection {
    /// The client's configuration: own authorities, own certificate.
    ///
    /// Throws a `StartError` when a file of certificates cannot be read.
    static func configuration(_ settings: LokiSettings) throws -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // A Loki that refuses a connection is heard of at once: the follower has its own waits.
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        if !settings.authority.isEmpty {
            let authorities = try read(settings.authority, "loki.ca") {
                try NIOSSLCertificate.fromPEMFile(settings.authority)
            }
            tls.trustRoots = .certificates(authorities)
        }
        if !settings.certificate.isEmpty {
            let chain = try read(settings.certificate, "loki.certificate") {
                try NIOSSLCertificate.fromPEMFile(settings.certificate)
            }
            let key = try read(settings.key, "loki.key") {
                try NIOSSLPrivateKey(file: settings.key, format: .pem)
            }
            tls.certificateChain = chain.map { .certificate($0) }
            tls.privateKey = .privateKey(key)
        }
        configuration.tlsConfiguration = tls
        return configuration
    }

    /// The header `Authorization` that the configuration asks for.
    static func authorization(_ credentials: LokiSettings.Credentials) -> String? {
        switch credentials {
        case .none: nil
        case .basic(let user, let password):
            "Basic " + Data("\(user):\(password.text)".utf8).base64EncodedString()
        case .bearer(let token): "Bearer \(token.text)"
        }
    }

    private static func read<Part>(
        _ path: String, _ key: String, _ body: () throws -> Part
    ) throws -> Part {
        do {
            return try body()
        } catch {
            throw StartError("cannot read `\(key)` \(path): \(CollectorProgram.words(error))")
        }
    }
}
