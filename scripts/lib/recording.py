"""Reads a recorded call (HEP packets and switch events) and moves it in time.

A recording is a folder with `hep.pcap` or any number of `esl-<switch>.jsonl`, or both; see
Fixtures/basic-bridge/README.md for both formats.
"""

import json
import pathlib
import re
import struct
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DAY_SECONDS = 86_400
ETHERNET_BYTES = 14
UDP_BYTES = 8
HEP3_HEADER_BYTES = 6
CHUNK_HEADER_BYTES = 6
CHUNK_SECONDS = 0x0009


@dataclass
class Packet:
    """One HEP datagram: when it was received (µs since 1970), from whom, and its bytes."""

    time_us: int
    source: tuple
    payload: bytes


@dataclass
class SwitchMessage:
    """One event or log line of a switch, as its event socket sent it."""

    time_us: int
    switch: str
    kind: str
    headers: dict
    body: str


@dataclass
class Recording:
    """Everything of one folder, each list in order of arrival."""

    packets: list = field(default_factory=list)
    messages: list = field(default_factory=list)

    @property
    def switches(self):
        """The names of the switches whose events were recorded."""
        return sorted({message.switch for message in self.messages})

    @property
    def first_us(self):
        return min(item.time_us for item in self.packets + self.messages)

    @property
    def last_us(self):
        return max(item.time_us for item in self.packets + self.messages)


def read_recording(folder):
    """The recording of a folder. Raises ValueError or OSError when it is not one."""
    folder = pathlib.Path(folder)
    pcap = folder / "hep.pcap"
    recording = Recording(packets=read_pcap(pcap) if pcap.exists() else [])
    for path in sorted(folder.glob("esl-*.jsonl")):
        switch = path.stem.removeprefix("esl-")
        if "." in switch:  # esl-fs1.conn.jsonl says when the recorder was connected
            continue
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                recording.messages.append(
                    SwitchMessage(row["t"], switch, row["type"], row["headers"], row["body"] or "")
                )
    recording.messages.sort(key=lambda message: message.time_us)
    if not recording.packets and not recording.messages:
        raise ValueError(f"{folder}: neither packets in hep.pcap nor events")
    return recording


def read_pcap(path):
    """The UDP datagrams of a classic little-endian pcap with Ethernet and IPv4 framing."""
    data = pathlib.Path(path).read_bytes()
    if data[:4] != b"\xd4\xc3\xb2\xa1" or struct.unpack_from("<I", data, 20)[0] != 1:
        raise ValueError(f"{path}: not a little-endian Ethernet pcap")
    packets, position = [], 24
    while position + 16 <= len(data):
        seconds, micros, captured, _ = struct.unpack_from("<IIII", data, position)
        position += 16
        frame = data[position : position + captured]
        position += captured
        ip = frame[ETHERNET_BYTES:]
        udp = ip[(ip[0] & 0x0F) * 4 :]
        address = ".".join(str(byte) for byte in ip[12:16])
        port = struct.unpack_from(">H", udp)[0]
        time_us = seconds * 1_000_000 + micros
        packets.append(Packet(time_us, (address, port), udp[UDP_BYTES:]))
    return packets


class TimeShift:
    """Moves all times of a recording by the same whole number of seconds.

    Whole seconds, because a switch writes one moment as text, seconds, milliseconds and
    microseconds: they agree afterwards as they did before.
    """

    LOCAL = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
    GMT = re.compile(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT")
    FORMATS = ((LOCAL, "%Y-%m-%d %H:%M:%S"), (GMT, "%a, %d %b %Y %H:%M:%S GMT"))
    # Units a second, by the number of digits such a time has in this century.
    UNITS = {10: 1, 13: 1_000, 16: 1_000_000}

    def __init__(self, seconds, first_us, last_us):
        self.seconds = seconds
        self.earliest = first_us // 1_000_000 - DAY_SECONDS
        self.latest = last_us // 1_000_000 + DAY_SECONDS

    def packet(self, payload):
        """A HEP packet with its seconds chunk moved; anything but version 3 stays as it is."""
        if payload[:4] != b"HEP3":
            return payload
        moved, position = bytearray(payload), HEP3_HEADER_BYTES
        while position + CHUNK_HEADER_BYTES <= len(moved):
            _, kind, length = struct.unpack_from(">HHH", moved, position)
            if length < CHUNK_HEADER_BYTES:
                break
            if kind == CHUNK_SECONDS and length == CHUNK_HEADER_BYTES + 4:
                at = position + CHUNK_HEADER_BYTES
                seconds = struct.unpack_from(">I", moved, at)[0]
                struct.pack_into(">I", moved, at, seconds + self.seconds)
            position += length
        return bytes(moved)

    def headers(self, headers):
        """The headers of an event, times moved, lists too."""
        return {name: self._value(value) for name, value in headers.items()}

    def text(self, text):
        """A line of text with the dates in it moved."""
        for pattern, form in self.FORMATS:
            text = pattern.sub(lambda found, form=form: self._date(found.group(), form), text)
        return text

    def _value(self, value):
        if isinstance(value, list):
            return [self._value(item) for item in value]
        if not isinstance(value, str):
            return value
        units = self.UNITS.get(len(value)) if value.isdigit() else None
        if units:
            moved = int(value)
            near = self.earliest <= moved // units <= self.latest
            return str(moved + self.seconds * units) if near else value
        return self.text(value)

    def _date(self, text, form):
        return (datetime.strptime(text, form) + timedelta(seconds=self.seconds)).strftime(form)
