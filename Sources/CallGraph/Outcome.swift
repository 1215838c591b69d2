// How an attempt ended, and which final status means which.

/// How an attempt ended.
public enum Outcome: String, Sendable, CaseIterable {
    case answered
    case busy
    case noAnswer = "no_answer"
    case abandoned
    case rejected
    case notFound = "not_found"
    case redirect
    case auth
    case clientError = "client_error"
    case serverError = "server_error"
    case timeout
    case inProgress = "in_progress"
}

extension Outcome {
    /// The outcome of an attempt that ended with this final status (RFC 3261 §21).
    ///
    /// 480 is a callee that could not be had, which to the caller is no answer.
    public init(status: Int) {
        self =
            switch status {
            case 200..<300: .answered
            case 300..<400: .redirect
            case 401, 407: .auth
            case 403, 603: .rejected
            case 404, 410, 484, 604: .notFound
            case 408: .timeout
            case 480: .noAnswer
            case 486, 600: .busy
            case 487: .abandoned
            case 400..<500: .clientError
            case 500...: .serverError
            default: .inProgress
            }
    }
}
