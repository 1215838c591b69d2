"""Every query of every dashboard, every rule and every alert, before a real Prometheus that scrapes a collector."""

import http.server
import gzip
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import threading
import time
import unittest
import urllib.request

import metric_names
from collector_process import CollectorProcess, free_port
from made_up_calls import MadeUpCalls
from prometheus_process import RULES, PrometheusProcess
from recording import read_recording
from recording_player import HEPSender, play
from switch_server import SwitchServer

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = os.environ["BINARY_UNDER_TEST"]
FIXTURES = ("basic-bridge", "queue", "conference", "recovery")
# More that may stand beside the repository: played too, and nothing depends on it.
MORE_RECORDINGS = ROOT.parent / "shared" / "captures"
RECORDINGS = ("c2-failover-503", "e1-blind-transfer", "f-callcenter", "g1-conference", "i-recover", "k-registrations",
              "p-rtpengine")
SWITCHES = ("fs1", "fs2", "fsA", "fsB")
SPEED = 10
ROUNDS = 2
ARRIVE_SECONDS = 60
# What came is counted within a second, and scraped in the next.
SCRAPED_SECONDS = 3
PROGRAMS = ("prometheus", "promtool")

# Queries that cannot have an answer here, by what is in them, with the reason.
UNANSWERED = {
    "_usual:": "what was usual an hour or a day ago; shown by promtool test rules",
}


class Sink(http.server.ThreadingHTTPServer):
    """Takes everything that is posted: a Loki and an OTLP endpoint. Keeps the lines."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.entries = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        is_loki = self.path == "/loki/api/v1/push"
        if is_loki:
            for stream in json.loads(body)["streams"]:
                # A line of which nothing is known has no metadata.
                self.server.entries += [
                    (stream["stream"], value[2] if len(value) > 2 else {}) for value in stream["values"]]
        answer = b"" if is_loki else b"{}"
        self.send_response(204 if is_loki else 200)
        if not is_loki:
            self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def promtool(*arguments, **settings):
    """promtool's answer."""
    return subprocess.run(["promtool", *arguments], capture_output=True, text=True, cwd=RULES, check=False, **settings)


class Files(unittest.TestCase):
    def test_each_name_of_a_metric_a_series_a_label_is_known(self):
        self.assertEqual([*metric_names.unknown_metrics(), *metric_names.untested_rules(), *metric_names.wrong_logql()], [])

    def test_panels_have_their_own_place_and_number(self):
        uids = []
        for path in sorted(metric_names.DASHBOARDS.glob("*.json")):
            board = json.loads(path.read_text(encoding="utf-8"))
            uids.append(board["uid"])
            variables = {variable["name"] for variable in board["templating"]["list"]}
            self.assertLessEqual(set(re.findall(r"\$\{?([a-z]+)", json.dumps(board["panels"]))), variables, path.name)
            places = [panel["gridPos"] for panel in board["panels"]]
            cells = [(x, y) for place in places for x in range(place["x"], place["x"] + place["w"])
                     for y in range(place["y"], place["y"] + place["h"])]
            self.assertEqual(len(cells), len(set(cells)), f"{path.name}: panels overlap")
            self.assertLess(max(x for x, _ in cells), 24, path.name)
            self.assertEqual(len({panel["id"] for panel in board["panels"]}), len(places), path.name)
        self.assertEqual(len(uids), len(set(uids)))


@unittest.skipUnless(all(map(shutil.which, PROGRAMS)), "prometheus is not installed: scripts/install-packages live")
class RulesAndAlerts(unittest.TestCase):
    def test_the_files_are_what_prometheus_reads(self):
        for kind, *names in (("rules", "rules.yml", "alerts.yml"), ("config", "prometheus.yml")):
            answer = promtool("check", kind, *names)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

    def test_each_ratio_and_alert_does_what_its_tests_say(self):
        for name in ("tests.yml", "day-tests.yml"):
            answer = promtool("test", "rules", name)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)


@unittest.skipUnless(all(map(shutil.which, PROGRAMS)), "prometheus is not installed: scripts/install-packages live")
class Dashboards(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = Sink()
        cls.addClassCleanup(cls.sink.server_close)
        cls.addClassCleanup(cls.sink.shutdown)
        ports = {name: free_port(socket.SOCK_STREAM) for name in SWITCHES}
        cls.collector = CollectorProcess(
            BINARY, switches=ports, agents={101: "fs1", 102: "fs2", 103: "fsA", 104: "fsB", 200: "kamailio"},
            loki={"url": cls.sink.url, "encoding": "json"}, otlp={"url": cls.sink.url, "settle_seconds": 1}, logs={},
            sections={
                "trunks": [
                    {"name": "carrier-a", "addresses": ["203.0.113.0/24"]},
                    {"name": "carrier-b", "addresses": ["198.51.100.0/24", "2001:db8::/32"]},
                ],
                "tenants": [{"name": "acme", "domains": ["acme.test"]}, {"name": "globex", "domains": ["globex.test"]}],
            },
        )
        cls.addClassCleanup(cls.collector.__exit__)
        servers = {name: SwitchServer(port) for name, port in ports.items()}
        for server in servers.values():
            cls.addClassCleanup(server.close)
        target = f"127.0.0.1:{cls.collector.http_port}"
        cls.prometheus = PrometheusProcess([{"job_name": "calltrace", "static_configs": [{"targets": [target]}]}])
        cls.addClassCleanup(cls.prometheus.__exit__)
        cls.collector.start()
        cls.prometheus.start()
        cls.since = time.time()
        for name, server in servers.items():
            if not server.asked.wait(30):
                raise cls.collector.failure(f"the collector did not connect to {name}")
        cls.prometheus.wait_for("up == 1")
        folders = [ROOT / "Fixtures" / name for name in FIXTURES]
        if MORE_RECORDINGS.is_dir():
            folders += [MORE_RECORDINGS / name for name in RECORDINGS]
        cls.play(servers, [read_recording(folder) for folder in folders])
        cls.settle()

    @classmethod
    def play(cls, servers, recordings):
        """Everything in each round, so that each counter moves after it was scraped."""
        calls = MadeUpCalls(cls.collector.hep_port)
        sender = HEPSender(("127.0.0.1", cls.collector.hep_port))
        for _ in range(ROUNDS):
            calls.round("203.0.113.7", "192.0.2.10", "acme.test")
            calls.round("192.0.2.10", "198.51.100.9", "globex.test")
            calls.round("192.0.2.11", "192.0.2.12", "made-up.test")
            calls.registrations("192.0.2.20", "192.0.2.10", "acme.test")
            for status in (202, 603):
                calls.transfer("203.0.113.7", "192.0.2.10", "acme.test", status)
            calls.published_quality("192.0.2.20", "192.0.2.10", "acme.test")
            calls.faults("192.0.2.20", "192.0.2.10")
            # Hops of a call are told apart by a hash of few bits: of three calls at least one is seen to fail over.
            for number in range(20, 26, 2):
                calls.failover("192.0.2.11", "192.0.2.10", f"192.0.2.{number}", f"192.0.2.{number + 1}", "acme.test")
            for recording in recordings:
                play(recording, sender, servers, SPEED)
            time.sleep(SCRAPED_SECONDS)
        calls.close()

    @classmethod
    def settle(cls):
        """Until the calls that are over have a line in Loki, and what was played last is scraped twice."""
        deadline = time.monotonic() + ARRIVE_SECONDS
        while time.monotonic() < deadline:
            if any(labels["kind"] == "call" for labels, _ in list(cls.sink.entries)):
                break
            time.sleep(0.2)
        time.sleep(SCRAPED_SECONDS)

    def is_excused(self, expression):
        """Whether an expression may be without an answer here."""
        return any(part in expression for part in UNANSWERED)

    def test_every_query_returns_data(self):
        count = 0
        for board, title, expression, is_instant in metric_names.queries("prometheus"):
            expression = re.sub(r"\$\w+|\$\{\w+\}", ".*", expression)
            count += 1
            with self.subTest(board=board, panel=title, query=expression):
                values = self.prometheus.values(expression, None if is_instant else self.since)
                if not self.is_excused(expression):
                    self.assertTrue(values, "no data")
        self.assertGreater(count, 100)

    def test_variables_have_values(self):
        for path in sorted(metric_names.DASHBOARDS.glob("*.json")):
            for variable in json.loads(path.read_text(encoding="utf-8"))["templating"]["list"]:
                if variable["type"] == "query":
                    metric, label = re.fullmatch(r"label_values\((\w+), (\w+)\)", variable["definition"]).groups()
                    with self.subTest(board=path.stem, variable=variable["name"]):
                        self.assertTrue(self.prometheus.get(f"label/{label}/values", **{"match[]": metric}))

    def test_a_panel_s_points_lead_to_calls(self):
        """The trace ids of exemplars are those of calls that the collector knows."""
        found = self.prometheus.get("query_exemplars", query="calltrace_call_setup_seconds_bucket", start=self.since,
                                    end=time.time())
        ids = {one["labels"]["trace_id"] for series in found for one in series["exemplars"]}
        self.assertTrue(ids)
        self.assertIsNotNone(self.collector.trace(min(ids)))

    def test_rules_and_alerts_are_evaluated_without_error_and_have_data(self):
        rules = [rule for group in self.prometheus.get("rules")["groups"] for rule in group["rules"]]
        self.assertEqual([rule["lastError"] for rule in rules if rule.get("lastError")], [])
        self.assertEqual({rule["name"] for rule in rules if rule["type"] == "recording"}, set(metric_names.recorded()))
        for name in metric_names.recorded():
            with self.subTest(rule=name):
                if not self.is_excused(name):
                    self.assertTrue(self.prometheus.values(name, self.since), "no data")

    def test_ratios_are_those_of_what_was_sent(self):
        """Carrier a: 22 attempts a round and two transfers, of which 6 and 2 were answered."""
        labels = 'trunk="carrier-a",tenant="acme",direction="in"'
        carried = 'outcome=~"answered|busy|no_answer|abandoned|rejected"'
        for name, chosen, share in (("asr", 'outcome="answered"', 8 / 24), ("ner", carried, 17 / 24)):
            counted = (f"sum(calltrace_call_route_attempts_total{{{labels},{chosen}}})"
                       f" / sum(calltrace_call_route_attempts_total{{{labels}}})")
            self.assertAlmostEqual(self.prometheus.values(counted)[0], share)
            # What was counted before a series was scraped for the first time is in no rate.
            rule = f"trunk_tenant_direction:calltrace_{name}:ratio_rate5m{{{labels}}}"
            self.assertAlmostEqual(self.prometheus.values(rule)[0], share, delta=0.15)

    def test_nothing_is_wrong_and_so_no_alert_fires_but_those_of_the_recordings(self):
        alerts = {one["labels"]["alertname"] for one in self.prometheus.get("alerts")["alerts"]
                  if one["state"] == "firing"}
        self.assertLessEqual(alerts, {"CalltraceCallsRecovered", "CalltraceFailovers", "CalltraceDiskLow"})

    def test_the_exposition_is_what_promtool_wants(self):
        with urllib.request.urlopen(f"{self.collector.server}/metrics", timeout=10) as answer:
            said = promtool("check", "metrics", input=answer.read().decode())
        self.assertEqual((said.returncode, said.stdout + said.stderr), (0, ""))

    def test_the_documentation_lists_what_there_is_and_nothing_else(self):
        with urllib.request.urlopen(f"{self.collector.server}/metrics", timeout=10) as answer:
            exposed = dict(re.findall(r"^# TYPE (\w+) (\w+)$", answer.read().decode(), re.M))
        self.assertEqual({name: kind for name, (kind, _) in metric_names.documented().items()}, exposed)

    def test_what_is_asked_of_loki_is_what_was_pushed(self):
        """There is no Loki here: the labels and metadata that the queries name are looked up in the pushes."""
        self.assertEqual(list(metric_names.wrong_logql()), [])
        labels = {name for stream, _ in self.sink.entries for name in stream}
        self.assertEqual(labels, {"job", "kind", "node"})
        for board, title, expression, _ in metric_names.queries("loki"):
            selector, _, rest = expression.partition("}")
            kind = re.search(r'kind="(\w+)"', selector)
            pushed = {name for stream, metadata in self.sink.entries for name in metadata
                      if not kind or stream["kind"] == kind.group(1)}
            self.assertLessEqual(set(metric_names.MATCH.findall(rest)), pushed, f"{board}: {title}")


@unittest.skipUnless(all(map(shutil.which, PROGRAMS)), "prometheus is not installed: scripts/install-packages live")
class ScrapedWithAToken(unittest.TestCase):
    def test_a_token_is_sent_as_prometheus_sends_one(self):
        with CollectorProcess(BINARY, tokens=["s3cret"]) as collector:
            job = {"static_configs": [{"targets": [f"127.0.0.1:{collector.http_port}"]}]}
            jobs = [
                {"job_name": "bearer", "authorization": {"credentials": "s3cret"}, **job},
                {"job_name": "basic", "basic_auth": {"username": "any", "password": "s3cret"}, **job},
                {"job_name": "none", **job},
            ]
            collector.start()
            with PrometheusProcess(jobs, rules=False) as prometheus:
                prometheus.start()
                prometheus.wait_for(f"count(up) == {len(jobs)}")
                up = {name: prometheus.values(f'up{{job="{name}"}}') for name in ("bearer", "basic", "none")}
            self.assertEqual(up, {"bearer": [1], "basic": [1], "none": [0]})
