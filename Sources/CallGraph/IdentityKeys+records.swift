// The keys that each kind of record is found by.

public import SIP

extension IdentityKeys {
    /// The keys that a log line is found by: its channel, and a Call-ID that the switch wrote into it.
    public init(logLine text: [UInt8], channel uuid: String?, hasher: IdentityHasher) {
        self.init()
        if let uuid, Identity.isUsable(uuid) {
            append(hasher.key(uuid))
            if let callID = LogText.callID(in: text), Identity.isUsable(callID) {
                append(hasher.key(callID))
            }
        }
    }

    /// The keys that a log line is found by which says itself what it is about.
    public init(_ mention: LogMention, hasher: IdentityHasher) {
        self.init()
        if let callID = mention.callID { append(hasher.key(callID)) }
        if let uuid = mention.uuid { append(hasher.key(uuid)) }
    }

    /// The keys that a SIP message is found by: its dialog and what it names; `withoutCallID` when it
    /// names nothing at all.
    ///
    /// `onMention` hears of each name that is no hint. A message that begins a dialog is also found by the name that the call may come to have.
    public init(
        _ message: SIPMessage, _ bytes: Span<UInt8>, correlation: Span<UInt8>,
        scanner: inout SIPMentionScanner, hasher: IdentityHasher, withoutCallID: IdentityKey,
        onMention: (SIPMention, IdentityKey) -> Void = { _, _ in }
    ) {
        self.init()
        let name = message.callID.range.clamped(to: 0..<bytes.count)
        if !name.isEmpty {
            append(hasher.key(bytes, offset: name.lowerBound, count: name.count))
            if message.kind == .request, message.toTag.isEmpty, message.method != .ack {
                append(hasher.key(CallIdentifier(.dialog, name: bytes.extracting(name))))
            }
        } else if correlation.count > 0 {
            append(hasher.key(correlation))
        } else {
            append(withoutCallID)
        }
        guard !name.isEmpty else { return }
        // A closure cannot hold the keys, which cannot be copied; they pass through a small array.
        var found = InlineArray<16, IdentityKey>(repeating: IdentityKey(value: 0))
        var count = 0
        scanner.scan(message, bytes, correlation: correlation) { mention, text in
            guard count < 16 else { return }
            let key = hasher.key(text, salt: mention.salt)
            found[count] = key
            count += 1
            if !mention.isHint { onMention(mention, key) }
        }
        for index in 0..<count { append(found[index]) }
        // A telephone's report is found with the call that it is about.
        if let body = SIPQuality.reportBody(message, bytes),
            let callID = SIPQuality.reportedCallID(body, bytes)
        {
            append(hasher.key(bytes.extracting(callID)))
        }
    }

    /// The keys of a report or statement of an agent that names dialogs.
    public init(_ statement: AgentStatement, correlation: Span<UInt8>, hasher: IdentityHasher) {
        self.init()
        if correlation.count > 0 { append(hasher.key(correlation)) }
        for name in statement.dialogs { append(hasher.key(name)) }
    }
}
