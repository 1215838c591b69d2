"""Kamailio between SIPp user agents on loopback, with free ports and no special rights.

    caller 127.0.0.52 ── proxy 127.0.0.51 ──┬─ 127.0.0.53 answers (user 2000)
                             │              └─ 127.0.0.54 is busy (user 2486)
                             ├─ HEP 3, capture id 200 ──▶ the collector
                             └─ its log ─▶ logger ─▶ syslog over UDP and TCP ──▶ the collector

Every hop has SIPp at one end, so SIPp's own message logs say what the proxy must have mirrored.

Kamailio logs by syslog(3), which knows one socket, /dev/log: the machine's own, which a test has no business
to take, and none of its own without special rights. So it writes to its error output, and logger, which
every Debian has, sends that on: as RFC 3164 in datagrams and as RFC 5424 over TCP.
"""

import glob
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass

from collector_process import CollectorFailure, free_port

HERE = pathlib.Path(__file__).resolve().parent.parent / "live"
MODULES = "/usr/lib/*/kamailio/modules"
CALL_SECONDS = 60
START_SECONDS = 15
STOP_SECONDS = 10


@dataclass(frozen=True)
class WireMessage:
    """One SIP message on one hop, as SIPp logged it."""

    call_id: str
    source: str
    destination: str
    text: str


def missing_programs():
    """What a live run needs and this machine has not."""
    missing = [name for name in ("kamailio", "sipp", "logger") if not shutil.which(name, path=_search_path())]
    if "kamailio" not in missing and not glob.glob(f"{MODULES}/siptrace.so"):
        missing.append("kamailio's siptrace module")
    return missing


class LiveLab:
    """The running programs: `with LiveLab(collector) as lab: …` ends what it started."""

    def __init__(self, collector):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calltrace-live-"))
        self.proxy = f"127.0.0.51:{free_port(address='127.0.0.51')}"
        self.caller = f"127.0.0.52:{free_port(address='127.0.0.52')}"
        self.answers = f"127.0.0.53:{free_port(address='127.0.0.53')}"
        self.busy = f"127.0.0.54:{free_port(address='127.0.0.54')}"
        self.collector = f"127.0.0.1:{collector.hep_port}"
        self._syslog_port = collector.syslog_port
        self._syslog_tcp_port = collector.syslog_tcp_port
        self._running = []
        self._relay = None
        self._logs = []  # (SIPp's message log, the address SIPp had)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Starts the callees and the proxy and returns when the proxy answers."""
        self._start_sipp("uas-answers", self.answers)
        self._start_sipp("uas-busy", self.busy)
        configuration = (HERE / "kamailio.cfg").read_text(encoding="utf-8")
        modules = pathlib.Path(sorted(glob.glob(f"{MODULES}/siptrace.so"))[0]).parent
        for word, value in {
            "PROXY": self.proxy,
            "COLLECTOR": self.collector,
            "ANSWERS": self.answers,
            "BUSY": self.busy,
            "MODULES": f"{modules}/",
        }.items():
            configuration = configuration.replace(f"@{word}@", value)
        path = self.folder / "kamailio.cfg"
        path.write_text(configuration, encoding="utf-8")
        # -DD -E: stay in the foreground, in our process group, and say everything on stderr.
        command = [
            shutil.which("kamailio", path=_search_path()),
            *("-f", str(path), "-DD", "-E", "-m", "32", "-M", "8"),
            *("-Y", str(self.folder), "-w", str(self.folder)),
        ]
        proxy = self._start("kamailio", command, log=subprocess.PIPE)
        loggers = [
            self._start_logger("udp", self._syslog_port, "--rfc3164"),
            self._start_logger("tcp", self._syslog_tcp_port, "--octet-count", "--rfc5424"),
        ]
        self._relay = threading.Thread(
            target=relay, args=(proxy.stdout, self.folder / "kamailio.log", loggers), daemon=True
        )
        self._relay.start()
        self._wait_for_proxy(proxy)

    def call(self, scenario, user, count):
        """Makes `count` calls to a user, one after the other is begun. Returns when all ended."""
        name = f"{scenario}-{user}"
        process = self._start_sipp(
            scenario, self.caller, "-s", user, "-m", str(count), "-r", "5", self.proxy, name=name
        )
        try:
            code = process.wait(timeout=CALL_SECONDS)
        except subprocess.TimeoutExpired:
            raise self._failure(f"the calls to {user} did not end in {CALL_SECONDS} s", name)
        if code != 0:
            raise self._failure(f"SIPp's calls to {user} failed (exit {code})", name)

    def stop(self):
        """Ends what was started here, and nothing else; the logs stay until the lab is left."""
        for process in reversed(self._running):
            # A logger ends by itself, with all sent, when there is nothing more to read.
            if process.poll() is None and not process.stdin:
                process.terminate()
        if self._relay:
            self._relay.join(timeout=STOP_SECONDS)
        for process in self._running:
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._running.clear()

    def messages(self):
        """Every SIP message of every hop, from SIPp's logs."""
        found = []
        for path, address in self._logs:
            if path.exists():
                text = path.read_bytes().decode("utf-8", "replace")
                found += read_message_log(text, address, self.proxy)
        return found

    def _wait_for_proxy(self, process):
        # A datagram that is not SIP: silence on a bound port, an ICMP error on a closed one.
        host, port = self.proxy.split(":")
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise self._failure(f"Kamailio ended with {process.returncode}", "kamailio")
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
                probe.settimeout(0.3)
                probe.connect((host, int(port)))
                try:
                    probe.send(b"\r\n\r\n")
                    probe.recv(64)
                except TimeoutError:
                    return
                except ConnectionRefusedError:
                    time.sleep(0.1)
        raise self._failure(f"Kamailio did not start in {START_SECONDS} s", "kamailio")

    def _start_sipp(self, scenario, address, *arguments, name=None):
        host, port = address.split(":")
        log = self.folder / f"{name or scenario}.messages"
        self._logs.append((log, address))
        command = [
            shutil.which("sipp", path=_search_path()),
            *("-sf", str(HERE / f"{scenario}.xml"), "-i", host, "-mi", host, "-p", port),
            *("-nostdin", "-trace_msg", "-message_file", str(log), *arguments),
        ]
        return self._start(name or scenario, command)

    def _start_logger(self, transport, port, *form):
        command = [
            shutil.which("logger", path=_search_path()),
            *("--server", "127.0.0.1", f"--{transport}", "--port", str(port)),
            *("--tag", f"kamailio-{transport}", "--priority", "daemon.notice", *form),
        ]
        return self._start(f"logger-{transport}", command, stdin=subprocess.PIPE)

    def _start(self, name, command, stdin=subprocess.DEVNULL, log=None):
        with open(self.folder / f"{name}.log", "wb") as file:
            process = subprocess.Popen(
                command, cwd=self.folder, stdin=stdin, stdout=log or file,
                stderr=subprocess.STDOUT,
            )
        self._running.append(process)
        return process

    def _failure(self, text, name):
        path = self.folder / f"{name}.log"
        lines = path.read_text(errors="replace").splitlines()[-20:]
        return CollectorFailure("\n  | ".join([text, *lines]))


def relay(source, path, loggers):
    """Writes each line of a program into its log and to those who send it on."""
    with open(path, "wb", buffering=0) as log:
        for line in source:
            log.write(line)
            for logger in loggers:
                try:
                    logger.stdin.write(line)
                    logger.stdin.flush()
                except (BrokenPipeError, OSError):
                    continue
    for logger in loggers:
        try:
            logger.stdin.close()
        except (BrokenPipeError, OSError):
            continue


def read_message_log(text, address, peer):
    """The messages of one SIPp message log; `address` is SIPp's own, `peer` the other end."""
    # A line of dashes and the time, "UDP message sent (410 bytes):" or
    # "UDP message received [595] bytes :", an empty line, the message.
    entry = re.compile(
        r"^-{20,} [^\n]*\nUDP message (sent|received) [(\[](\d+)[\])]? bytes[)]? ?:\n\n", re.M
    )
    messages = []
    for found in entry.finditer(text):
        length = int(found.group(2))
        message = text[found.end() : found.end() + length]
        call_id = re.search(r"^Call-ID:[ \t]*(\S+)", message, re.M | re.I)
        if not call_id:
            continue
        ends = (address, peer) if found.group(1) == "sent" else (peer, address)
        messages.append(WireMessage(call_id.group(1), *ends, message))
    return messages


def _search_path():
    # Debian keeps servers in /usr/sbin, which an ordinary user's PATH leaves out.
    return "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
