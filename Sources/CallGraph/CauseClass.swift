// Hang-up causes in a few classes, for counting.

/// Why a channel ended, as coarse as a label may be.
public enum CauseClass: String, Sendable, CaseIterable {
    /// One side hung up, or the call was transferred.
    case normal
    /// The callee is busy.
    case busy
    /// It rang, or did not even, and nobody answered.
    case noAnswer = "no_answer"
    /// The caller gave up, or another leg answered first.
    case cancelled
    /// The callee or a policy refused.
    case rejected
    /// Nobody has the number, or is there under it.
    case notFound = "not_found"
    /// No circuit, no resource, an overloaded or broken network.
    case congestion
    /// What one side asks for the other cannot do.
    case `protocol`
    /// Any other.
    case other

    /// The class of a cause by FreeSWITCH's name for it (switch_types.h, after Q.850).
    public init(cause: String) {
        self = Self.classes[cause] ?? .other
    }

    private static let classes: [String: CauseClass] = {
        var found: [String: CauseClass] = [:]
        for (kind, names) in names { for name in names { found[name] = kind } }
        return found
    }()

    private static let names: [(CauseClass, [String])] = [
        (
            .normal,
            [
                "NORMAL_CLEARING", "NORMAL_UNSPECIFIED", "SUCCESS", "BLIND_TRANSFER",
                "ATTENDED_TRANSFER", "MANAGER_REQUEST", "REDIRECTION_TO_NEW_DESTINATION",
            ]
        ),
        (.busy, ["USER_BUSY"]),
        (
            .noAnswer,
            [
                "NO_ANSWER", "NO_USER_RESPONSE", "ALLOTTED_TIMEOUT", "PROGRESS_TIMEOUT",
                "MEDIA_TIMEOUT",
            ]
        ),
        (.cancelled, ["ORIGINATOR_CANCEL", "LOSE_RACE", "PICKED_OFF"]),
        (
            .rejected,
            [
                "CALL_REJECTED", "OUTGOING_CALL_BARRED", "INCOMING_CALL_BARRED", "DECLINE",
                "USER_CHALLENGE", "FACILITY_REJECTED", "UNWANTED", "CALL_AWARDED_DELIVERED",
            ]
        ),
        (
            .notFound,
            [
                "UNALLOCATED_NUMBER", "NO_ROUTE_TRANSIT_NET", "NO_ROUTE_DESTINATION",
                "NUMBER_CHANGED", "INVALID_NUMBER_FORMAT", "SUBSCRIBER_ABSENT",
                "USER_NOT_REGISTERED", "INVALID_GATEWAY", "INVALID_URL",
            ]
        ),
        (
            .congestion,
            [
                "NORMAL_CIRCUIT_CONGESTION", "NETWORK_OUT_OF_ORDER", "NORMAL_TEMPORARY_FAILURE",
                "SWITCH_CONGESTION", "ACCESS_INFO_DISCARDED", "REQUESTED_CHAN_UNAVAIL",
                "RESOURCE_UNAVAILABLE", "PRE_EMPTED", "CHANNEL_UNACCEPTABLE",
                "DESTINATION_OUT_OF_ORDER",
                "EXCHANGE_ROUTING_ERROR", "RECOVERY_ON_TIMER_EXPIRE", "SERVICE_UNAVAILABLE",
                "GATEWAY_DOWN", "CRASH", "SYSTEM_SHUTDOWN",
            ]
        ),
        (
            .protocol,
            [
                "INCOMPATIBLE_DESTINATION", "INVALID_MSG_UNSPECIFIED", "MANDATORY_IE_MISSING",
                "MESSAGE_TYPE_NONEXIST", "WRONG_MESSAGE", "IE_NONEXIST", "INVALID_IE_CONTENTS",
                "WRONG_CALL_STATE", "MANDATORY_IE_LENGTH_ERROR", "PROTOCOL_ERROR", "INTERWORKING",
                "BEARERCAPABILITY_NOTAUTH", "BEARERCAPABILITY_NOTAVAIL",
                "BEARERCAPABILITY_NOTIMPL", "CHAN_NOT_IMPLEMENTED", "FACILITY_NOT_IMPLEMENTED",
                "FACILITY_NOT_SUBSCRIBED", "SERVICE_NOT_IMPLEMENTED", "SRTP_READ_ERROR",
            ]
        ),
    ]
}
