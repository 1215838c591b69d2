"""SIP calls in HEP version 3, made up as fast as Python can: for tests of load, crashes and waiting."""

import socket
import struct
import threading
import time

# What one call sends, in order: a long one, so that thousands of messages can be asked for in few questions.
MESSAGES = (
    ("INVITE", "1 INVITE"), ("100", "1 INVITE"), ("180", "1 INVITE"), ("200", "1 INVITE"), ("ACK", "1 ACK"),
    *((what, f"{number} INFO") for number in range(2, 18) for what in ("INFO", "200")),
    ("BYE", "18 BYE"), ("200", "18 BYE"),
)
REASONS = {"100": "Trying", "180": "Ringing", "200": "OK"}


def chunk(kind, body):
    """A chunk of vendor 0."""
    return struct.pack("!HHH", 0, kind, len(body) + 6) + body


def sip(call_id, index, padding=250):
    """The SIP message of this index in the call of this Call-ID, about 600 bytes long."""
    what, cseq = MESSAGES[index]
    response = what in REASONS
    first = f"SIP/2.0 {what} {REASONS[what]}" if response else f"{what} sip:1001@acme.test SIP/2.0"
    tag = ";tag=b" if index > 0 else ""
    return (
        f"{first}\r\nVia: SIP/2.0/UDP 127.0.0.20:5060;branch=z9hG4bK{call_id}.{cseq.split()[0]}\r\n"
        f"From: <sip:1010@acme.test>;tag=a\r\nTo: <sip:1001@acme.test>{tag}\r\n"
        f"Call-ID: {call_id}\r\nCSeq: {cseq}\r\nX-Padding: {'.' * padding}\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def packet(call_id, index, now, capture_id=200):
    """The HEP packet of that message, captured at `now` (seconds since 1970)."""
    ends = (bytes([127, 0, 0, 20]), bytes([127, 0, 0, 10]))
    source, destination = ends if MESSAGES[index][0] not in REASONS else ends[::-1]
    body = b"".join((
        chunk(1, b"\x02"), chunk(2, b"\x11"), chunk(3, source), chunk(4, destination),
        chunk(7, struct.pack("!H", 5060)), chunk(8, struct.pack("!H", 5060)),
        chunk(9, struct.pack("!I", int(now))), chunk(10, struct.pack("!I", int(now % 1 * 1e6))),
        chunk(11, b"\x01"), chunk(12, struct.pack("!I", capture_id)), chunk(15, sip(call_id, index)),
    ))
    return b"HEP3" + struct.pack("!H", len(body) + 6) + body


class Load(threading.Thread):
    """Sends whole calls to a collector until it is stopped or the collector is gone.

    `rate` is messages a second, 0 as many as there can be. `sent` counts messages, in the order of
    `call_id(number // len(MESSAGES))`; a collector takes those of one connection in that order.
    """

    def __init__(self, port, name, rate, transport="udp", messages_max=None):
        super().__init__(daemon=True)
        self.port, self.label, self.rate, self.transport = port, name, rate, transport
        self.messages_max = messages_max
        self.sent = 0
        self.halted = threading.Event()

    def call_id(self, number):
        """The Call-ID of the call of this number."""
        return f"{self.label}-{number}@load.test"

    def run(self):
        try:
            self._send()
        except OSError:
            pass  # The collector is gone: what was sent is counted.

    def stop(self):
        self.halted.set()
        self.join()

    def _send(self):
        kind = socket.SOCK_STREAM if self.transport == "tcp" else socket.SOCK_DGRAM
        begun, number, length = time.monotonic(), 0, len(MESSAGES)
        with socket.socket(socket.AF_INET, kind) as end:
            end.connect(("127.0.0.1", self.port))
            while not self.halted.is_set():
                if self.messages_max is not None and self.sent >= self.messages_max:
                    return
                name, now = self.call_id(number), time.time()
                packets = [packet(name, index, now + index / 1e4) for index in range(length)]
                number += 1
                if self.transport == "tcp":
                    end.sendall(b"".join(packets))
                    self.sent += length
                else:
                    for one in packets:
                        end.send(one)
                        self.sent += 1
                if self.rate:
                    ahead = self.sent / self.rate - (time.monotonic() - begun)
                    if ahead > 0.005:
                        time.sleep(ahead)
