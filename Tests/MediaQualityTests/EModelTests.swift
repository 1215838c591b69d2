// The simplified E-model against numbers worked out by hand.

import MediaQuality
import Testing

struct EModelTests {
    @Test(arguments: [
        // Nothing lost, nothing late: R = 93.2 - 0.024 * 20.
        (0.0, 0.02, ModelledCodec.g711, 92.72),
        // 1 %: Ie_eff = 95 * 1 / (1 + 25.1) = 3.64.
        (0.01, 0.02, .g711, 89.0802), (0.01, 0.02, .g711WithoutConcealment, 74.7955),
        // Id = 0.024 * 200 + 0.11 * 22.7 = 7.297.
        (0, 0.2, .g711, 85.903), (0, 0.025, .g729A, 81.6), (0.05, 0.025, .g729A, 64.1),
        (0, 0.0375, .g7231, 77.3), (0, 0.02, .gsmEFR, 87.72), (0, 0.025, .amr, 87.6),
    ])
    func `the rating is that of the formula`(
        loss: Double, delay: Double, codec: ModelledCodec, rating: Double
    ) {
        let found = EModel.rating(lossRatio: loss, oneWaySeconds: delay, codec: codec)
        #expect(abs(found - rating) < 0.001)
    }

    @Test(arguments: [
        (-5.0, 1.0), (0, 1), (3, 1), (6.5, 1), (50, 2.575), (60, 3.1), (70, 3.597), (80, 4.024),
        (90, 4.339), (93.2, 4.4094), (100, 4.5), (120, 4.5),
    ])
    func `the score is that of the curve, and never below 1`(rating: Double, score: Double) {
        #expect(abs(EModel.mos(rating: rating) - score) < 0.001, "\(EModel.mos(rating: rating))")
    }

    @Test(arguments: [-1.0, 2, .infinity, -.infinity, .nan])
    func `numbers that cannot be are clamped`(number: Double) {
        for codec in ModelledCodec.allCases {
            let score = EModel.mos(lossRatio: number, oneWaySeconds: number, codec: codec)
            #expect((1...4.5).contains(score))
        }
    }

    @Test func `more loss and more delay never make it better`() {
        for codec in ModelledCodec.allCases {
            var last = 5.0
            for step in 0...100 {
                let score = EModel.mos(
                    lossRatio: Double(step) / 100, oneWaySeconds: Double(step) / 50, codec: codec)
                #expect(score <= last)
                last = score
            }
        }
    }

    @Test func `codecs without numbers are not modelled`() {
        for name in ["G722", "OPUS", "GSM", "ILBC", "AMR-WB", "PCMU"] {
            let rate: UInt32 = name == "PCMU" ? 16000 : 8000
            #expect(ModelledCodec(MediaFormat(name: name, clockRate: rate)) == nil, "\(name)")
        }
        #expect(MediaFormat(payloadType: 18).flatMap(ModelledCodec.init) == .g729A)
    }
}
