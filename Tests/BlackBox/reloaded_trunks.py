"""Trunks are told apart in metrics, and read again on SIGHUP without a call lost."""

import os
import socket
import time
import unittest

from collector_process import CollectorProcess
from hep_load import MESSAGES, packet

BINARY = os.environ["BINARY_UNDER_TEST"]
# The calls of hep_load go from 127.0.0.20 to 127.0.0.10.
CARRIER = "\ntrunks:\n  - {name: carrier, addresses: [127.0.0.20/32]}\n"
CUSTOMER = "\ntrunks:\n  - {name: customer, addresses: [127.0.0.8/30]}\n"


class ReloadedTrunks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(BINARY)
        cls.addClassCleanup(cls.collector.__exit__)
        cls.base = cls.collector.configuration.read_text()
        cls.collector.configuration.write_text(cls.base + CARRIER)
        cls.collector.start()

    def call(self, call_id):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for index in range(len(MESSAGES)):
                sender.sendto(packet(call_id, index, time.time()), ("127.0.0.1", self.collector.hep_port))
        deadline = time.monotonic() + 10
        while self.collector.trace(call_id) is None:
            self.assertLess(time.monotonic(), deadline, "the call is not found")
            time.sleep(0.1)

    def samples(self, name):
        return [(labels, value) for found, labels, value in self.collector.metrics() if found == name]

    def attempts(self):
        return {
            (labels["direction"], labels.get("trunk", "")): value
            for labels, value in self.samples("calltrace_call_route_attempts_total")
            if labels["outcome"] == "answered"
        }

    def reload(self, text, outcome):
        def count():
            return sum(
                value for labels, value in self.samples("calltrace_configuration_reloads_total")
                if labels["outcome"] == outcome
            )

        before = count()
        self.collector.configuration.write_text(text)
        self.collector.hang_up()
        deadline = time.monotonic() + 10
        while count() == before:
            self.assertLess(time.monotonic(), deadline, f"the reload was not {outcome}")
            time.sleep(0.05)

    def test_a_call_has_the_trunks_of_its_time_and_a_bad_file_changes_nothing(self):
        self.call("first@load.test")
        self.assertEqual(self.attempts(), {("in", "carrier"): 1})

        self.reload(self.base + CUSTOMER, "applied")
        self.call("second@load.test")
        self.assertEqual(self.attempts(), {("in", "carrier"): 1, ("out", "customer"): 1})

        self.reload(self.base + "\ntrunks:\n  - {name: broken, addresses: [10.0.0.0/99]}\n", "refused")
        self.assertIn("the configuration stays as it was", self.collector.log())
        self.assertIn("trunks[0].addresses[0]", self.collector.log())
        self.call("third@load.test")
        self.assertEqual(self.attempts(), {("in", "carrier"): 1, ("out", "customer"): 2})

        self.reload(self.base.replace("agents: []", "agents:\n  - {id: 7, name: seven}"), "applied")
        self.assertIn("in force from the next start on: agents", self.collector.log())
        self.call("fourth@load.test")
        self.assertEqual(self.attempts()[("internal", "")], 1)

        totals = self.collector.totals()
        self.assertEqual(totals["calltrace_records_total"], 4 * len(MESSAGES))
        self.assertEqual(totals["calltrace_calls_completed_total"], 4)
        self.assertEqual(totals["calltrace_calls_active"], 0)
