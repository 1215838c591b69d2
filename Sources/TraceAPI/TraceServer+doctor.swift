// `GET /api/v1/doctor`: what is heard from whom, what is missing and why.

internal import Doctor
internal import HTTPTypes
internal import Hummingbird

extension TraceServer {
    /// JSON, or with `format=text` lines for a terminal (`color=1`).
    ///
    /// Always 200: the answer says what is wrong. `X-Calltrace-Complete` is false when calls are missed.
    func diagnose(_ request: Request) async -> Response {
        let diagnosis = Diagnosis(await status.snapshot())
        let query = request.uri.queryParameters
        return Answer.saying(
            isComplete: diagnosis.isWell,
            query["format"] == "text"
                ? Answer.text(.ok, DiagnosisText.render(diagnosis, color: query["color"] == "1"))
                : Answer.json(.ok, DiagnosisJSON.render(diagnosis)))
    }
}
