"""A real call through Kamailio and FreeSWITCH, played from Fixtures/basic-bridge."""

import json
import os
import pathlib
import socket
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from collector_process import CollectorProcess, free_port

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ["BINARY_UNDER_TEST"]

# What was recorded; Fixtures/basic-bridge/README.md says the same in words.
CALLER_LEG = "1-15052@127.0.0.20"
CALLEE_LEG = "7c9dbf57-4e5e-4c50-b509-7310cec595f4"
CALLER_CHANNEL = "575fe831-c292-4704-a224-888544fef389"
CALLEE_CHANNEL = CALLEE_LEG  # outbound-use-uuid-as-callid was on
PACKETS = 41
MESSAGES = 27
SEEN_BY_TWO = 14

ARRIVE_SECONDS = 15
# Records are readable, and safe from kill -9, a second after they came.
SAFE_SECONDS = 1.5


def start_and_play(test_class, **settings):
    """A collector that has heard the recorded call: sets `collector` and `trace`."""
    switch_port = free_port(socket.SOCK_STREAM)
    collector = CollectorProcess(BINARY, switches={"fs1": switch_port}, **settings)
    test_class.collector = collector
    test_class.addClassCleanup(collector.__exit__)
    player = subprocess.Popen(
        [
            str(ROOT / "scripts" / "play-recording"),
            str(ROOT / "Fixtures" / "basic-bridge"),
            f"--hep=127.0.0.1:{collector.hep_port}",
            f"--switch=fs1={switch_port}",
            "--speed=4",
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        collector.start()
        if player.wait(timeout=60) != 0:
            raise collector.failure("the recording could not be played")
    finally:
        if player.poll() is None:
            player.terminate()
            player.wait()
    deadline = time.monotonic() + ARRIVE_SECONDS
    while time.monotonic() < deadline:
        trace = collector.trace(CALLER_LEG)
        if trace and sum(bool(one["hangup_cause"]) for one in trace["channels"]) == 2:
            time.sleep(SAFE_SECONDS)
            test_class.trace = collector.trace(CALLER_LEG)
            return
        time.sleep(0.2)
    raise collector.failure(f"no whole trace: {json.dumps(trace)[:2000]}")


class RecordedCall(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start_and_play(cls)

    def test_both_legs_and_both_channels_are_one_call(self):
        self.assertEqual({one["call_id"] for one in self.trace["dialogs"]}, {CALLER_LEG, CALLEE_LEG})
        self.assertEqual(
            {one["uuid"] for one in self.trace["channels"]}, {CALLER_CHANNEL, CALLEE_CHANNEL}
        )
        self.assertTrue(self.trace["complete"])
        self.assertEqual(self.trace["call"]["outcome"], "answered")
        self.assertEqual(
            {(one["from"], one["to"], one["status"]) for one in self.trace["dialogs"]},
            {("1010", "1001", 200)},
        )

    def test_each_message_is_shown_once_with_all_who_saw_it(self):
        messages = [one for one in self.trace["messages"] if one["kind"] == "sip"]
        self.assertEqual(len(messages), MESSAGES)
        observers = [tuple(sorted(seen["node"] for seen in one["seen_by"])) for one in messages]
        self.assertEqual(observers.count(("101", "200")), SEEN_BY_TWO)
        self.assertEqual(observers.count(("200",)), MESSAGES - SEEN_BY_TWO)
        self.assertFalse(any(one["retransmission"] for one in messages))

    def test_switch_events_and_log_lines_are_between_the_messages(self):
        kinds = {one["kind"] for one in self.trace["messages"]}
        # The switch counts packets of media when a channel ends.
        self.assertEqual(kinds, {"sip", "event", "log", "quality"})
        times = [one["time"] for one in self.trace["messages"]]
        self.assertEqual(times, sorted(times))
        names = {one["name"] for one in self.trace["messages"] if one["kind"] == "event"}
        self.assertIn("CHANNEL_BRIDGE", names)

    def test_every_link_has_evidence_and_the_legs_are_joined_exactly(self):
        for link in self.trace["links"]:
            self.assertTrue(link["evidence"], link)
        pairs = {frozenset((one["a"]["id"], one["b"]["id"]))
                 for one in self.trace["links"] if one["strength"] == 3}
        self.assertIn(frozenset((CALLER_CHANNEL, CALLEE_CHANNEL)), pairs)
        self.assertIn(frozenset((CALLER_CHANNEL, CALLER_LEG)), pairs)

    def test_any_identity_finds_the_same_call(self):
        for identity in (CALLEE_LEG, CALLER_CHANNEL):
            self.assertEqual(self.collector.trace(identity)["call"], self.trace["call"])

    def test_http_answers_what_the_command_line_prints(self):
        path = f"/api/v1/trace/{urllib.parse.quote(CALLER_LEG, safe='')}"
        with urllib.request.urlopen(self.collector.server + path, timeout=10) as answer:
            self.assertEqual(answer.status, 200)
            self.assertEqual(json.load(answer), self.collector.trace(CALLER_LEG))

    def test_an_unknown_call_is_404_with_a_json_error(self):
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{self.collector.server}/api/v1/trace/unknown", timeout=10)
        self.assertEqual(caught.exception.code, 404)
        self.assertIn("error", json.load(caught.exception))

    def test_the_ladder_says_who_called_whom_and_how_it_ended(self):
        answer = self.collector.ask(CALLER_LEG, "--no-color")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        for word in ("1010", "1001", "answered", "INVITE", "BYE", "CHANNEL_BRIDGE", CALLEE_LEG):
            self.assertIn(word, answer.stdout)
        self.assertNotIn("\x1b", answer.stdout)

    def test_why_names_header_event_node_and_time_of_each_link(self):
        answer = self.collector.ask(CALLER_LEG, "--why", "--no-color")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("this is what was asked for", answer.stdout)
        self.assertIn("because, from what was asked for:", answer.stdout)
        self.assertRegex(answer.stdout, r"birth, strength 3: names it exactly")
        self.assertRegex(
            answer.stdout, r"Other-Leg-Unique-ID in CHANNEL_\w+ of fs1, \d{4}-\d\d-\d\dT[\d:.]+Z"
        )

    def test_the_call_is_found_by_its_own_id(self):
        self.assertEqual(
            self.collector.trace(self.trace["call"]["id"])["dialogs"], self.trace["dialogs"]
        )

    def test_options_say_how_far_links_are_followed(self):
        answer = self.collector.ask(
            CALLER_LEG, "--guess", "--through-hubs", "--no-transfer", "--at",
            self.trace["call"]["start"], "--format", "json",
        )
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["dialogs"], self.trace["dialogs"])
        self.assertEqual(self.collector.ask(CALLER_LEG, "--at", "yesterday").returncode, 2)

    def test_what_was_sent_is_counted_and_nothing_was_lost(self):
        totals = {}
        for name, _, value in self.collector.metrics():
            totals[name] = totals.get(name, 0) + value
        self.assertEqual(totals["calltrace_hep_packets_total"], PACKETS)
        for name in ("calltrace_hep_refused_total", "calltrace_records_dropped_total"):
            self.assertEqual(totals.get(name, 0), 0)
        self.assertEqual(totals.get("calltrace_switch_connected"), 0)


class KilledCollector(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start_and_play(cls)

    def test_a_killed_collector_gives_the_same_answer_when_it_is_back(self):
        self.collector.kill()
        self.collector.start()
        self.assertEqual(self.collector.trace(CALLER_LEG), self.trace)
        self.assertEqual(self.collector.trace(CALLEE_CHANNEL)["call"], self.trace["call"])
        self.assertEqual(self.collector.stop(), 0)
