"""Runs a real Prometheus on a scratch folder, asks it questions, stops it."""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from collector_process import CollectorFailure, free_port

RULES = pathlib.Path(__file__).resolve().parent.parent.parent / "config" / "prometheus"
START_SECONDS = 30
ASK_SECONDS = 30


class PrometheusProcess:
    """One Prometheus that scrapes each second: `with PrometheusProcess(jobs) as prometheus: …`.

    `jobs` are scrape configurations. With `rules` those of config/prometheus are loaded and evaluated each second,
    so that a test need not wait for a minute to see them.
    """

    def __init__(self, jobs, rules=True):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calltrace-prometheus-"))
        self.server = f"http://127.0.0.1:{free_port(socket.SOCK_STREAM)}"
        self._log_path = self.folder / "prometheus.log"
        names = ["rules.yml", "alerts.yml"] if rules else []
        for name in names:
            text = (RULES / name).read_text(encoding="utf-8")
            (self.folder / name).write_text(re.sub(r"interval: \w+", "interval: 1s", text), encoding="utf-8")
        configuration = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": names,
            "scrape_configs": jobs,
        }
        # JSON is YAML.
        (self.folder / "prometheus.yml").write_text(json.dumps(configuration), encoding="utf-8")
        self._process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts it and returns when it is ready."""
        with open(self._log_path, "wb") as log:
            self._process = subprocess.Popen(
                [
                    "prometheus", f"--config.file={self.folder}/prometheus.yml",
                    f"--storage.tsdb.path={self.folder}/data", "--enable-feature=exemplar-storage",
                    f"--web.listen-address={self.server.removeprefix('http://')}",
                ],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.server}/-/ready", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        lines = self._log_path.read_text(errors="replace").splitlines()[-10:]
        raise CollectorFailure("\n  | ".join(["Prometheus did not start", *lines]))

    def get(self, path, **parameters):
        """The `data` of an answer of the HTTP API."""
        query = urllib.parse.urlencode(parameters, doseq=True)
        try:
            with urllib.request.urlopen(f"{self.server}/api/v1/{path}?{query}", timeout=ASK_SECONDS) as answer:
                return json.load(answer)["data"]
        except urllib.error.HTTPError as error:
            raise CollectorFailure(f"{path} {parameters}: {error.read().decode()}") from None

    def values(self, expression, since=None):
        """The finite values of an expression: of this moment, or of each second since a time."""
        if since is None:
            found = self.get("query", query=expression)
            rows = found["result"] if found["resultType"] == "vector" else [{"value": found["result"]}]
            values = [row["value"][1] for row in rows]
        else:
            found = self.get("query_range", query=expression, start=since, end=time.time(), step=1)
            values = [value for row in found["result"] for _, value in row["values"]]
        return [float(one) for one in values if one not in ("NaN", "+Inf", "-Inf")]

    def wait_for(self, expression):
        """Returns when an expression has a value: targets are not scraped in the first seconds."""
        deadline = time.monotonic() + START_SECONDS
        while not self.values(expression):
            if time.monotonic() > deadline:
                raise CollectorFailure(f"Prometheus never had {expression}")
            time.sleep(0.2)
