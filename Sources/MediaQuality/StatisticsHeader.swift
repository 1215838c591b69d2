// Statistics that devices put into the header of a BYE or its answer.

/// The headers that hold statistics of RTP, and how to read each.
///
/// Fields are found by their keys; see ``FieldScanner``. What has no unit that is written down anywhere is
/// not read: `DL` and `LA` (a delay, of what is not said), `RTT` beside `MOS=`.
public enum StatisticsHeader: CaseIterable, Sendable {
    /// `X-RTP-Stat` (AVM, snom, baresip): `PS=1234;PR=1230;PL=10,2;JI=12,3;EN=PCMA;DE=PCMA`, of which
    /// the second values are those of the other direction and jitter is in units of the clock; or
    /// `MOS=3.8;Jitter=7;PacketLossPct=0`, in milliseconds and percent.
    case xRTPStat
    /// `P-RTP-Stat` (Linksys, Cisco SPA): `PS=1530,PR=1529,PL=0,JI=3,DE=G711u`, in milliseconds.
    case pRTPStat
    /// `RTP-RxStat` (Cisco): `Dur=37,Pkt=1854,LostPkt=0,AvgJit=0.0,VQMetrics="…MOScq=4.21;MOSlq=3.52…"`.
    case rxStat
    /// `RTP-TxStat` (Cisco): `Dur=37,Pkt=1850`.
    case txStat
    /// `X-NG-RTP-STATS`: `ssrc=12345 ssrc_remote=54321 loss=0 jitter=2`. Units are not written down
    /// anywhere: taken are those of rtpengine, percent and milliseconds.
    case xNG

    /// The name in lower case.
    public var name: StaticString {
        switch self {
        case .xRTPStat: "x-rtp-stat"
        case .pRTPStat: "p-rtp-stat"
        case .rxStat: "rtp-rxstat"
        case .txStat: "rtp-txstat"
        case .xNG: "x-ng-rtp-stats"
        }
    }

    /// The header of this name, which may be in any case.
    public init?(_ bytes: Span<UInt8>, name: Range<Int>) {
        // By length first: this is asked of every header of every BYE.
        switch name.count {
        case 10:
            for one in [Self.xRTPStat, .pRTPStat, .rxStat, .txStat]
            where bytes.holds(one.name, at: name, ignoringCase: true) {
                self = one
                return
            }
        case 14 where bytes.holds(Self.xNG.name, at: name, ignoringCase: true):
            self = .xNG
            return
        default: break
        }
        return nil
    }

    /// The reports in the value of such a header: what was received, and what was sent where it says so;
    /// nil when nothing in it is known.
    public func read(_ bytes: Span<UInt8>, _ value: Range<Int>) -> [QualityReport]? {
        var statistics = HeaderStatistics(self)
        let range = value.clamped(to: 0..<Swift.min(bytes.count, Limits.reportBytesMax))
        var fields = FieldScanner(range)
        while let field = fields.next(bytes) { statistics.take(field, bytes) }
        return statistics.finished()
    }
}
