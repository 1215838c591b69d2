"""A call is exported in every form, opens in tshark, and imports back to the same call."""

import html.parser
import json
import os
import pty
import re
import shutil
import signal
import socket
import struct
import subprocess
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

from collector_process import CollectorProcess, clean_environment
from recorded_call import BINARY, CALLEE_LEG, CALLER_LEG, MESSAGES, PACKETS, ROOT, start_and_play

FORMATS = ("json", "pcapng", "html", "svg", "mermaid", "text", "otlp")
PERSONAL = ("1010", "acme.test", "127.0.0.", CALLER_LEG, CALLEE_LEG)
READABLE_SECONDS = 10


def messages(trace):
    """What must be the same after an import: time, ends, method, status."""
    return sorted(
        (one["time"], one["source"], one["destination"], one["method"], one["status"], one["text"])
        for one in trace["messages"] if one["kind"] == "sip")


def export(collector, *arguments):
    """The bytes of an export, and its exit code."""
    done = subprocess.run(
        [BINARY, "export", *arguments, "--server", collector.server], capture_output=True,
        stdin=subprocess.DEVNULL, timeout=60, env=clean_environment(), check=False)
    return done.stdout, done.returncode


def import_file(collector, *arguments):
    """What subprocess.run says of an import."""
    return collector.ask("import", *map(str, arguments))


def until_known(collector, identity, count):
    """The trace, once it has so many SIP messages."""
    deadline = time.monotonic() + READABLE_SECONDS
    while True:
        trace = collector.trace(identity)
        if trace and sum(one["kind"] == "sip" for one in trace["messages"]) >= count:
            return trace
        if time.monotonic() > deadline:
            raise collector.failure(f"no whole trace of {identity}: {json.dumps(trace)[:500]}")
        time.sleep(0.1)


def hep(payload, time_us, protocol=17, family=socket.AF_INET, port=5060):
    """A HEP 3 packet between two hosts of documentation."""
    addresses = ("192.0.2.1", "192.0.2.2")
    kinds = (3, 4)
    if family == socket.AF_INET6:
        addresses, kinds = ("2001:db8::1", "2001:db8::2"), (5, 6)
    chunks = [
        (1, struct.pack(">B", family)), (2, struct.pack(">B", protocol)),
        *((kind, socket.inet_pton(family, text)) for kind, text in zip(kinds, addresses)),
        (7, struct.pack(">H", port)), (8, struct.pack(">H", port)),
        (9, struct.pack(">I", time_us // 1_000_000)), (10, struct.pack(">I", time_us % 1_000_000)),
        (11, b"\x01"), (12, struct.pack(">I", 42)), (15, payload),
    ]
    body = b"".join(struct.pack(">HHH", 0, kind, len(data) + 6) + data for kind, data in chunks)
    return b"HEP3" + struct.pack(">H", len(body) + 6) + body


def message(method, call_id, body=b""):
    """A SIP request."""
    head = (
        f"{method} sip:bob@example.test SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\n"
        f"From: <sip:alice@example.test>;tag=a\r\nTo: <sip:bob@example.test>\r\n"
        f"Call-ID: {call_id}\r\nCSeq: 1 {method}\r\nContent-Type: text/plain\r\n"
        f"Content-Length: {len(body)}\r\n\r\n")
    return head.encode() + body


def post(collector, packets):
    """Posts HEP packets; the answer as (status, JSON)."""
    request = urllib.request.Request(f"{collector.server}/api/v1/import", data=packets)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def tshark(path, *fields, options=()):
    """The fields of each packet of a capture."""
    command = ["tshark", "-r", str(path), "-T", "fields", *options]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise AssertionError(f"tshark ended with {done.returncode}: {done.stderr}")
    return [line.split("\t") for line in done.stdout.splitlines()]


class ExportedCall(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start_and_play(cls)

    def path(self, name):
        return self.collector.folder / name

    def test_every_form_is_written_and_the_file_holds_what_standard_output_gives(self):
        for form in FORMATS:
            data, code = export(self.collector, CALLER_LEG, "--format", form)
            self.assertEqual(code, 0, form)
            self.assertGreater(len(data), 500, form)
            file = self.path(f"call.{form}")
            _, code = export(self.collector, CALLER_LEG, "--format", form, "-o", str(file))
            self.assertEqual(code, 0, form)
            self.assertEqual(file.read_bytes(), data, form)

    def test_json_and_text_are_those_of_the_call(self):
        data, _ = export(self.collector, CALLER_LEG, "--format", "json")
        self.assertEqual(json.loads(data), self.trace)
        data, _ = export(self.collector, CALLER_LEG, "--format", "text")
        self.assertIn("1010 called 1001", data.decode())

    def test_the_page_is_whole_and_neither_loads_nor_runs_anything(self):
        data, _ = export(self.collector, CALLER_LEG, "--format", "html")
        found = {"tags": set(), "attributes": []}

        class Reader(html.parser.HTMLParser):
            def handle_starttag(self, tag, attrs):
                found["tags"].add(tag)
                found["attributes"] += attrs

        Reader().feed(data.decode())
        self.assertFalse(found["tags"] & {"script", "img", "iframe", "object", "link", "base", "form"})
        for name, value in found["attributes"]:
            self.assertFalse(name.startswith("on"), name)
            if name in ("href", "src"):
                self.assertTrue(value.startswith("#"), value)
        self.assertIn("Content-Security-Policy", data.decode())
        self.assertIn(f"Call-ID: {CALLER_LEG}", data.decode())

    def test_the_drawing_is_xml_and_the_spans_are_json(self):
        data, _ = export(self.collector, CALLER_LEG, "--format", "svg")
        root = xml.etree.ElementTree.fromstring(data)
        self.assertEqual(root.tag, "{http://www.w3.org/2000/svg}svg")
        arrows = [one for one in root.iter() if "arrow" in one.get("class", "")]
        self.assertEqual(len(arrows), MESSAGES)
        data, _ = export(self.collector, CALLER_LEG, "--format", "otlp")
        for line in data.decode().splitlines():
            spans = json.loads(line)["resourceSpans"][0]["scopeSpans"][0]["spans"]
            self.assertEqual({one["traceId"] for one in spans}, {self.trace["call"]["id"]})

    def test_answers_of_http_have_their_type_and_policy(self):
        path = f"/api/v1/trace/{urllib.parse.quote(CALLER_LEG, safe='')}?format="
        with urllib.request.urlopen(self.collector.server + path + "html", timeout=10) as answer:
            self.assertIn("default-src 'none'", answer.headers["Content-Security-Policy"])
            self.assertEqual(answer.headers["Content-Type"], "text/html; charset=utf-8")
        with urllib.request.urlopen(self.collector.server + path + "pcapng", timeout=10) as answer:
            self.assertIn("attachment", answer.headers["Content-Disposition"])
        with self.assertRaises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(self.collector.server + path + "gif", timeout=10)
        self.assertEqual(caught.exception.code, 400)

    @unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
    def test_tshark_reads_the_same_messages(self):
        file = self.path("tshark.pcapng")
        export(self.collector, CALLER_LEG, "--format", "pcapng", "-o", str(file))
        rows = tshark(
            file, "frame.time_epoch", "ip.src", "udp.srcport", "ip.dst", "udp.dstport",
            "sip.Method", "sip.Status-Code", "sip.Call-ID", "frame.comment", "udp.checksum.status",
            options=("-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"))
        known = [one for one in self.trace["messages"] if one["kind"] == "sip"]
        self.assertEqual(len(rows), len(known))
        for row, one in zip(rows, known):
            when, source, source_port, destination, destination_port = row[:5]
            method, status, call_id, comment, checksum = row[5:10]
            self.assertEqual(f"{source}:{source_port}", one["source"])
            self.assertEqual(f"{destination}:{destination_port}", one["destination"])
            self.assertEqual(status or None, str(one["status"]) if one["status"] else None)
            if not one["status"]:
                self.assertEqual(method, one["method"])
            self.assertEqual(call_id, one["call_id"])
            self.assertIn(f"call={self.trace['call']['id']}", comment)
            self.assertIn(f"node={one['seen_by'][0]['node']}", comment)
            self.assertIn(checksum, ("1", "Good"))
            self.assertEqual(round(float(when) * 1e6) % 1_000_000, int(one["time"][20:26]))

    def test_what_was_exported_imports_back_to_the_same_messages(self):
        file = self.path("back.pcapng")
        export(self.collector, CALLER_LEG, "--format", "pcapng", "-o", str(file))
        with CollectorProcess(BINARY) as empty:
            empty.start()
            done = import_file(empty, file)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(f"{MESSAGES} SIP messages", done.stdout)
            known = messages(self.trace)
            back = []
            for leg in (CALLER_LEG, CALLEE_LEG):
                count = sum(f"Call-ID: {leg}\r\n" in one[5] for one in known)
                trace = until_known(empty, leg, count)
                back += messages(trace)
                nodes = {one["time"]: one["seen_by"][0]["node"] for one in self.trace["messages"]
                         if one["kind"] == "sip" and one["call_id"] == leg}
                self.assertEqual(
                    {one["time"]: one["seen_by"][0]["node"] for one in trace["messages"]}, nodes)
            self.assertEqual(sorted(back), known)
            # Once more changes nothing.
            self.assertEqual(import_file(empty, file, "--node", "again").returncode, 0)
            time.sleep(1)
            self.assertEqual(
                len(messages(empty.trace(CALLER_LEG))),
                sum(f"Call-ID: {CALLER_LEG}\r\n" in one[5] for one in known))
            self.assertEqual(
                {labels["transport"] for name, labels, _ in empty.metrics()
                 if name == "calltrace_hep_packets_total" and labels.get("transport")} & {"http"},
                {"http"})

    def test_a_redacted_call_names_nobody_in_any_form_and_still_joins(self):
        for form in FORMATS:
            data, code = export(
                self.collector, CALLER_LEG, "--format", form, "--redact-key", "a-key")
            self.assertEqual(code, 0, form)
            text = data.decode("utf-8", "replace")
            for word in PERSONAL:
                self.assertIsNone(
                    re.search(rf"(?<![0-9a-f]){re.escape(word)}", text), f"{word} in {form}")
        data, _ = export(self.collector, CALLER_LEG, "--format", "json", "--redact-key", "a-key")
        again, _ = export(self.collector, CALLEE_LEG, "--format", "json", "--redact-key", "a-key")
        other, _ = export(self.collector, CALLER_LEG, "--format", "json", "--redact")
        data, again, other = json.loads(data), json.loads(again), json.loads(other)
        self.assertEqual(data["dialogs"], again["dialogs"])
        self.assertNotEqual(data["dialogs"], other["dialogs"])
        names = {one["call_id"] for one in data["dialogs"]}
        self.assertEqual(names, {one["call_id"] for one in data["channels"]})
        self.assertEqual(names, {one["call_id"] for one in data["messages"] if one["kind"] == "sip"})
        self.assertEqual(
            [(one["time"], one["kind"], one.get("status")) for one in data["messages"]],
            [(one["time"], one["kind"], one.get("status")) for one in self.trace["messages"]])

    def test_a_redacted_capture_imports_as_sound_messages(self):
        file = self.path("redacted.pcapng")
        export(self.collector, CALLER_LEG, "--format", "pcapng", "--redact-key", "k", "-o", str(file))
        data, _ = export(self.collector, CALLER_LEG, "--format", "json", "--redact-key", "k")
        known = json.loads(data)
        with CollectorProcess(BINARY) as empty:
            empty.start()
            self.assertEqual(import_file(empty, file).returncode, 0)
            leg = known["dialogs"][0]["call_id"]
            count = sum(one.get("call_id") == leg for one in known["messages"] if one["kind"] == "sip")
            trace = until_known(empty, leg, count)
            self.assertFalse(any(one["malformed"] for one in trace["messages"]))
            self.assertEqual(trace["dialogs"][0]["from"], known["dialogs"][0]["from"])

    def test_exit_codes_of_exports(self):
        self.assertEqual(export(self.collector, "unknown", "--format", "html")[1], 1)
        self.assertEqual(export(self.collector, CALLER_LEG, "--format", "gif")[1], 2)
        self.assertEqual(export(self.collector, CALLER_LEG)[1], 2)
        self.assertEqual(
            export(self.collector, CALLER_LEG, "--format", "svg", "-o", "/no/such/folder/x")[1], 2)
        done = subprocess.run(
            [BINARY, "export", CALLER_LEG, "--format", "svg", "--server", "http://127.0.0.1:1"],
            capture_output=True, timeout=30, env=clean_environment(), check=False)
        self.assertEqual(done.returncode, 3)

    def test_a_terminal_is_given_no_pcapng(self):
        ours, theirs = pty.openpty()
        try:
            done = subprocess.run(
                [BINARY, "export", CALLER_LEG, "--format", "pcapng",
                 "--server", self.collector.server],
                stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, timeout=30,
                env=clean_environment(), check=False)
            self.assertEqual(done.returncode, 2)
            self.assertIn(b"-o FILE", done.stderr)
        finally:
            os.close(ours)
            os.close(theirs)


class ImportedCaptures(unittest.TestCase):
    def setUp(self):
        self.collector = CollectorProcess(BINARY)
        self.addCleanup(self.collector.__exit__)
        self.collector.start()

    def test_a_capture_of_an_agents_hep_is_the_call_that_the_agent_saw(self):
        done = import_file(
            self.collector, ROOT / "Fixtures" / "basic-bridge" / "hep.pcap", "--format", "json")
        self.assertEqual(done.returncode, 0, done.stderr)
        summary = json.loads(done.stdout)
        self.assertEqual((summary["hep_packets"], summary["sent"], summary["refused"]), (PACKETS, PACKETS, 0))
        trace = until_known(self.collector, CALLER_LEG, 10)
        self.assertEqual({seen["node"] for one in trace["messages"] for seen in one["seen_by"]}, {"101", "200"})

    def test_what_is_posted_is_counted_and_what_is_no_hep_refused(self):
        now = int(time.time() * 1e6)
        good = hep(message("OPTIONS", "posted@test"), now)
        self.assertEqual(post(self.collector, good + good), (200, {"taken": 2, "refused": 0}))
        status, answer = post(self.collector, hep(b"\r\n\r\n", now) + good)
        self.assertEqual((status, answer), (200, {"taken": 2, "refused": 1}))
        status, answer = post(self.collector, b"nonsense" * 100)
        self.assertEqual((status, answer["taken"]), (200, 0))
        with socket.create_connection(("127.0.0.1", self.collector.http_port), timeout=10) as link:
            # Refused by its length alone: nobody need send it.
            link.sendall(b"POST /api/v1/import HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000\r\n\r\n")
            self.assertIn(b" 413 ", link.recv(100))
        self.assertEqual(post(self.collector, b""), (200, {"taken": 0, "refused": 0}))

    @unittest.skipUnless(shutil.which("tshark"), "tshark is not installed")
    def test_every_transport_and_size_opens_in_tshark_and_comes_back(self):
        now = int(time.time()) * 1_000_000
        kinds = {
            "v4-large": (17, socket.AF_INET, 4000), "v6": (17, socket.AF_INET6, 10),
            "v6-large": (17, socket.AF_INET6, 9000), "tcp": (6, socket.AF_INET, 5000),
            "tcp6": (6, socket.AF_INET6, 3000), "tls": (22, socket.AF_INET, 100),
        }
        for name, (protocol, family, size) in kinds.items():
            port = 5061 if name == "tls" else 5060
            packets = b"".join(
                hep(message("MESSAGE", f"{name}@test", bytes([65 + index]) * size),
                    now + index * 1000, protocol, family, port) for index in range(3))
            self.assertEqual(post(self.collector, packets)[0], 200)
        with CollectorProcess(BINARY) as empty:
            empty.start()
            for name in kinds:
                trace = until_known(self.collector, f"{name}@test", 3)
                file = self.collector.folder / f"{name}.pcapng"
                _, code = export(self.collector, f"{name}@test", "--format", "pcapng", "-o", str(file))
                self.assertEqual(code, 0)
                rows = tshark(file, "sip.Call-ID", "sip.Method", options=("-Y", "sip"))
                self.assertEqual(rows, [[f"{name}@test", "MESSAGE"]] * 3, name)
                self.assertEqual(import_file(empty, file).returncode, 0)
                back = until_known(empty, f"{name}@test", 3)
                self.assertEqual(messages(back), messages(trace), name)
                self.assertEqual(
                    {one["transport"] for one in back["messages"]},
                    {one["transport"] for one in trace["messages"]}, name)

    def test_exit_codes_of_imports(self):
        folder = self.collector.folder
        (folder / "text").write_text("this is no capture\n" * 10, encoding="utf-8")
        (folder / "empty.pcap").write_bytes(
            struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        self.assertEqual(import_file(self.collector, folder / "absent").returncode, 2)
        done = import_file(self.collector, folder / "text")
        self.assertEqual(done.returncode, 2)
        self.assertIn("neither pcap nor pcapng", done.stderr)
        self.assertEqual(import_file(self.collector, folder / "empty.pcap").returncode, 1)
        self.assertEqual(self.collector.ask("import").returncode, 2)
        done = subprocess.run(
            [BINARY, "import", str(ROOT / "Fixtures" / "basic-bridge" / "hep.pcap"),
             "--server", "http://127.0.0.1:1"],
            capture_output=True, text=True, timeout=30, env=clean_environment(), check=False)
        self.assertEqual(done.returncode, 3)
        self.assertIn("not all of them", done.stdout)

    def test_an_interrupted_import_says_what_it_did(self):
        data = (ROOT / "Fixtures" / "basic-bridge" / "hep.pcap").read_bytes()
        process = subprocess.Popen(
            [BINARY, "import", "-", "--server", self.collector.server],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=clean_environment())
        process.stdin.write(data[: len(data) // 2])
        process.stdin.flush()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        process.stdin.write(data[len(data) // 2:])
        output, errors = process.communicate(timeout=30)
        self.assertEqual(process.returncode, 3, errors)
        self.assertIn(b"interrupted", errors)
        self.assertIn(b"packets", output)


class GuardedImports(unittest.TestCase):
    def test_an_import_needs_the_token_and_no_key_of_hep(self):
        with CollectorProcess(BINARY, tokens=["t0ken"]) as collector:
            collector.start()
            file = ROOT / "Fixtures" / "basic-bridge" / "hep.pcap"
            self.assertEqual(import_file(collector, file).returncode, 3)
            done = import_file(collector, file, "--token", "t0ken")
            self.assertEqual(done.returncode, 0, done.stderr)
