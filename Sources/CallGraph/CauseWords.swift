// Why a call ended, in words: cause codes of Q.850 and the names that FreeSWITCH gives them.

/// Release causes in words.
public enum CauseWords {
    /// ITU-T Q.850 §2.2.7: code, FreeSWITCH's name, and what it means to an operator.
    private static let causes: [(code: UInt16, name: String, words: String)] = [
        (1, "UNALLOCATED_NUMBER", "nobody has this number"),
        (2, "NO_ROUTE_TRANSIT_NET", "no route to the transit network"),
        (3, "NO_ROUTE_DESTINATION", "no route to the destination"),
        (6, "CHANNEL_UNACCEPTABLE", "the channel is not acceptable"),
        (16, "NORMAL_CLEARING", "one side hung up"),
        (17, "USER_BUSY", "the callee is busy"),
        (18, "NO_USER_RESPONSE", "the callee's side did not respond"),
        (19, "NO_ANSWER", "it rang and nobody answered"),
        (20, "SUBSCRIBER_ABSENT", "the callee is not registered"),
        (21, "CALL_REJECTED", "the call was rejected"),
        (22, "NUMBER_CHANGED", "the number has changed"),
        (23, "REDIRECTION_TO_NEW_DESTINATION", "redirected to a new destination"),
        (25, "EXCHANGE_ROUTING_ERROR", "a routing error, perhaps a loop"),
        (27, "DESTINATION_OUT_OF_ORDER", "the destination is out of order"),
        (28, "INVALID_NUMBER_FORMAT", "the number is incomplete or malformed"),
        (29, "FACILITY_REJECTED", "a facility was rejected"),
        (31, "NORMAL_UNSPECIFIED", "ended without a further reason"),
        (34, "NORMAL_CIRCUIT_CONGESTION", "no circuit is free"),
        (38, "NETWORK_OUT_OF_ORDER", "the network is out of order"),
        (41, "NORMAL_TEMPORARY_FAILURE", "a temporary failure"),
        (42, "SWITCH_CONGESTION", "the switch is overloaded"),
        (44, "REQUESTED_CHAN_UNAVAIL", "the channel is not available"),
        (47, "RESOURCE_UNAVAILABLE", "no resource is left"),
        (50, "FACILITY_NOT_SUBSCRIBED", "a facility is not subscribed"),
        (52, "OUTGOING_CALL_BARRED", "outgoing calls are barred"),
        (54, "INCOMING_CALL_BARRED", "incoming calls are barred"),
        (57, "BEARERCAPABILITY_NOTAUTH", "the bearer is not authorised"),
        (58, "BEARERCAPABILITY_NOTAVAIL", "the bearer is not available"),
        (63, "SERVICE_UNAVAILABLE", "the service is not available"),
        (65, "BEARERCAPABILITY_NOTIMPL", "the bearer is not implemented"),
        (69, "FACILITY_NOT_IMPLEMENTED", "a facility is not implemented"),
        (79, "SERVICE_NOT_IMPLEMENTED", "the service is not implemented"),
        (88, "INCOMPATIBLE_DESTINATION", "no codec in common"),
        (95, "INVALID_MSG_UNSPECIFIED", "an invalid message"),
        (96, "MANDATORY_IE_MISSING", "a mandatory element is missing"),
        (102, "RECOVERY_ON_TIMER_EXPIRE", "a timer ran out: no response"),
        (111, "PROTOCOL_ERROR", "a protocol error"),
        (127, "INTERWORKING", "an error between networks"),
        (487, "ORIGINATOR_CANCEL", "the caller gave up"),
        (502, "LOSE_RACE", "another leg answered first"),
        (601, "BLIND_TRANSFER", "transferred blindly"),
        (602, "ATTENDED_TRANSFER", "transferred after asking"),
        (603, "ALLOTTED_TIMEOUT", "its allotted time ran out"),
        (604, "USER_CHALLENGE", "credentials were asked for"),
        (605, "MEDIA_TIMEOUT", "no media came any more"),
        (606, "PICKED_OFF", "picked up by somebody else"),
        (607, "USER_NOT_REGISTERED", "the callee is not registered"),
        (609, "GATEWAY_DOWN", "the gateway is down"),
        (0, "MANAGER_REQUEST", "ended by an administrator"),
        (0, "CRASH", "the switch crashed"),
        (0, "SYSTEM_SHUTDOWN", "the switch was shut down"),
        (0, "WRONG_CALL_STATE", "given up before it was set up"),
    ]

    /// A cause in words by FreeSWITCH's name; nil for one that is not known here.
    public static func words(name: String) -> String? {
        causes.first { $0.name == name }?.words
    }

    /// FreeSWITCH's name of a code; nil for one that it has no name for.
    public static func name(q850 code: UInt16) -> String? {
        causes.first { $0.code == code }?.name
    }

    /// A cause in words by its code of Q.850; nil for one that is not known here.
    public static func words(q850 code: UInt16) -> String? {
        code == 0 ? nil : causes.first { $0.code == code && code < 128 }?.words
    }
}
