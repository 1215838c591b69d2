"""`calltrace doctor`: what is heard from whom, what is missing, and why."""

import json
import os
import socket
import struct
import time
import unittest

from collector_process import CollectorProcess
from hep_load import MESSAGES, Load, chunk, packet, sip

BINARY = os.environ["BINARY_UNDER_TEST"]
ARRIVE_SECONDS = 15


def version_1(call_id, index):
    """The packet as Kamailio's siptrace sends it when nobody told it which version to send."""
    addresses = bytes([127, 0, 0, 20, 127, 0, 0, 10])
    return struct.pack("!BBBBHH", 1, 16, 2, 17, 5060, 5060) + addresses + sip(call_id, index)


def with_chunk(hep, kind, body):
    """The packet with one chunk more, at its beginning."""
    more = chunk(kind, body)
    return hep[:4] + struct.pack("!H", len(hep) + len(more)) + more + hep[6:]


class Doctor(unittest.TestCase):
    def test_it_says_what_is_heard_what_is_missing_and_what_to_do(self):
        with CollectorProcess(BINARY, switches={"fs-away": 1}, agents={200: "edge"}) as collector:
            collector.start()
            load = Load(collector.hep_port, "c", 1000, messages_max=len(MESSAGES))
            load.start()
            load.join()
            deadline = time.monotonic() + ARRIVE_SECONDS
            while True:
                answer = collector.ask("doctor", "--format", "json")
                told = json.loads(answer.stdout)
                switch = told["switches"][0]
                if told["nodes"] and switch["problem"]:
                    break
                self.assertLess(time.monotonic(), deadline, told)
                time.sleep(0.1)
            self.assertEqual(answer.returncode, 3)
            self.assertFalse(told["well"])
            self.assertEqual([one["name"] for one in told["nodes"]], ["edge"])
            self.assertEqual((switch["name"], switch["state"]), ("fs-away", "disconnected"))
            self.assertIn("Connection refused", switch["problem"])
            codes = {one["code"]: one for one in told["findings"]}
            self.assertIn("fs-away", codes["switch-disconnected"]["text"])
            text = collector.ask("doctor", "--no-color")
            self.assertEqual(text.returncode, 3)
            self.assertIn("fs-away", text.stdout)
            self.assertNotIn("\x1b", text.stdout)
            self.assertEqual(collector.stop(), 0)
            gone = collector.ask("doctor")
            self.assertEqual((gone.returncode, gone.stdout), (3, ""))

    def test_a_collector_that_is_well_says_so(self):
        with CollectorProcess(BINARY) as collector:
            collector.start()
            answer = collector.ask("doctor", "--format", "json")
            told = json.loads(answer.stdout)
            self.assertEqual((answer.returncode, told["well"]), (0, True), told)
            self.assertNotIn("error", {one["severity"] for one in told["findings"]})

    def test_agents_have_packets_versions_clocks_and_errors(self):
        with CollectorProcess(BINARY, agents={200: "edge", 201: "early", 202: "late"}) as collector:
            collector.start()
            now = time.time()
            packets = [packet("edge@c", index, now) for index in range(4)]
            packets += [packet("early@c", index, now + 30, 201) for index in range(4)]
            packets += [packet("late@c", index, now - 7.5, 202) for index in range(4)]
            packets += [version_1("first@c", index) for index in range(4)]
            packets.append(packet("cut@c", 0, now)[:-20])
            self._send(collector, packets)
            told = self._told(collector, lambda told: told["hep_packets"] == len(packets))
            nodes = {one["name"]: one for one in told["nodes"]}
            self.assertEqual(set(nodes), {"edge", "early", "late", "127.0.0.1"})
            versions = {name: (one["hep_version"], one["packets"]) for name, one in nodes.items()}
            self.assertEqual(
                versions,
                {"edge": (3, 5), "early": (3, 4), "late": (3, 4), "127.0.0.1": (1, 4)},
            )
            # The way from here to the collector takes less than a second.
            self.assertTrue(0 <= nodes["edge"]["clock_skew_seconds"] < 1, nodes["edge"])
            self.assertTrue(-30.1 <= nodes["early"]["clock_skew_seconds"] < -29, nodes["early"])
            self.assertTrue(7.4 <= nodes["late"]["clock_skew_seconds"] < 8.5, nodes["late"])
            self.assertIsNone(nodes["127.0.0.1"]["clock_skew_seconds"])
            self.assertEqual(nodes["edge"]["errors"], [{"reason": "truncated", "packets": 1}])
            self.assertEqual(nodes["127.0.0.1"]["errors"], [{"reason": "no_time", "packets": 4}])
            said = self._text(collector, 0)
            for words in (
                "127.0.0.1 sends HEP version 1", 'modparam("siptrace", "hep_version", 3)',
                "The clock of early is 30", " s ahead", "The clock of late is 7.", " s behind",
                "chrony", "Packets came without their end: edge (1)",
            ):
                self.assertIn(words, said)
            self._check_metrics(collector, nodes)

    def _check_metrics(self, collector, nodes):
        samples = collector.metrics()

        def by_node(name, **wanted):
            return {
                labels["node"]: value
                for found, labels, value in samples
                if found == name and wanted.items() <= labels.items()
            }

        packets = {name: one["packets"] for name, one in nodes.items()}
        self.assertEqual(by_node("calltrace_agent_packets_total"), packets)
        sizes = {name: one["bytes"] for name, one in nodes.items()}
        self.assertEqual(by_node("calltrace_agent_bytes_total"), sizes)
        self.assertEqual(by_node("calltrace_agent_info", hep_version="1"), {"127.0.0.1": 1})
        self.assertEqual(
            by_node("calltrace_agent_errors_total", reason="truncated"), {"edge": 1}
        )
        skew = by_node("calltrace_agent_clock_skew_seconds")
        self.assertEqual(set(skew), {"edge", "early", "late"})
        self.assertAlmostEqual(skew["early"], nodes["early"]["clock_skew_seconds"])

    def test_who_is_refused_is_named_with_what_to_change(self):
        with CollectorProcess(BINARY, auth_keys=["right"], logs={}) as collector:
            collector.start()
            now = time.time()
            plain = packet("c@c", 0, now)
            packets = [
                plain, with_chunk(plain, 14, b"wrong"), version_1("c@c", 0), sip("c@c", 0),
                b"<134>1 2026-11-27T16:00:00Z host app - - - text",
                with_chunk(plain, 14, b"right"),
            ]
            for last, one in enumerate(packets, 1):
                # An address each, so that each is told apart.
                self._send(collector, [one], f"127.0.0.{100 + last}")
            self._send(collector, [plain], "127.0.0.99", collector.syslog_port)
            with socket.create_connection(("127.0.0.1", collector.hep_tcp_port)) as end:
                # The beginning of a TLS handshake.
                end.sendall(bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]) + bytes(512))
                told = self._told(
                    collector,
                    lambda told: len(told["refused_senders"]) == len(packets) + 1,
                )
            looks = {
                one["address"]: (one["reason"], one["sent"], one["looks_like"])
                for one in told["refused_senders"]
            }
            self.assertEqual(
                looks,
                {
                    "127.0.0.101": ("auth", "hep", "no_key"),
                    "127.0.0.102": ("auth", "hep", "wrong_key"),
                    "127.0.0.103": ("auth", "hep", "hep_1"),
                    "127.0.0.104": ("magic", "hep", "sip"),
                    "127.0.0.105": ("magic", "hep", "syslog"),
                    "127.0.0.99": ("hep", "syslog", None),
                    "127.0.0.1": ("junk", "hep", "tls"),
                },
            )
            said = self._text(collector, 0)
            for words in (
                "3 packets were refused: no valid key", "127.0.0.101 (no key, 1,",
                "127.0.0.102 (a wrong key, 1,", "127.0.0.103 (HEP version 1, 1,", '"auth_key"',
                "hep.allow", "127.0.0.104 (SIP itself, 1,", "hep_mode_on", "logs.syslog_udp",
                "127.0.0.1 (TLS, 1,", "HEP at the port of syslog. From 127.0.0.99",
            ):
                self.assertIn(words, said)
            # Addresses are for the doctor: they are no labels.
            labels = {value for _, labels, _ in collector.metrics() for value in labels.values()}
            self.assertFalse({one for one in labels if one.startswith("127.0.0.1")}, labels)

    def test_a_loki_that_is_away_is_told_with_its_words(self):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
            with CollectorProcess(BINARY, loki={"url": url, "settle_seconds": 0}) as collector:
                collector.start()
                self._send(collector, [packet("c@c", 0, time.time())])
                told = self._told(
                    collector,
                    lambda told: "follower-failing" in {one["code"] for one in told["findings"]},
                    seconds=60,
                )
                (loki,) = told["followers"]
                self.assertIn("refused", loki["last_problem"])
                self.assertIsNotNone(loki["failing_since"])
                self.assertGreater(loki["retries"], 0)
                said = self._text(collector, 0)
                self.assertIn("loki has taken nothing for", said)
                self.assertIn("is where loki.url says", said)

    def _send(self, collector, packets, address="127.0.0.1", port=None):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
            end.bind((address, 0))
            for one in packets:
                end.sendto(one, ("127.0.0.1", port or collector.hep_port))

    def _told(self, collector, is_enough, seconds=ARRIVE_SECONDS):
        """What the doctor says as JSON, once that is enough."""
        deadline = time.monotonic() + seconds
        while True:
            told = json.loads(collector.ask("doctor", "--format", "json").stdout)
            if is_enough(told):
                return told
            self.assertLess(time.monotonic(), deadline, told)
            time.sleep(0.1)

    def _text(self, collector, status):
        answer = collector.ask("doctor", "--no-color")
        self.assertEqual(answer.returncode, status, answer.stdout)
        return answer.stdout
