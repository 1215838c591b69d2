// The CDR of a channel as mod_json_cdr makes it, read as an event.

extension SwitchEvent {
    /// The name of the event that a CDR becomes; no event of a switch is called so.
    public static let cdrName = "CDR"

    /// True for an event that was made of a CDR.
    public var isCDR: Bool { name == Self.cdrName }

    /// Reads the body of a request of mod_json_cdr, in whichever of its forms; see `CDRForm`.
    ///
    /// Everything gets the name that the event socket has for it: `Unique-ID`, `Core-UUID`,
    /// `FreeSWITCH-Switchname`, `Caller-…` of the channel's last profile, `Hangup-Cause`,
    /// `variable_…`. `Event-Date-Timestamp` is the moment at which the channel hung up. What RTP
    /// counted is in `Call-Stats-audio-inbound-mos` and its like.
    ///
    /// - Parameter uuid: the channel, as the address of the request names it: `?uuid=UUID`, or
    ///   `a_UUID`. Without it the channel is that of the last caller profile.
    /// - Throws: `malformed_cdr` for what is no CDR, `malformed_json`, `event_too_large`,
    ///   `event_too_rich`.
    public init(cdrBody body: [UInt8], uuid: String? = nil) throws(EventSocketError) {
        guard body.count <= Limits.eventBytesMax else { throw EventSocketError(.eventTooLarge) }
        let form = try CDRForm(body)
        do throws(EventSocketError) {
            try self.init(cdr: form.json, uuid: uuid)
        } catch {
            guard error.reason == .malformedJSON, form.isURLDecoded else { throw error }
            try self.init(cdr: CDRForm.mend(form.json), uuid: uuid)
        }
    }

    /// Reads the JSON of a CDR; see `init(cdrBody:uuid:)`.
    public init(cdr json: [UInt8], uuid: String? = nil) throws(EventSocketError) {
        let flat = try CDRFlattening(json).event(uuid: uuid)
        try self.init(json: flat)
    }
}
