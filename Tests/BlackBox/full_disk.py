"""With less free on the disk than is to stay free, nothing is recorded, and everybody is told."""

import os
import time
import unittest
import urllib.request

from collector_process import CollectorProcess
from hep_load import MESSAGES, Load

BINARY = os.environ["BINARY_UNDER_TEST"]
CALLS = 20
ARRIVE_SECONDS = 15


class FullDisk(unittest.TestCase):
    def setUp(self):
        # More than any disk has; then as much as every disk has.
        self.collector = CollectorProcess(BINARY, retention={"min_free": "1000TiB"})
        self.addCleanup(self.collector.__exit__)

    def send(self, name, transport):
        port = self.collector.hep_port if transport == "udp" else self.collector.hep_tcp_port
        load = Load(port, name, 1000, transport, messages_max=CALLS * len(MESSAGES))
        load.start()
        load.join()
        return load

    def settled(self, name, count):
        """The metrics once `name` has got to `count`."""
        deadline = time.monotonic() + ARRIVE_SECONDS
        while time.monotonic() < deadline:
            totals = self.collector.totals()
            if totals.get(name) == count:
                return totals
            time.sleep(0.05)
        raise self.collector.failure(f"{name} is {totals.get(name)}, not {count}")

    def test_it_refuses_counts_answers_and_goes_on_when_there_is_room(self):
        self.collector.start()
        sent = 2 * CALLS * len(MESSAGES)
        self.settled("calltrace_journal_read_only", 1)
        lost = self.send("lost", "udp")
        self.send("lost-too", "tcp")
        totals = self.settled("calltrace_records_dropped_total", sent)
        self.assertEqual(totals["calltrace_hep_packets_total"], sent)
        self.assertEqual(totals.get("calltrace_records_total", 0), 0)
        self.assertGreater(totals["calltrace_journal_free_bytes"], 0)
        reasons = {
            (labels["stage"], labels["reason"]) for name, labels, value in self.collector.metrics()
            if name == "calltrace_records_dropped_total" and value > 0
        }
        self.assertEqual(reasons, {("journal", "read_only")})

        with urllib.request.urlopen(f"{self.collector.server}/readyz", timeout=5) as answer:
            self.assertEqual(answer.status, 200)
        self.assertIsNone(self.collector.trace(lost.call_id(0)))
        told = self.collector.ask("doctor", "--no-color")
        self.assertEqual(told.returncode, 3, told.stderr)
        self.assertIn("error    Nothing is recorded", told.stdout)
        self.assertEqual(self.collector.log().count("nothing is recorded from now on"), 1)
        self.assertEqual(self.collector.stop(), 0)

        text = self.collector.configuration.read_text(encoding="utf-8")
        self.collector.configuration.write_text(text.replace("1000TiB", "0"), encoding="utf-8")
        self.collector.start()
        kept = self.send("kept", "tcp")
        self.settled("calltrace_records_total", CALLS * len(MESSAGES))
        self.assertEqual(len(self.collector.trace(kept.call_id(7))["messages"]), len(MESSAGES))
        self.assertEqual(self.collector.totals()["calltrace_journal_read_only"], 0)
