"""Each finished call reaches an OTLP endpoint as one trace, whatever becomes of the endpoint meanwhile."""

import collections
import datetime
import http.server
import json
import pathlib
import re
import socket
import threading
import time
import unittest
import urllib.request

import hep_load
from collector_process import CollectorProcess, free_port
from recorded_call import (BINARY, CALLEE_CHANNEL, CALLEE_LEG, CALLER_CHANNEL, CALLER_LEG, ROOT,
                           start_and_play)

SETTLE_SECONDS = 1
# When the recorded call began.
RECORDED_MICROSECONDS = 1_795_389_991_060_074
ARRIVE_SECONDS = 60


class Endpoint(http.server.ThreadingHTTPServer):
    """Takes traces. `script` is what the first requests are answered with: (status, headers)."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port=0, script=()):
        self.script = list(script)
        self.requests = []
        self.lock = threading.Lock()
        super().__init__(("127.0.0.1", port), Answers)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def spans(self, status=200):
        """The spans of the requests that were answered so, in order of arrival."""
        with self.lock:
            bodies = [one["body"] for one in self.requests if one["status"] == status]
        return [span for body in bodies for resource in body["resourceSpans"]
                for scope in resource["scopeSpans"] for span in scope["spans"]]

    def wait(self, count=1, seconds=ARRIVE_SECONDS):
        """Waits until so many requests have come."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if len(self.requests) >= count:
                return True
            time.sleep(0.05)
        return False

    def close(self):
        self.shutdown()
        self.server_close()


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            status, headers = self.server.script.pop(0) if self.server.script else (200, {})
            self.server.requests.append({
                "status": status, "path": self.path, "headers": dict(self.headers.items()),
                "body": json.loads(body), "time": time.monotonic(), "bytes": len(body),
            })
        answer = b"{}"
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def attributes(one):
    return {pair["key"]: next(iter(pair["value"].values())) for pair in one.get("attributes", [])}


def ids(spans):
    return {(one["traceId"], one["spanId"]) for one in spans}


class CallsToOTLP(unittest.TestCase):
    """An endpoint that is not there, then ill, then busy, then well."""

    @classmethod
    def setUpClass(cls):
        cls.port = free_port(socket.SOCK_STREAM)
        start_and_play(cls, otlp={
            "url": f"http://127.0.0.1:{cls.port}", "settle_seconds": SETTLE_SECONDS,
            "headers": [{"name": "X-Key", "value": "secret"}],
        })
        # Refused connections first.
        time.sleep(SETTLE_SECONDS + 1)
        cls.lag = cls.metric("calltrace_journal_lag_seconds")
        # Waits grow with each failure: a longer script would take minutes.
        cls.endpoint = Endpoint(cls.port, [(503, {}), (429, {"Retry-After": "12"})])
        cls.addClassCleanup(cls.endpoint.close)
        cls.endpoint.wait(3)
        time.sleep(2)

    @classmethod
    def metric(cls, name, **labels):
        return sum(value for known, held, value in cls.collector.metrics()
                   if known == name and labels.items() <= held.items())

    def test_every_answer_of_the_moment_is_tried_again_and_then_once_is_enough(self):
        statuses = [one["status"] for one in self.endpoint.requests]
        self.assertEqual(statuses, [503, 429, 200])
        bodies = [one["body"] for one in self.endpoint.requests]
        self.assertTrue(all(body == bodies[0] for body in bodies))
        waited = self.endpoint.requests[2]["time"] - self.endpoint.requests[1]["time"]
        self.assertGreaterEqual(waited, 12)

    def test_what_waited_is_counted_and_the_lag_is_gone(self):
        self.assertGreater(self.lag, SETTLE_SECONDS)
        spans = len(self.endpoint.spans())
        self.assertEqual(self.metric("calltrace_otlp_spans_total", outcome="accepted"), spans)
        self.assertEqual(self.metric("calltrace_otlp_spans_total", outcome="refused"), 0)
        self.assertGreaterEqual(self.metric("calltrace_otlp_retries_total"), 3)
        self.assertEqual(self.metric("calltrace_otlp_calls_dropped_total"), 0)
        self.assertEqual(self.metric("calltrace_journal_lag_seconds", follower="otlp"), 0)

    def test_the_request_is_as_the_protocol_wants_it(self):
        request = self.endpoint.requests[-1]
        self.assertEqual(request["path"], "/v1/traces")
        self.assertEqual(request["headers"]["Content-Type"], "application/json")
        self.assertEqual(request["headers"]["X-Key"], "secret")
        self.assertLess(request["bytes"], 1 << 20)
        for span in self.endpoint.spans():
            self.assertRegex(span["traceId"], "^[0-9a-f]{32}$")
            self.assertRegex(span["spanId"], "^[0-9a-f]{16}$")
            self.assertIsInstance(span["startTimeUnixNano"], str)
            self.assertLessEqual(int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"]))
        self.assertNotIn("secret", self.collector.log())

    def test_the_call_is_one_trace_under_the_id_that_it_has_everywhere(self):
        spans = self.endpoint.spans()
        self.assertEqual({one["traceId"] for one in spans}, {self.trace["call"]["id"]})
        self.assertEqual(len(ids(spans)), len(spans))
        legs = {attributes(one).get("sip.call_id"): one for one in spans
                if one["name"].startswith("leg")}
        self.assertEqual(set(legs), {CALLER_LEG, CALLEE_LEG})
        self.assertEqual((legs[CALLER_LEG]["kind"], legs[CALLEE_LEG]["kind"]), (2, 3))
        self.assertEqual(attributes(legs[CALLER_LEG])["freeswitch.channel.uuid"], CALLER_CHANNEL)
        names = collections.Counter(one["name"] for one in spans)
        self.assertEqual((names["call"], names["talk"], names["ringing"]), (1, 2, 2))
        said = [event["name"] for event in legs[CALLER_LEG]["events"]]
        for name in ("INVITE", "200 INVITE", "BYE", "CHANNEL_BRIDGE"):
            self.assertIn(name, said)


class KilledCollector(unittest.TestCase):
    """A collector that is killed while its endpoint is away."""

    def test_the_call_arrives_with_the_same_ids_and_not_again(self):
        port = free_port(socket.SOCK_STREAM)
        start_and_play(type(self), otlp={
            "url": f"http://127.0.0.1:{port}", "settle_seconds": SETTLE_SECONDS})
        time.sleep(SETTLE_SECONDS + 2)
        self.collector.kill()
        self.collector.start()
        endpoint = Endpoint(port)
        self.addCleanup(endpoint.close)
        self.assertTrue(endpoint.wait())
        time.sleep(2)
        first = endpoint.spans()
        self.assertEqual({one["traceId"] for one in first}, {self.trace["call"]["id"]})
        self.assertEqual(len(ids(first)), len(first))

        # What is settled is not sent again after another start.
        self.collector.kill()
        self.collector.start()
        time.sleep(SETTLE_SECONDS + 3)
        self.assertEqual(len(endpoint.spans()), len(first))

        # A CDR that comes late makes the call grow: it is sent again, under the same names.
        self.post_cdr()
        self.assertTrue(endpoint.wait(2))
        again = endpoint.spans()[len(first):]
        self.assertEqual(ids(again), ids(first))
        leg = next(one for one in again
                   if attributes(one).get("freeswitch.channel.uuid") == CALLEE_CHANNEL)
        self.assertIn("CDR", [event["name"] for event in leg["events"]])
        self.assertEqual(self.collector.stop(), 0)

    def post_cdr(self):
        path = pathlib.Path(ROOT) / "Fixtures/basic-bridge/cdr" / f"fs1-{CALLEE_CHANNEL}.cdr.json"
        # The recording is played as if it were now, and so must the CDR be.
        began = datetime.datetime.fromisoformat(self.trace["call"]["start"].replace("Z", "+00:00"))
        shift = int(began.timestamp() * 1e6) - RECORDED_MICROSECONDS
        body = re.sub(rb"1795389\d{9}", lambda stamp: b"%d" % (int(stamp[0]) + shift),
                      path.read_bytes())
        request = urllib.request.Request(
            f"{self.collector.server}/api/v1/cdr?uuid={CALLEE_CHANNEL}", data=body)
        with urllib.request.urlopen(request, timeout=10) as answer:
            self.assertEqual(answer.status, 200)


class KilledInBetween(unittest.TestCase):
    """A collector that is killed when some of many calls have been taken."""

    CALLS = 200

    def test_every_call_arrives_and_what_comes_twice_has_the_same_ids(self):
        endpoint = Endpoint(script=[(200, {}), (200, {}), (503, {"Retry-After": "60"})])
        self.addCleanup(endpoint.close)
        collector = CollectorProcess(
            BINARY, otlp={"url": endpoint.url, "settle_seconds": SETTLE_SECONDS})
        self.addCleanup(collector.__exit__)
        collector.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
            for number in range(self.CALLS):
                for index in range(len(hep_load.MESSAGES)):
                    packet = hep_load.packet(f"call-{number}@x", index, time.time())
                    # A number of its own for each call: of those who share one, guesses are made.
                    packet = packet.replace(b"1001@", b"%04d@" % (2000 + number))
                    agent.sendto(packet, ("127.0.0.1", collector.hep_port))
                time.sleep(0.002)
        self.assertTrue(endpoint.wait(3))
        collector.kill()
        taken = {one["traceId"] for one in endpoint.spans()}
        self.assertTrue(0 < len(taken) < self.CALLS, len(taken))
        collector.start()
        deadline = time.monotonic() + ARRIVE_SECONDS
        while time.monotonic() < deadline:
            calls = {one["traceId"] for one in endpoint.spans() if one["name"] == "call"}
            if len(calls) == self.CALLS:
                break
            time.sleep(0.2)
        self.assertEqual(len(calls), self.CALLS)
        names = collections.defaultdict(set)
        for span in endpoint.spans():
            names[span["traceId"]].add((span["spanId"], span["name"], span.get("parentSpanId")))
        for spans in names.values():
            self.assertEqual(collections.Counter(name for _, name, _ in spans),
                             {"call": 1, "leg inbound": 1, "set-up": 1, "ringing": 1, "talk": 1})
        self.assertEqual(collector.stop(), 0)


class RefusedForGood(unittest.TestCase):
    """An endpoint that judges: what it refuses is not sent again, and holds up nothing."""

    def test_a_refusal_is_counted_and_settles(self):
        endpoint = Endpoint(script=[(400, {})])
        self.addCleanup(endpoint.close)
        start_and_play(type(self), otlp={
            "url": endpoint.url, "settle_seconds": SETTLE_SECONDS})
        self.assertTrue(endpoint.wait())
        time.sleep(SETTLE_SECONDS + 2)
        self.assertEqual([one["status"] for one in endpoint.requests], [400])
        refused = {labels["outcome"]: value for name, labels, value in self.collector.metrics()
                   if name == "calltrace_otlp_spans_total"}
        self.assertEqual(refused, {"accepted": 0, "refused": len(endpoint.spans(400))})
        self.assertEqual(
            [value for name, _, value in self.collector.metrics()
             if name == "calltrace_journal_lag_seconds"], [0])
        self.assertIn("refused for good", self.collector.log())
