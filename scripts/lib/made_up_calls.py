"""SIP calls of every outcome, registrations and quality reports in HEP version 3, for tests of numbers.

Nobody is waited for: each message says when it was captured, some seconds ago at most.
"""

import json
import socket
import struct
import time

from hep_load import chunk

REASONS = {
    100: "Trying", 180: "Ringing", 200: "OK", 202: "Accepted", 302: "Moved Temporarily", 401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 408: "Request Timeout", 415: "Unsupported Media Type",
    480: "Temporarily Unavailable", 486: "Busy Here", 487: "Request Terminated", 503: "Service Unavailable",
    603: "Decline",
}
# What an attempt ends with, and how often in a round: every outcome but auth, since a 401 waits for a second try.
FINALS = {200: 6, 486: 3, 480: 2, 487: 2, 603: 1, 403: 1, 404: 2, 302: 1, 415: 1, 503: 2, 408: 1}
RTP_STAT = "CS=0;PS=1234;ES=1240;OS=197440;PR=1230;ER=1240;OR=196800;PL=10,2;JI=12,3;DL=20,3,1;EN=PCMA;DE=PCMA"
SIP, RTCP_JSON = 1, 5
# What a telephone publishes at the end of a call (RFC 6035), for the Call-ID that is put in.
SESSION_REPORT = """VQSessionReport: CallTerm
CallID: %s
LocalID: <sip:1010@made-up.test>
RemoteID: <sip:1001@made-up.test>
OrigID: <sip:1010@made-up.test>
LocalAddr: IP=192.0.2.1 PORT=30000 SSRC=0x1234
RemoteAddr: IP=192.0.2.2 PORT=30000 SSRC=0x5678
LocalMetrics:
SessionDesc: PT=8 PD=PCMA SR=8000
PacketLoss: NLR=1.0 JDR=0.5
Delay: RTD=120 ESD=60 OWD=60 IAJ=5
QualityEst: MOSLQ=4.1 MOSCQ=4.0
"""


class MadeUpCalls:
    """Sends HEP to a port of this machine, as the agent of a capture id.

    A call comes from `caller` and goes to `callee` (IPv4 addresses), so that trunks can be told.
    """

    def __init__(self, port, capture_id=200):
        self.capture_id = capture_id
        self.sent = self._number = 0
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", port))

    def close(self):
        self._socket.close()

    def round(self, caller, callee, domain):
        """A number of attempts of all outcomes, the answered ones with media and a BYE."""
        for status, count in FINALS.items():
            for index in range(count):
                self.attempt(status, caller, callee, domain, talk=2 if index else 9)

    def attempt(self, status, caller, callee, domain, talk=2):
        """One attempt that ends with this status; an answered one talks for so many seconds."""
        self._number += 1
        call = Dialog(f"{self._number}-{time.time_ns()}@made-up.test", domain)
        there, back = (caller, callee), (callee, caller)
        at = time.time() - talk - 3
        invite = call.request("INVITE", 1, tagged=False)
        self._say(at, there, invite)
        self._say(at + 0.5, there, invite)  # a retransmission
        self._say(at + 0.6, back, call.response(100, "1 INVITE"))
        if status in (200, 480, 486, 487):
            self._say(at + 0.8, back, call.response(180, "1 INVITE"))
        if status == 487:
            self._say(at + 1, there, call.request("CANCEL", 1, tagged=False))
            self._say(at + 1, back, call.response(200, "1 CANCEL"))
        self._say(at + 1.2, back, call.response(status, "1 INVITE"))
        self._say(at + 1.25, there, call.request("ACK", 1))
        if status != 200:
            return
        for second in range(1, talk):
            self._report(at + 1.2 + second, there, call, second)
        end = at + 1.2 + talk
        self._say(end, there, call.request("BYE", 2, f"X-RTP-Stat: {RTP_STAT}\r\n"))
        self._say(end + 0.05, back, call.response(200, "2 BYE"))

    def registrations(self, caller, callee, domain):
        """Registrations of every outcome but silence, and one that succeeds at its second try."""
        for statuses in ([401, 200], [200], [401], [403], [503]):
            self._number += 1
            call = Dialog(f"{self._number}-{time.time_ns()}@made-up.test", domain)
            at = time.time() - 2
            for number, status in enumerate(statuses, 1):
                self._say(at, (caller, callee), call.request("REGISTER", number, tagged=False))
                self._say(at + 0.1, (callee, caller), call.response(status, f"{number} REGISTER"))
                at += 0.2

    def transfer(self, caller, callee, domain, status=202):
        """A call that its callee transfers blindly, or tries to."""
        self._number += 1
        call = Dialog(f"{self._number}-{time.time_ns()}@made-up.test", domain)
        there, back, at = (caller, callee), (callee, caller), time.time() - 4
        self._say(at, there, call.request("INVITE", 1, tagged=False))
        self._say(at + 0.5, back, call.response(200, "1 INVITE"))
        self._say(at + 0.6, there, call.request("ACK", 1))
        refer_to = f"Refer-To: <sip:1002@{domain}>\r\n"
        self._say(at + 2, back, call.request("REFER", 1, refer_to, backwards=True))
        self._say(at + 2.1, there, call.response(status, "1 REFER", backwards=True))
        self._say(at + 3, there, call.request("BYE", 2))
        self._say(at + 3.1, back, call.response(200, "2 BYE"))

    def failover(self, caller, proxy, first, second, domain):
        """A call that a proxy tries at a second target when the first one refuses."""
        self._number += 1
        call = Dialog(f"{self._number}-{time.time_ns()}@made-up.test", domain)
        at, invite = time.time() - 4, call.request("INVITE", 1, tagged=False)
        self._say(at, (caller, proxy), invite)
        for number, (target, status) in enumerate(((first, 503), (second, 200))):
            self._say(at + 0.1 + number, (proxy, target), invite)
            self._say(at + 0.2 + number, (target, proxy), call.response(status, "1 INVITE"))
            self._say(at + 0.25 + number, (proxy, target), call.request("ACK", 1))
        self._say(at + 1.3, (proxy, caller), call.response(200, "1 INVITE"))
        for ends in ((caller, proxy), (proxy, second)):
            self._say(at + 3, ends, call.request("BYE", 2))
            self._say(at + 3.1, ends[::-1], call.response(200, "2 BYE"))

    def published_quality(self, caller, callee, domain):
        """What a telephone says of the call that it had last."""
        self._number += 1
        call = Dialog(f"{self._number}-{time.time_ns()}@made-up.test", domain)
        at = time.time() - 1
        self._say(at, (caller, callee), call.request("PUBLISH", 1, tagged=False))
        self._say(at + 0.1, (callee, caller), call.response(200, "1 PUBLISH"))

    def faults(self, caller, callee):
        """What is announced as SIP and is none, and a report that cannot be read."""
        self._send(time.time() - 1, (caller, callee), b"hello?", SIP)
        self._send(time.time() - 1, (caller, callee), b'{"type": 200, "report_blocks": [', RTCP_JSON, port=30_001)

    def _report(self, at, ends, call, second):
        """RTCP as rtpengine, Kamailio and captagent send it: a sender report as JSON."""
        report = {
            "type": 200, "ssrc": 1 + self._number,
            "sender_information": {
                "ntp_timestamp_sec": int(at) + 2_208_988_800, "ntp_timestamp_usec": 0, "rtp_timestamp": 8000 * second,
                "packets": 50 * second, "octets": 8000 * second,
            },
            "report_blocks": [{
                "source_ssrc": 7, "fraction_lost": 5 * (second % 3), "packets_lost": second, "highest_seq_no": 50 * second,
                "ia_jitter": 40 + 10 * second, "lsr": 0, "dlsr": 0,
            }],
            "report_count": 1,
        }
        self._send(at, ends, json.dumps(report).encode(), RTCP_JSON, call.call_id, port=30_001)

    def _say(self, at, ends, text):
        self._send(at, ends, text, SIP)

    def _send(self, at, ends, payload, kind, call_id=None, port=5060):
        source, destination = (socket.inet_aton(end) for end in ends)
        chunks = [
            chunk(1, b"\x02"), chunk(2, b"\x11"), chunk(3, source), chunk(4, destination),
            chunk(7, struct.pack("!H", port)), chunk(8, struct.pack("!H", port)),
            chunk(9, struct.pack("!I", int(at))), chunk(10, struct.pack("!I", int(at % 1 * 1e6))),
            chunk(11, bytes([kind])), chunk(12, struct.pack("!I", self.capture_id)), chunk(15, payload),
        ]
        if call_id:
            chunks.append(chunk(17, call_id.encode()))
        body = b"".join(chunks)
        self._socket.send(b"HEP3" + struct.pack("!H", len(body) + 6) + body)
        self.sent += 1
        if self.sent % 50 == 0:
            time.sleep(0.01)  # the buffer of a test's socket is small


class Dialog:
    """The messages of one dialog between 1010 and 1001; `backwards` are those that the callee begins."""

    def __init__(self, call_id, domain):
        self.call_id, self.domain = call_id, domain

    def request(self, method, number, headers="", tagged=True, backwards=False):
        body = ""
        if method == "INVITE":
            body = ("v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
                    "m=audio 30000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n")
            headers += "Content-Type: application/sdp\r\n"
        if method == "PUBLISH":
            body = SESSION_REPORT.replace("\n", "\r\n") % self.call_id
            headers += "Event: vq-rtcpxr\r\nContent-Type: application/vq-rtcpxr\r\n"
        # A CANCEL and the ACK of a refusal have the branch of the INVITE.
        branch = "1.INVITE" if method in ("INVITE", "CANCEL", "ACK") else f"{number}.{method}"
        return self._message(f"{method} sip:1001@{self.domain} SIP/2.0", branch, f"{number} {method}",
                             headers, tagged, backwards, body)

    def response(self, status, cseq, backwards=False):
        number, _, method = cseq.partition(" ")
        branch = "1.INVITE" if method in ("INVITE", "CANCEL") else f"{number}.{method}"
        challenge = 'WWW-Authenticate: Digest realm="made-up.test", nonce="1"\r\n' if status == 401 else ""
        return self._message(f"SIP/2.0 {status} {REASONS[status]}", branch, cseq, challenge,
                             status != 100, backwards, "")

    def _message(self, first, branch, cseq, headers, tagged, backwards, body):
        caller, callee = f"<sip:1010@{self.domain}>;tag=a", f"<sip:1001@{self.domain}>" + ";tag=b" * tagged
        sender, receiver = (callee, caller) if backwards else (caller, callee)
        return (
            f"{first}\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{self.call_id}.{branch}\r\n"
            f"From: {sender}\r\nTo: {receiver}\r\nCall-ID: {self.call_id}\r\nCSeq: {cseq}\r\n"
            f"{headers}Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()
