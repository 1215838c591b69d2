// The simplified E-model: an opinion score out of loss and delay.

/// A codec that the model has numbers for (ITU-T G.113 Appendix I).
public enum ModelledCodec: Sendable, CaseIterable {
    /// G.711 with packet loss concealment, which nearly all receivers have.
    case g711
    /// G.711 that plays silence for a lost packet.
    case g711WithoutConcealment
    case g729A
    /// At 6.3 kbit/s.
    case g7231
    case gsmEFR
    /// At 12.2 kbit/s.
    case amr

    /// The codec of a format; nil when the model has no numbers for it. Wideband codecs have a model of
    /// their own (G.107.1), which is not ours.
    public init?(_ format: MediaFormat) {
        guard format.clockRate == 8000 else { return nil }
        switch format.name {
        case "PCMU", "PCMA": self = .g711
        case "G729", "G729A": self = .g729A
        case "G723", "G723.1": self = .g7231
        case "GSM-EFR": self = .gsmEFR
        case "AMR": self = .amr
        default: return nil
        }
    }

    /// Equipment impairment without loss (Ie), and robustness against loss (Bpl).
    var impairment: (equipment: Double, robustness: Double) {
        switch self {
        case .g711: (0, 25.1)
        case .g711WithoutConcealment: (0, 4.3)
        case .g729A: (11, 19)
        case .g7231: (15, 16.1)
        case .gsmEFR: (5, 10)
        case .amr: (5, 10)
        }
    }

    /// Seconds until a sound has left the coder: a packet of 20 ms (G.723.1 of 30) and what the coder looks
    /// ahead.
    var delaySeconds: Double {
        switch self {
        case .g711, .g711WithoutConcealment, .gsmEFR: 0.020
        case .g729A, .amr: 0.025
        case .g7231: 0.0375
        }
    }
}

/// ITU-T G.107 as passive tools simplify it: all other parameters at their defaults, loss at random.
///
///     R = 93.2 - Id - Ie_eff
///     Id = 0.024 d + 0.11 (d - 177.3) where d > 177.3      d: one way, ms
///     Ie_eff = Ie + (95 - Ie) Ppl / (Ppl / BurstR + Bpl)   Ppl: percent lost
///
/// R is clamped to 0…100 and the score to 1…4.5.
public enum EModel {
    /// The rating R, 0…100. Numbers that cannot be are taken as the nearest that can.
    public static func rating(
        lossRatio: Double, oneWaySeconds: Double, codec: ModelledCodec, burstRatio: Double = 1
    ) -> Double {
        let loss = clamp(lossRatio, 0, 1) * 100
        let delay = clamp(oneWaySeconds, 0, Limits.plausibleSecondsMax) * 1000
        let burst = clamp(burstRatio, 1, 100)
        let (equipment, robustness) = codec.impairment
        let delayImpairment = 0.024 * delay + (delay > 177.3 ? 0.11 * (delay - 177.3) : 0)
        let lossImpairment = equipment + (95 - equipment) * loss / (loss / burst + robustness)
        return clamp(93.2 - delayImpairment - lossImpairment, 0, 100)
    }

    /// The score of a rating, 1…4.5.
    public static func mos(rating: Double) -> Double {
        guard rating > 0 else { return 1 }
        guard rating < 100 else { return 4.5 }
        let curve = rating * (rating - 60) * (100 - rating) * 7e-6
        // The polynomial dips below 1 for ratings under 6.5.
        return clamp(1 + 0.035 * rating + curve, 1, 4.5)
    }

    /// The score of a stream with this loss, delay and codec.
    public static func mos(
        lossRatio: Double, oneWaySeconds: Double, codec: ModelledCodec
    ) -> Double {
        mos(rating: rating(lossRatio: lossRatio, oneWaySeconds: oneWaySeconds, codec: codec))
    }

    /// The way from mouth to ear as far as a report tells: half the round trip, a buffer of twice the jitter,
    /// the coder. What nobody measured counts as none, so that the score is that of what was measured.
    public static func oneWaySeconds(
        roundTrip: Double?, jitter: Double?, codec: ModelledCodec
    ) -> Double {
        (roundTrip ?? 0) / 2 + 2 * (jitter ?? 0) + codec.delaySeconds
    }

    /// NaN becomes the lower bound.
    private static func clamp(_ value: Double, _ lower: Double, _ upper: Double) -> Double {
        value > lower ? min(value, upper) : lower
    }
}
