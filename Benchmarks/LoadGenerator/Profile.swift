// Who the parties of a session are.

/// Makes and names of one kind of session: what stays the same in all sessions of this profile.
struct Profile: Sendable {
    /// What the caller's phone calls itself.
    let phoneAgent: String
    /// What the far side calls itself.
    let farAgent: String
    /// The domain that is called.
    let domain: String

    /// All profiles.
    static let all = [
        Profile(
            phoneAgent: "Deskline 480/6.4.12.0 00a8590c41f2", farAgent: "TrunkGate 11.2.3-b118",
            domain: "pbx.acme.example"),
        Profile(
            phoneAgent: "Softfon 3.22.1 (Windows 11 26100)",
            farAgent: "Kestrel SBC 5.8.0 (lnx/x64)",
            domain: "voice.globex.example"),
        Profile(
            phoneAgent: "Deskline 320/6.4.9.1 00a8590d7710", farAgent: "TrunkGate 11.2.3-b118",
            domain: "sip.initech.example"),
        Profile(
            phoneAgent: "Roamer-iOS/9.1.4", farAgent: "MediaEdge/2026.3",
            domain: "tel.umbrella.example"),
        Profile(
            phoneAgent: "Roamer-Android/9.1.2 (sdk 36)", farAgent: "Kestrel SBC 5.8.0 (lnx/x64)",
            domain: "voice.globex.example"),
        Profile(
            phoneAgent: "DECTbase-8/2.50.7", farAgent: "OldPBX V7R3 hotfix 12",
            domain: "calls.hooli.example"),
    ]
}
