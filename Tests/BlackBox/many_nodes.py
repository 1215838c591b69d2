"""However many nodes report, and whatever they send: so many samples at /metrics, and no more."""

import os
import socket
import time
import unittest
import urllib.request

from collector_process import CollectorProcess
from search_calls import hep

BINARY = os.environ["BINARY_UNDER_TEST"]
ARRIVE_SECONDS = 30
# More than have a label of their own, which is 128.
NODES = 200
METHODS = [
    "INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS", "PRACK", "SUBSCRIBE", "NOTIFY", "PUBLISH",
    "INFO", "REFER", "MESSAGE", "UPDATE", "SOMETHING",
]
SAMPLES_MAX = 1_000
START = 1_795_385_600


def message(first_line, method, number):
    """A SIP message of a call of its own."""
    lines = [
        first_line,
        f"Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK{number}",
        "From: <sip:a@home.test>;tag=1",
        "To: <sip:b@acme.test>",
        f"Call-ID: many-{number}",
        f"CSeq: 1 {method}",
        "Content-Length: 0",
    ]
    return "\r\n".join([*lines, "", ""])


class ManyNodes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(BINARY)
        cls.addClassCleanup(cls.collector.__exit__)
        with open(cls.collector.configuration, "a", encoding="utf-8") as file:
            file.write(f"metrics: {{series_max: {SAMPLES_MAX}}}\n")
        cls.collector.start()
        cls.before = cls.collector.metrics()
        cls.requests = cls.responses = 0
        address = ("127.0.0.1", cls.collector.hep_tcp_port)
        with socket.create_connection(address, timeout=10) as agent:
            for node in range(NODES):
                agent.sendall(b"".join(cls.packets(node)))
        deadline = time.monotonic() + ARRIVE_SECONDS
        while time.monotonic() < deadline:
            totals = cls.collector.totals()
            if totals["calltrace_hep_packets_total"] == cls.requests + cls.responses:
                return
            time.sleep(0.1)
        raise cls.collector.failure("not everything arrived")

    @classmethod
    def packets(cls, node):
        """What one node has seen: each method, and a response of each class."""
        for number, method in enumerate(METHODS):
            lines = [f"{method} sip:b@acme.test SIP/2.0"]
            lines += [f"SIP/2.0 {status}00 So" for status in range(2, 7)]
            cls.requests += 1
            cls.responses += len(lines) - 1
            for line in lines:
                text = message(line, method, node * len(METHODS) + number)
                yield hep(text, "192.0.2.1", "198.51.100.1", START, agent=1_000 + node)

    def test_the_answer_is_bounded_and_what_is_over_it_is_counted(self):
        self.assertLess(len(self.before), SAMPLES_MAX / 2)
        samples = self.collector.metrics()
        self.assertLessEqual(len(samples), SAMPLES_MAX)
        self.assertGreater(len(samples), SAMPLES_MAX * 0.8)
        totals = self.collector.totals()
        self.assertGreater(totals["calltrace_metrics_overflow_total"], 0)
        self.assertEqual(totals["calltrace_sip_requests_total"], self.requests)
        self.assertEqual(totals["calltrace_sip_responses_total"], self.responses)

    def test_what_is_over_it_stands_under_other(self):
        others = {
            name for name, labels, value in self.collector.metrics()
            if labels.get("node") == "other" and value > 0
        }
        self.assertLessEqual(
            {"calltrace_sip_requests_total", "calltrace_sip_responses_total"}, others
        )

    def test_in_openmetrics_there_are_as_many(self):
        request = urllib.request.Request(
            f"{self.collector.server}/metrics", headers={"Accept": "application/openmetrics-text"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        self.assertEqual(
            sum(not line.startswith("#") for line in lines), len(self.collector.metrics())
        )


class EverythingDifferent(unittest.TestCase):
    """An attack: 100,000 packets, each of another node, with another method and another user agent."""

    PACKETS = 100_000

    def test_a_hundred_thousand_names_leave_fewer_than_5000_samples(self):
        with CollectorProcess(BINARY) as collector:
            collector.start()
            address = ("127.0.0.1", collector.hep_tcp_port)
            with socket.create_connection(address, timeout=60) as agent:
                for start in range(0, self.PACKETS, 1_000):
                    agent.sendall(b"".join(map(self.packet, range(start, start + 1_000))))
            deadline = time.monotonic() + 60
            while collector.totals()["calltrace_hep_packets_total"] < self.PACKETS:
                self.assertLess(time.monotonic(), deadline, "not everything arrived")
                time.sleep(0.2)
            samples = collector.metrics()
            self.assertLess(len(samples), 5_000)
            self.assertEqual(sum(v for n, _, v in samples if n == "calltrace_records_total"), self.PACKETS)
            self.assertLessEqual(len({labels["node"] for _, labels, _ in samples if "node" in labels}), 129)
            self.assertLessEqual(
                {labels["method"] for _, labels, _ in samples if "method" in labels}, {*METHODS, "other"}
            )

    @staticmethod
    def packet(number):
        method = METHODS[number % len(METHODS)] if number % 3 == 0 else f"METHOD{number}"
        text = message(f"{method} sip:b@acme.test SIP/2.0", method, f"x{number}")
        text = text.replace("Content-Length", f"User-Agent: agent {number}\r\nContent-Length")
        return hep(text, "192.0.2.1", "198.51.100.1", START, agent=1_000 + number)
