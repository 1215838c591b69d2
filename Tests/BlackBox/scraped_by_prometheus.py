"""A real Prometheus scrapes the collector, and reads what was counted."""

import gzip
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

from collector_process import free_port
from recorded_call import PACKETS, start_and_play

SCRAPED_SECONDS = 30
STOP_SECONDS = 15
OPEN_METRICS = "application/openmetrics-text"

CONFIGURATION = """\
global:
  scrape_interval: 1s
  scrape_timeout: 1s
scrape_configs:
  - job_name: calltrace
    static_configs:
      - targets: ["127.0.0.1:{port}"]
"""


class Prometheus:
    """A Prometheus of its own folder and port, which scrapes one target each second."""

    def __init__(self, target_port):
        self.folder = tempfile.mkdtemp(prefix=f"calltrace-{os.getpid()}-prometheus-")
        self.port = free_port(socket.SOCK_STREAM)
        self._process = None
        with open(f"{self.folder}/prometheus.yml", "w", encoding="utf-8") as file:
            file.write(CONFIGURATION.format(port=target_port))

    def start(self):
        """Starts it."""
        with open(f"{self.folder}/log", "wb") as log:
            self._process = subprocess.Popen(
                [
                    "prometheus",
                    f"--config.file={self.folder}/prometheus.yml",
                    f"--storage.tsdb.path={self.folder}/data",
                    f"--web.listen-address=127.0.0.1:{self.port}",
                    "--enable-feature=exemplar-storage",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def stop(self):
        """Ends it and removes what it has written."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, path, **parameters):
        """The `data` of an answer of its API."""
        address = f"http://127.0.0.1:{self.port}/api/v1/{path}?{urllib.parse.urlencode(parameters)}"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)["data"]

    def sum(self, expression):
        """The sum of the samples of an instant query; None when there is none."""
        result = self.ask("query", query=f"sum({expression})")["result"]
        return float(result[0]["value"][1]) if result else None

    def target(self):
        """How the last scrape went: None when there was none."""
        targets = self.ask("targets")["activeTargets"]
        return targets[0] if targets and targets[0]["health"] != "unknown" else None

    def wait_for(self, condition, words):
        """Returns when the condition holds; it may ask before Prometheus answers."""
        deadline = time.monotonic() + SCRAPED_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                break
            try:
                if condition():
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise AssertionError(f"{words} within {SCRAPED_SECONDS} s; Prometheus says:\n{self.log()}")

    def log(self):
        """The last that it wrote."""
        with open(f"{self.folder}/log", encoding="utf-8", errors="replace") as file:
            return "".join(file.readlines()[-20:])


def scrape(collector, **headers):
    """What /metrics answers: headers and bytes."""
    request = urllib.request.Request(f"{collector.server}/metrics")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.headers, answer.read()


class Scraped(unittest.TestCase):
    """What needs no Prometheus: the forms that a scraper can ask for."""

    @classmethod
    def setUpClass(cls):
        start_and_play(cls)

    def test_the_form_follows_the_accept_header(self):
        headers, body = scrape(self.collector)
        self.assertEqual(headers["Content-Type"], "text/plain; version=0.0.4; charset=utf-8")
        self.assertNotIn(b"# EOF", body)
        headers, body = scrape(self.collector, Accept=f"{OPEN_METRICS};version=1.0.0,*/*;q=0.1")
        self.assertEqual(headers["Content-Type"], f"{OPEN_METRICS}; version=1.0.0; charset=utf-8")
        self.assertTrue(body.endswith(b"\n# EOF\n"))
        self.assertIn(b"\n# TYPE calltrace_hep_packets counter\n", body)
        self.assertIn("Accept", headers["Vary"])

    def test_a_gzipped_answer_has_the_same_families_in_fewer_bytes(self):
        plain, text = scrape(self.collector)
        headers, body = scrape(self.collector, Accept_Encoding="gzip")
        self.assertIsNone(plain["Content-Encoding"])
        self.assertEqual(headers["Content-Encoding"], "gzip")
        self.assertLess(len(body), len(text) / 2)
        types = [
            [line for line in one.splitlines() if line.startswith(b"# TYPE")]
            for one in (text, gzip.decompress(body))
        ]
        self.assertEqual(*types)

    def test_nothing_was_over_the_bound_of_series(self):
        self.assertEqual(self.collector.totals()["calltrace_metrics_overflow_total"], 0)


@unittest.skipUnless(
    shutil.which("prometheus") and shutil.which("promtool"),
    "prometheus is not installed (Debian: apt-get install prometheus)",
)
class ScrapedByPrometheus(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start_and_play(cls)
        cls.prometheus = Prometheus(cls.collector.http_port)
        cls.addClassCleanup(cls.prometheus.stop)
        cls.prometheus.start()
        cls.prometheus.wait_for(
            lambda: cls.prometheus.sum("calltrace_hep_packets_total") is not None,
            "no scrape was stored",
        )

    def test_the_target_is_up_and_no_scrape_failed(self):
        self.assertEqual(self.prometheus.sum("up"), 1)
        target = self.prometheus.target()
        self.assertEqual((target["health"], target["lastError"]), ("up", ""))
        self.assertLess(target["lastScrapeDuration"], 1)

    def test_openmetrics_was_agreed_on(self):
        # Only in OpenMetrics is the name of a counter's family without `_total`.
        known = self.prometheus.ask("metadata", metric="calltrace_hep_packets")
        self.assertEqual([one["type"] for one in known["calltrace_hep_packets"]], ["counter"])
        self.assertEqual(self.prometheus.ask("metadata", metric="calltrace_hep_packets_total"), {})

    def test_what_the_collector_counted_is_what_prometheus_has(self):
        self.assertEqual(self.prometheus.sum("calltrace_hep_packets_total"), PACKETS)
        for name, value in self.collector.totals().items():
            # Gauges of time and disk move, and so does what belongs to the scrape itself.
            if name.endswith("_total"):
                self.assertEqual(self.prometheus.sum(name), value, name)

    def test_every_sample_was_stored(self):
        lines = [line for line in scrape(self.collector)[1].splitlines()
                 if not line.startswith(b"#")]
        self.assertEqual(self.prometheus.sum("scrape_samples_scraped"), len(lines))
        self.assertEqual(
            self.prometheus.sum("scrape_samples_post_metric_relabeling"), len(lines)
        )
        self.assertLess(len(lines), 1_000)

    def test_buckets_are_counts_that_a_quantile_can_be_taken_of(self):
        answer = self.prometheus.ask(
            "query", query="sum by (le) (calltrace_call_setup_seconds_bucket)"
        )
        counts = {one["metric"]["le"]: float(one["value"][1]) for one in answer["result"]}
        self.assertIn("1.0", counts)
        self.assertEqual(counts["+Inf"], self.prometheus.sum("calltrace_call_setup_seconds_count"))
        self.assertGreater(counts["+Inf"], 0)

    def test_promtool_finds_nothing_to_mend(self):
        checked = subprocess.run(
            ["promtool", "check", "metrics"],
            input=scrape(self.collector)[1], capture_output=True, timeout=30, check=False,
        )
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, b""))
