"""kill -9 at random moments under load: what was received more than a second before is never lost.

    CRASH_SEED=7 CRASH_ROUNDS=50 Tests/BlackBox/run killed_under_load
"""

import http.client
import json
import os
import random
import sqlite3
import sys
import time
import unittest
import urllib.parse

from collector_process import CollectorProcess
from hep_load import MESSAGES, Load

BINARY = os.environ["BINARY_UNDER_TEST"]
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "20"))
SEED = int(os.environ.get("CRASH_SEED", str(random.SystemRandom().randrange(1 << 32))))
RATE = 4000
# What may be lost: docs/architecture.md.
LOSS_SECONDS = 1.0
# All calls that began so long before that moment are looked up after each kill: the ones in danger.
NEAR_SECONDS = 0.75
# Of all that was ever sent before, so many calls after each kill.
OLDER_CALLS = 15
POLL_SECONDS = 0.05


class Answers:
    """Traces over one connection that is kept open: thousands are asked for."""

    def __init__(self, collector):
        self.connection = http.client.HTTPConnection("127.0.0.1", collector.http_port, timeout=30)

    def messages(self, call_id):
        """The messages (method or status, CSeq) that are known of a call, and what the answer warns of."""
        self.connection.request("GET", "/api/v1/trace/" + urllib.parse.quote(call_id, safe=""))
        answer = self.connection.getresponse()
        trace = json.loads(answer.read())
        if answer.status == 404:
            return set(), []
        shown = {
            (str(one["status"] or one["method"]), one["cseq"]) for one in trace["messages"] if one["kind"] == "sip"
        }
        return shown, trace["warnings"]


class KilledUnderLoad(unittest.TestCase):
    def setUp(self):
        print(f"\nkilled_under_load: CRASH_SEED={SEED} CRASH_ROUNDS={ROUNDS}", file=sys.stderr)
        self.random = random.Random(SEED)
        self.collector = CollectorProcess(BINARY)
        self.addCleanup(self.collector.__exit__)
        # Calls of which every message must be there: (load, number).
        self.kept = []
        self.checked = 0

    def test_what_was_received_a_second_before_a_kill_is_found_ever_after(self):
        self.collector.start()
        for number in range(ROUNDS):
            transport = ("udp", "tcp")[number % 2]
            load, history = self.crash(f"r{number}x{SEED}", transport, self.random.uniform(1.3, 2.7))
            self.collector.start()
            self.check(load, history)
        self.check_all_at_the_end()
        print(f"killed_under_load: {self.checked} calls looked up, {len(self.kept)} kept", file=sys.stderr)

    def crash(self, name, transport, seconds):
        """Sends, kills after so many seconds; the load and what was counted when: (time, messages, drops)."""
        port = self.collector.hep_port if transport == "udp" else self.collector.hep_tcp_port
        load, history = Load(port, name, RATE, transport), []
        load.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            totals = self.collector.totals()
            history.append((
                time.monotonic(), int(totals["calltrace_hep_packets_total"]),
                int(totals.get("calltrace_kernel_drops_total", 0)),
            ))
            self.assertEqual(totals["calltrace_records_dropped_total"], 0)
            time.sleep(min(POLL_SECONDS, max(0, end - time.monotonic())))
        killed = time.monotonic()
        self.collector.kill()
        load.stop()
        return load, [entry for entry in history if entry[0] <= killed - LOSS_SECONDS]

    def check(self, load, history):
        """Looks up what must be there of this load, and some of what was there before."""
        totals = self.collector.totals()
        self.assertEqual(totals["calltrace_journal_unreadable_segments"], 0)
        answers = Answers(self.collector)
        older = self.random.sample(self.kept, min(OLDER_CALLS, len(self.kept)))
        self.expect(answers, older)
        if history:
            safe, received, drops = history[-1]
            near = next((entry for entry in history if entry[0] >= safe - NEAR_SECONDS), history[0])
            # Of what the kernel dropped nobody knows which it was: then whole calls may have gaps.
            calls = [(load, call) for call in range(received // len(MESSAGES))]
            in_danger = calls[near[1] // len(MESSAGES):]
            self.expect(answers, in_danger + self.random.sample(calls, min(OLDER_CALLS, len(calls))), drops)
            if not drops:
                self.kept += calls
        self.assertEqual(self.collector.totals()["calltrace_journal_unreadable_blocks"], 0)

    def expect(self, answers, calls, drops=0):
        """Every message of these calls is there, but for as many as the kernel dropped."""
        missing = []
        for load, call in calls:
            call_id = load.call_id(call)
            shown, warnings = answers.messages(call_id)
            self.assertEqual(warnings, [], call_id)
            missing += [(call_id, one) for one in MESSAGES if one not in shown]
        self.checked += len(calls)
        self.assertLessEqual(len(missing), drops, f"seed {SEED}: lost {missing[:10]} of {len(calls)} calls")

    def check_all_at_the_end(self):
        self.expect(Answers(self.collector), self.random.sample(self.kept, min(200, len(self.kept))))
        self.assertEqual(self.collector.stop(), 0)
        segments = sorted((self.collector.folder / "data" / "segments").glob("*.sqlite"))
        self.assertTrue(segments)
        for path in [*segments, self.collector.folder / "data" / "journal.sqlite"]:
            with sqlite3.connect(path) as database:
                self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)], path.name)
            database.close()
