// The torture test messages of RFC 4475: what holds for every row of the table.

import SIP
import Testing

/// Suite of the torture tests; what each message must give is in the extensions.
struct RFC4475Tests {
    @Test func `all 49 messages of the RFC are there`() {
        #expect(TortureMessage.rfc4475.count == 49)
        #expect(TortureMessage.rfc4475.allSatisfy { !$0.message.bytes.isEmpty })
    }

    @Test(arguments: TortureMessage.rfc4475)
    func `the call is named by the exact bytes of its Call-ID`(torture: TortureMessage) throws {
        let expected = try #require(torture.row["call_id_text"])
        #expect(torture.message.text(torture.message.sip.callID) == expected)
    }

    @Test(arguments: TortureMessage.rfc4475)
    func `the first line is recognised`(torture: TortureMessage) throws {
        let message = torture.message
        let start = try #require(torture.row["start"])
        #expect(message.sip.kind == (start.hasPrefix("SIP/") ? .response : .request))
        if message.sip.kind == .request {
            #expect(start.hasPrefix(message.text(message.sip.methodText)))
        } else {
            #expect(message.sip.methodText.isEmpty)
            #expect(message.text(message.sip.version) == "SIP/2.0")
        }
    }

    @Test(arguments: TortureMessage.rfc4475)
    func `nothing but what is wrong is flagged`(torture: TortureMessage) throws {
        let expected: SIPAnomalies =
            switch torture.file {
            case "dblreq.dat": [.surplusBytes]
            case "badinv01.dat": [.badVia]
            case "clerr.dat": [.bodyShort]
            case "ncl.dat": [.badContentLength]
            case "scalar02.dat", "scalarlg.dat": [.badCSeq]
            case "quotbal.dat": [.unterminatedQuote]
            case "ltgtruri.dat", "lwsruri.dat", "regbadct.dat": [.badURI]
            case "lwsstart.dat", "trws.dat": [.badStartLine]
            case "badvers.dat": [.badVersion]
            case "mismatch01.dat", "mismatch02.dat": [.cseqMethodMismatch]
            case "bigcode.dat": [.badStatus]
            case "insuf.dat": [.missingCallID, .missingFrom, .missingTo]
            case "multi01.dat": [.duplicateSingleHeader]
            case "mcl01.dat": [.duplicateSingleHeader, .badContentLength]
            // The file ends without its empty line.
            case "baddn.dat": [.headersCut]
            default: []
            }
        #expect(torture.message.sip.anomalies == expected)
        if torture.row["class"] == "valid" {
            #expect(expected.subtracting(.surplusBytes).isEmpty)
        }
    }

    @Test(arguments: TortureMessage.rfc4475)
    func `the message gives what its row asks for`(torture: TortureMessage) throws {
        let message = torture.message
        switch torture.row["class"] {
        case "valid": try Self.checkValid(torture.file, message)
        case "invalid": try Self.checkInvalid(torture.file, message)
        default: try Self.checkApplication(torture.file, message)
        }
    }

    @Test(arguments: TortureMessage.all)
    func `a torture message is never taken for anything but SIP`(torture: TortureMessage) {
        #expect(SIPSniff.classify(torture.message.bytes.span) == .sip)
    }

    @Test func `a CSeq of letters is flagged and the call is found`() {
        let message = Message(Fixtures.bytes("rfc4475/extra-badcseq.dat"))
        #expect(message.text(message.sip.callID) == "invut.0ha0isndaksdjadsfij34n23d")
        #expect(message.sip.anomalies == [.badCSeq])
        #expect(message.sip.cseqNumber == nil)
        #expect(message.text(message.sip.cseq) == "fhdjkgfhdkjhgkj")
    }

    @Test func `a request without a version is still a call`() {
        let message = Message(Fixtures.bytes("rfc4475/test.dat"))
        #expect(message.sip.kind == .request)
        #expect(message.sip.method == .invite)
        #expect(message.text(message.sip.requestURI) == "sip:alan@jasomi.com")
        #expect(message.text(message.sip.callID) == "test.0ha0isndaksdj@192.0.2.1")
        #expect(message.text(message.to.user) == "alan")
        #expect(message.text(message.to.host) == "jasomi.com")
        let expected: SIPAnomalies = [
            .badStartLine, .badVersion, .missingCSeq, .missingVia, .lineWithoutColon,
        ]
        #expect(message.sip.anomalies == expected)
    }
}
