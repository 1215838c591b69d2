"""Runs a built collector on a scratch folder with free ports, asks it questions, stops it."""

import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

START_SECONDS = 30
STOP_SECONDS = 15
ASK_SECONDS = 30


class CollectorFailure(Exception):
    """One line saying what went wrong; what the collector wrote is added to it."""


def free_port(kind=socket.SOCK_DGRAM, address="127.0.0.1"):
    """A port nobody listens on at this moment."""
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind((address, 0))
        return probe.getsockname()[1]


def clean_environment():
    """The environment without the settings that would override the configuration file."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CALLTRACE_")}


class CollectorProcess:
    """One collector: `with CollectorProcess(binary) as collector: …` cleans up after itself.

    `switches` are event socket ports by name, `agents` names by capture id; `loki`, `otlp`, `tokens`
    and `retention` are the settings of those names, `auth_keys` the keys of HEP. HEP is taken over UDP and TCP, at a
    port of its own each, and so is syslog when `logs` has settings, if but {}. `sections` are further ones of the file,
    by name.
    """

    def __init__(
        self, binary, switches=None, agents=None, loki=None, tokens=None, retention=None,
        otlp=None, logs=None, auth_keys=None, sections=None,
    ):
        self.binary = str(pathlib.Path(binary).resolve())
        if not os.access(self.binary, os.X_OK):
            raise CollectorFailure(f"{binary} is not there: build it first (make build)")
        # Named by process, so that what is left behind by a crash can be told apart.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"calltrace-{os.getpid()}-"))
        self.hep_port = free_port()
        self.hep_tcp_port = free_port(socket.SOCK_STREAM)
        self.http_port = free_port(socket.SOCK_STREAM)
        self.syslog_port = free_port()
        self.syslog_tcp_port = free_port(socket.SOCK_STREAM)
        self.server = f"http://127.0.0.1:{self.http_port}"
        self.configuration = self.folder / "calltrace.yaml"
        self._log_path = self.folder / "serve.log"
        self._process = None
        text = self._yaml(switches or {}, agents or {}, loki or {}, tokens or [], retention or {})
        if auth_keys:
            text = text.replace("hep:\n", f"hep:\n  auth_keys: {json.dumps(auth_keys)}\n", 1)
        text += f"otlp: {json.dumps(otlp or {})}\n"
        if logs is not None:
            listeners = {
                "syslog_udp": f"127.0.0.1:{self.syslog_port}",
                "syslog_tcp": f"127.0.0.1:{self.syslog_tcp_port}",
            }
            text += f"logs: {json.dumps(listeners | logs)}\n"
        text += "".join(f"{name}: {json.dumps(values)}\n" for name, values in (sections or {}).items())
        self.configuration.write_text(text, encoding="utf-8")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts it and returns when it is ready."""
        with open(self._log_path, "ab") as log:
            self._process = subprocess.Popen(
                [self.binary, "serve", "--config", str(self.configuration)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=clean_environment(),
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise self.failure(f"the collector ended with {self._process.returncode}")
            if self._ready():
                return
            time.sleep(0.05)
        raise self.failure(f"the collector was not ready within {START_SECONDS} s")

    def stop(self):
        """Asks it to end (SIGTERM) and returns its exit code."""
        self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            raise self.failure(f"the collector did not stop within {STOP_SECONDS} s") from None

    def hang_up(self):
        """Has it read its configuration again (SIGHUP)."""
        self._process.send_signal(signal.SIGHUP)

    def kill(self):
        """Ends it without a chance to tidy up (SIGKILL)."""
        self._process.kill()
        self._process.wait()

    def ask(self, *arguments, capture=True):
        """Runs the command line tool against it; returns what subprocess.run does."""
        return subprocess.run(
            [self.binary, *arguments, "--server", self.server],
            stdin=subprocess.DEVNULL,
            capture_output=capture,
            text=True,
            timeout=ASK_SECONDS,
            env=clean_environment(),
            check=False,
        )

    def trace(self, identity):
        """The trace of an identity as JSON, or None when it is not known."""
        answer = self.ask(identity, "--format", "json")
        if answer.returncode == 1:
            return None
        if answer.returncode != 0:
            raise self.failure(f"calltrace {identity} ended with {answer.returncode}: "
                               f"{answer.stderr.strip()}")
        return json.loads(answer.stdout)

    def metrics(self):
        """The samples at /metrics: a list of (name, labels, value)."""
        with urllib.request.urlopen(f"{self.server}/metrics", timeout=ASK_SECONDS) as answer:
            text = answer.read().decode()
        return [_sample(line) for line in text.splitlines() if line and not line.startswith("#")]

    def totals(self):
        """The sums of the samples at /metrics by name."""
        sums = {}
        for name, _, value in self.metrics():
            sums[name] = sums.get(name, 0) + value
        return sums

    def failure(self, text):
        """An error with the last lines the collector wrote."""
        lines = self.log().splitlines()[-20:]
        return CollectorFailure("\n  | ".join([text, *lines]))

    def log(self):
        """Everything the collector wrote so far."""
        return self._log_path.read_text(errors="replace") if self._log_path.exists() else ""

    def _ready(self):
        try:
            with urllib.request.urlopen(f"{self.server}/readyz", timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _yaml(self, switches, agents, loki, tokens, retention):
        lines = [
            f"data_dir: {self.folder / 'data'}",
            "hep:",
            f"  udp: 127.0.0.1:{self.hep_port}",
            f"  tcp: 127.0.0.1:{self.hep_tcp_port}",
            "http:",
            f"  address: 127.0.0.1:{self.http_port}",
            f"  tokens: {json.dumps(tokens)}",
            f"loki: {json.dumps(loki)}",
            f"retention: {json.dumps(retention)}",
            "switches:" if switches else "switches: []",
        ]
        for name, port in switches.items():
            lines += [
                f"  - name: {name}",
                f"    address: 127.0.0.1:{port}",
                "    password: ClueCon",
                "    log_level: info",
            ]
        lines.append("agents:" if agents else "agents: []")
        lines += [f"  - {{id: {number}, name: {name}}}" for number, name in agents.items()]
        return "\n".join(lines) + "\n"


def _sample(line):
    """`name{a="b"} 1` as (name, labels, value); label values of ours hold no quote or comma."""
    series, _, value = line.rpartition(" ")
    name, _, inner = series.partition("{")
    pairs = (pair.partition("=") for pair in inner.rstrip("}").split(",") if pair)
    return name, {label: text.strip('"') for label, _, text in pairs}, float(value)
