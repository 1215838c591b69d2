"""Everything that is recorded reaches Loki, labelled as promised, though Loki is away at first."""

import collections
import gzip
import http.server
import json
import threading
import time
import unittest

from recorded_call import (
    CALLEE_CHANNEL, CALLEE_LEG, CALLER_CHANNEL, CALLER_LEG, PACKETS, start_and_play,
)

SETTLE_SECONDS = 20
FAILURES = 2


class Loki(http.server.ThreadingHTTPServer):
    """Takes JSON pushes; answers the first ones with 503."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.pushes = 0
        self.entries = []
        self.tenants = collections.Counter()
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            self.server.pushes += 1
            status = 503 if self.server.pushes <= FAILURES else 204
            if status == 204:
                assert self.path == "/loki/api/v1/push"
                assert self.headers["Content-Encoding"] == "gzip"
                self.server.tenants[self.headers["X-Scope-OrgID"]] += 1
                for stream in json.loads(gzip.decompress(body))["streams"]:
                    self.server.entries += [(stream["stream"], *value) for value in stream["values"]]
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class LogsToLoki(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.loki = Loki()
        cls.addClassCleanup(cls.loki.server_close)
        cls.addClassCleanup(cls.loki.shutdown)
        start_and_play(
            cls, loki={"url": cls.loki.url, "encoding": "json", "tenant": "operator"}
        )
        deadline = time.monotonic() + SETTLE_SECONDS
        while time.monotonic() < deadline and not cls.is_settled():
            time.sleep(0.1)

    @classmethod
    def is_settled(cls):
        """The summary of the call has come, and everything that was recorded."""
        kinds = {labels["kind"] for labels, *_ in cls.loki.entries}
        return "call" in kinds and len(cls.loki.entries) >= cls.recorded() and cls.lag() == [0]

    @classmethod
    def lag(cls):
        return [value for name, labels, value in cls.collector.metrics()
                if name == "calltrace_journal_lag_seconds" and labels["follower"] == "loki"]

    @classmethod
    def recorded(cls):
        return sum(
            value for name, _, value in cls.collector.metrics() if name == "calltrace_records_total"
        )

    def test_every_record_arrives_once_though_the_first_pushes_failed(self):
        self.assertGreater(self.loki.pushes, FAILURES)
        self.assertEqual(len(self.loki.entries), self.recorded())
        counts = {labels.get("outcome"): value for name, labels, value in self.collector.metrics()
                  if name == "calltrace_loki_entries_total"}
        self.assertEqual(counts, {"accepted": self.recorded(), "refused": 0})
        self.assertEqual(self.lag(), [0])

    def test_labels_are_the_three_of_the_contract(self):
        for labels, *_ in self.loki.entries:
            self.assertEqual(set(labels), {"job", "kind", "node"})
            self.assertEqual(labels["job"], "calltrace")
        kinds = {labels["kind"] for labels, *_ in self.loki.entries}
        self.assertEqual(kinds, {"sip", "event", "log", "call"})
        self.assertEqual(self.loki.tenants.keys(), {"operator"})

    def test_a_sip_line_is_the_message_with_what_identifies_it(self):
        sip = [entry for entry in self.loki.entries if entry[0]["kind"] == "sip"]
        self.assertEqual(len(sip), PACKETS)
        invite = next(entry for entry in sip
                      if entry[2].startswith("INVITE") and entry[3]["call_id"] == CALLER_LEG)
        _, nanoseconds, line, metadata = invite
        self.assertIn(f"Call-ID: {CALLER_LEG}\r\n", line)
        self.assertEqual(metadata["method"], "INVITE")
        self.assertEqual(metadata["cseq"], "1 INVITE")
        self.assertEqual((metadata["from_user"], metadata["to_user"]), ("1010", "1001"))
        self.assertEqual(metadata["source"], "127.0.0.20:5060")
        shown = min(one["time"] for one in self.trace["messages"] if one["kind"] == "sip")
        self.assertEqual(shown[:19], time.strftime("%Y-%m-%dT%H:%M:%S",
                                                   time.gmtime(int(nanoseconds) // 10**9)))

    def test_every_line_of_the_call_has_its_trace_id(self):
        ids = {CALLER_LEG, CALLEE_LEG, CALLER_CHANNEL, CALLEE_CHANNEL}
        of_call = [entry for entry in self.loki.entries
                   if {entry[3].get("call_id"), entry[3].get("uuid")} & ids]
        self.assertGreater(len(of_call), PACKETS)
        traces = {(entry[0]["kind"], entry[3].get("trace_id")) for entry in of_call}
        call = self.trace["call"]["id"]
        self.assertEqual(traces, {(kind, call) for kind in ("sip", "event", "log", "call")})

    def test_the_call_has_a_line_that_says_what_the_trace_says(self):
        lines = [entry for entry in self.loki.entries if entry[0]["kind"] == "call"]
        self.assertEqual(len(lines), 1)
        said, call = json.loads(lines[0][2]), self.trace["call"]
        self.assertEqual(said["trace_id"], call["id"])
        self.assertEqual(said["outcome"], call["outcome"])
        self.assertEqual(said["call_id"], CALLER_LEG)
        self.assertEqual(said["uuid"], CALLER_CHANNEL)
        self.assertEqual((said["from_user"], said["to_user"]), ("1010", "1001"))
        self.assertEqual(set(said["call_ids"]), {CALLER_LEG, CALLEE_LEG})
        self.assertEqual(set(said["uuids"]), {CALLER_CHANNEL, CALLEE_CHANNEL})
        self.assertAlmostEqual(said["duration_seconds"], call["duration_seconds"], delta=0.05)
        self.assertEqual(said["cause"], "NORMAL_CLEARING")
        self.assertEqual(lines[0][0]["node"], said["nodes"][0])

    def test_the_switch_s_lines_carry_their_channel(self):
        for kind in ("event", "log"):
            lines = [entry for entry in self.loki.entries if entry[0]["kind"] == kind]
            self.assertTrue(any("uuid" in entry[3] for entry in lines), kind)
            self.assertEqual({entry[0]["node"] for entry in lines}, {"fs1"})
