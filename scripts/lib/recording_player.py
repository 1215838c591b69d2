"""Plays a recording: HEP over UDP, events and log lines through stand-in event sockets."""

import socket
import time

from recording import Packet, TimeShift


class HEPSender:
    """Sends each agent's packets from a socket of its own, as the agents did."""

    def __init__(self, target):
        self.target = target
        self._sockets = {}

    def send(self, source, payload):
        if source not in self._sockets:
            sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            if source[0].startswith("127."):
                sender.bind((source[0], 0))
            self._sockets[source] = sender
        self._sockets[source].sendto(payload, self.target)


def play(recording, sender, servers, speed):
    """Plays in the recorded order; returns (packets sent, events and log lines sent)."""
    items = sorted(recording.packets + recording.messages, key=lambda item: item.time_us)
    begun, first_us = time.time(), recording.first_us
    seconds = (recording.last_us - first_us) / 1e6 / speed
    # Rounded down, so that nothing ever lies in the future.
    shift = TimeShift(int(begun + seconds - recording.last_us / 1e6), first_us, recording.last_us)
    packets = messages = 0
    for item in items:
        wait = begun + (item.time_us - first_us) / 1e6 / speed - time.time()
        if wait > 0:
            time.sleep(wait)
        if isinstance(item, Packet):
            sender.send(item.source, shift.packet(item.payload))
            packets += 1
        elif item.switch in servers:
            is_event = item.kind == "event"
            headers = shift.headers(item.headers) if is_event else item.headers
            body = item.body if is_event else shift.text(item.body)
            messages += servers[item.switch].send(item.kind, headers, body)
    return packets, messages
