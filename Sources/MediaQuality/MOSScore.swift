// Opinion scores, each with the algorithm that made it.

/// How a mean opinion score was made. Scores of different algorithms say different things of the same
/// media, so one never stands for another. The raw value is the word in metrics and answers.
public enum MOSAlgorithm: String, CaseIterable, Sendable {
    /// Our own: the simplified E-model, see ``EModel``.
    case eModel = "e_model_g107"
    /// MOS-LQ of RTCP XR (RFC 3611 §4.7.5), by whatever the reporter uses.
    case xrListening = "rtcp_xr_mos_lq"
    /// MOS-CQ of RTCP XR.
    case xrConversational = "rtcp_xr_mos_cq"
    /// MOSLQ of VQ-RTCPXR (RFC 6035 §4.6.2.7), by whatever the telephone uses.
    case vqListening = "vq_mos_lq"
    /// MOSCQ of VQ-RTCPXR.
    case vqConversational = "vq_mos_cq"
    /// `MOS=` of a BYE's statistics.
    case bye = "bye_mos"
    /// `MOSlq=` of RTP-RxStat.
    case byeListening = "bye_mos_lq"
    /// `MOScq=` of RTP-RxStat.
    case byeConversational = "bye_mos_cq"
    /// `rtp_audio_in_mos`: the share of packets without a flaw, less for flaws in a row.
    case freeSWITCH = "freeswitch"
    /// `MOS` of HEP type 34.
    case rtpAgent = "rtp_agent"
    /// `INC_MOS` and `OUT_MOS` of horaclifix: as an Oracle session border controller makes it.
    case oracle = "oracle_sbc"

    /// The place in a table of all.
    public var index: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// The order in which the scores of one report stand: of listening, of conversation, ours.
    var rank: Int {
        switch self {
        case .eModel: 2
        case .xrConversational, .vqConversational, .byeConversational: 1
        default: 0
        }
    }
}

/// A mean opinion score, 1 to 5.
public struct MOSScore: Sendable, Equatable {
    /// What made it.
    public var algorithm: MOSAlgorithm
    /// 1 (bad) to 5 (excellent).
    public var value: Double

    /// A score; nil for what is none: below 1 or above 5, as 0.0, 12.7 and 127 are, which stand for "not
    /// available".
    public init?(_ algorithm: MOSAlgorithm, _ value: Double?) {
        guard let value, value >= 1, value <= 5 else { return nil }
        self.algorithm = algorithm
        self.value = value
    }
}
