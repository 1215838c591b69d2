"""Calls that an agent mirrors are found by what they are, from the command line and over HTTP."""

import json
import os
import socket
import struct
import subprocess
import time
import unittest
import urllib.error
import urllib.request

from collector_process import CollectorProcess

BINARY = os.environ["BINARY_UNDER_TEST"]
ARRIVE_SECONDS = 15
# Records are readable, and safe from kill -9, a second after they came.
SAFE_SECONDS = 1.5


def hep(text, source, destination, moment, agent=200):
    """A HEP 3 packet of a SIP message over UDP."""

    def chunk(kind, data):
        return struct.pack("!HHH", 0, kind, 6 + len(data)) + data

    body = b"".join(
        [
            chunk(1, b"\x02"),
            chunk(2, b"\x11"),
            chunk(3, socket.inet_aton(source)),
            chunk(4, socket.inet_aton(destination)),
            chunk(7, struct.pack("!H", 5060)),
            chunk(8, struct.pack("!H", 5060)),
            chunk(9, struct.pack("!I", int(moment))),
            chunk(10, struct.pack("!I", int(moment % 1 * 1_000_000))),
            chunk(11, b"\x01"),
            chunk(12, struct.pack("!I", agent)),
            chunk(15, text.encode("latin-1")),
        ]
    )
    return b"HEP3" + struct.pack("!H", 6 + len(body)) + body


class Agent:
    """Mirrors calls to a collector."""

    def __init__(self, collector):
        self.address = ("127.0.0.1", collector.hep_port)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def call(self, name, caller, callee, ending, start, domain="acme.test", source="192.0.2.7"):
        """A call that ends with a status, with `bye` ten seconds after the answer, or not at all."""
        proxy = "198.51.100.1"

        def send(line, cseq, is_up, after):
            ends = (source, proxy) if is_up else (proxy, source)
            text = "\r\n".join(
                [
                    line,
                    f"Via: SIP/2.0/UDP {source}:5060;branch=z9hG4bK{name}",
                    f"From: <sip:{caller}@home.test>;tag=1",
                    f"To: <sip:{callee}@{domain}>",
                    f"Call-ID: {name}",
                    f"CSeq: {cseq}",
                    "Content-Length: 0",
                    "",
                    "",
                ]
            )
            self.socket.sendto(hep(text, *ends, start + after), self.address)

        send(f"INVITE sip:{callee}@{domain} SIP/2.0", "1 INVITE", True, 0)
        send("SIP/2.0 100 Trying", "1 INVITE", False, 0.01)
        if ending == "bye":
            send("SIP/2.0 200 OK", "1 INVITE", False, 1)
            send(f"BYE sip:{callee}@{domain} SIP/2.0", "2 BYE", True, 11)
        elif ending:
            send(f"SIP/2.0 {ending} No", "1 INVITE", False, 1)


class SearchCalls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(BINARY, agents={200: "edge"})
        cls.addClassCleanup(cls.collector.__exit__)
        cls.collector.start()
        agent = Agent(cls.collector)
        cls.addClassCleanup(agent.socket.close)
        now = time.time()
        agent.call("one@x", "+491234567", "1001", "bye", now - 60)
        agent.call("two@x", "2002", "0800123", 486, now - 50, source="192.0.2.9")
        agent.call("three@x", "3003", "1001", 503, now - 40, domain="other.test")
        agent.call("hostile\x1b[31m@x", "evil\x1b]0;x\x07", "1002", 404, now - 30)
        agent.call("five@x", "5005", "1001", None, now)
        cls.wait_for(5)

    @classmethod
    def wait_for(cls, count):
        deadline = time.monotonic() + ARRIVE_SECONDS
        while time.monotonic() < deadline:
            if len(cls.json().get("calls", [])) == count:
                return
            time.sleep(0.1)
        raise cls.collector.failure(f"not {count} calls: {cls.json()}")

    @classmethod
    def json(cls, *arguments):
        answer = cls.collector.ask("search", *arguments, "--format", "json")
        if answer.returncode not in (0, 1):
            raise cls.collector.failure(f"search ended with {answer.returncode}: {answer.stderr}")
        return json.loads(answer.stdout)

    def names(self, *arguments):
        return [call["call_id"].partition("@")[0] for call in self.json(*arguments)["calls"]]

    def test_the_newest_call_comes_first_and_says_what_became_of_it(self):
        calls = {call["call_id"]: call for call in self.json()["calls"]}
        self.assertEqual(self.names()[0], "five")
        self.assertEqual(self.names()[-1], "one")
        one = calls["one@x"]
        self.assertEqual(
            [one[key] for key in ("from", "to", "domain", "outcome", "status", "node")],
            ["+491234567", "1001", "acme.test", "answered", 200, "edge"],
        )
        self.assertEqual(
            [one["source"], one["destination"]], ["192.0.2.7:5060", "198.51.100.1:5060"]
        )
        self.assertAlmostEqual(one["duration_seconds"], 10, places=3)
        self.assertEqual(calls["five@x"]["outcome"], "in_progress")
        self.assertIsNone(calls["five@x"]["end"])

    def test_each_filter_finds_what_it_says(self):
        for arguments, found in [
            (["1001"], ["five", "three", "one"]),
            (["+491234567"], ["one"]),
            (["--number", "*567"], ["one"]),
            (["080*"], ["two"]),
            (["--from", "2002"], ["two"]),
            (["--to", "1001", "--domain", "OTHER.test"], ["three"]),
            (["--address", "192.0.2.9"], ["two"]),
            (["--address", "192.0.2.8/31"], ["two"]),
            (["--status", "5xx"], ["three"]),
            (["--outcome", "busy"], ["two"]),
            (["--outcome", "in_progress"], ["five"]),
            (["--node", "edge", "--status", "200"], ["one"]),
            (["--since", "-20s"], ["five"]),
            (["--until", "-55s"], ["one"]),
        ]:
            self.assertEqual(self.names(*arguments), found, arguments)

    def test_exit_codes_tell_found_from_nothing_and_from_a_wrong_question(self):
        self.assertEqual(self.collector.ask("search", "1001").returncode, 0)
        nothing = self.collector.ask("search", "nobody")
        self.assertEqual((nothing.returncode, nothing.stdout), (1, ""))
        for arguments in (["--status", "banana"], ["--since", "yesterday"], ["--limit", "0"],
                          ["--colour", "red"], ["1001", "--number", "1001"]):
            wrong = self.collector.ask("search", *arguments)
            self.assertEqual((wrong.returncode, wrong.stdout), (2, ""), arguments)
            self.assertTrue(wrong.stderr.strip(), arguments)
        away = subprocess.run(
            [BINARY, "search", "1001", "--server", "http://127.0.0.1:1"],
            capture_output=True, text=True, timeout=30, check=False,
        )
        self.assertEqual((away.returncode, away.stdout), (3, ""))

    def test_a_number_is_no_identity_and_leads_to_the_search(self):
        for number in ("1001", "+4930123456"):
            answer = self.collector.ask(number)
            self.assertEqual(answer.returncode, 1)
            self.assertIn(f"`calltrace search {number}`", answer.stderr)
        self.assertNotIn("search", self.collector.ask("no-such-call@acme.test").stderr)

    def test_the_table_is_aligned_and_shows_no_control_character(self):
        answer = self.collector.ask("search")
        lines = answer.stdout.splitlines()
        self.assertEqual(len(lines), 6)
        self.assertTrue(lines[0].startswith("START (UTC)"))
        place = lines[0].index("OUTCOME")
        for line, outcome in zip(lines[1:], ["in_progress", "not_found", "server_error", "busy",
                                             "answered"]):
            self.assertTrue(line[place:].startswith(outcome), line)
        self.assertNotIn("\x1b", answer.stdout + answer.stderr)
        self.assertIn(r"evil\x1b]0;x\x07", answer.stdout)
        self.assertIn("calltrace CALL-ID", answer.stderr)

    def test_pages_follow_each_other(self):
        first = self.json("--limit", "2")
        self.assertEqual(len(first["calls"]), 2)
        rest = self.json("--limit", "50", "--cursor", first["next"])
        self.assertIsNone(rest["next"])
        together = [call["call_id"] for call in first["calls"] + rest["calls"]]
        self.assertEqual(together, [call["call_id"] for call in self.json()["calls"]])
        table = self.collector.ask("search", "--limit", "2", "--all")
        self.assertEqual(len(table.stdout.splitlines()), 6)
        hint = self.collector.ask("search", "--limit", "2")
        self.assertIn(f"--cursor {first['next']}", hint.stderr)

    def test_a_wrong_question_over_http_is_told_what_to_do(self):
        for query in ("nubmer=1", "status=1", "limit=2000", "cursor=x", "number=%zz"):
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{self.collector.server}/api/v1/calls?{query}", timeout=10)
            self.assertEqual(caught.exception.code, 400, query)
            self.assertEqual(json.load(caught.exception)["error"]["code"], "query")
            caught.exception.close()


class SearchAfterDeath(unittest.TestCase):
    def test_what_was_safe_is_found_after_kill_and_the_rest_of_a_call_too(self):
        with CollectorProcess(BINARY) as collector:
            collector.start()
            agent = Agent(collector)
            now = time.time()
            agent.call("before@x", "1", "2", 486, now - 20)
            agent.call("across@x", "3", "4", None, now - 10)
            time.sleep(SAFE_SECONDS + 1)
            collector.kill()
            collector.start()
            agent.call("after@x", "5", "6", "bye", now - 1)
            # What became of the second call comes to another run than its begin.
            text = (
                "SIP/2.0 404 No\r\nFrom: <sip:3@home.test>;tag=1\r\nTo: <sip:4@acme.test>\r\n"
                "Call-ID: across@x\r\nCSeq: 1 INVITE\r\n\r\n"
            )
            agent.socket.sendto(hep(text, "198.51.100.1", "192.0.2.7", now), agent.address)
            found = {}
            deadline = time.monotonic() + ARRIVE_SECONDS
            while time.monotonic() < deadline and len(found) < 3:
                answer = collector.ask("search", "--format", "json")
                found = {call["call_id"]: call for call in json.loads(answer.stdout)["calls"]}
                time.sleep(0.1)
            agent.socket.close()
            outcomes = {name: call["outcome"] for name, call in found.items()}
            self.assertEqual(
                outcomes,
                {"before@x": "busy", "across@x": "not_found", "after@x": "answered"},
            )
            self.assertEqual(collector.stop(), 0)


class TailedCalls(unittest.TestCase):
    """`calltrace tail`: calls as they come."""

    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(BINARY)
        cls.addClassCleanup(cls.collector.__exit__)
        cls.collector.start()

    def test_tail_prints_a_call_as_it_comes_and_what_became_of_it(self):
        tail = subprocess.Popen(
            [BINARY, "tail", "7007", "--every", "1", "--seconds", "8", "--server", self.collector.server],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        time.sleep(1.5)
        agent = Agent(self.collector)
        agent.call("tailed@x", "7001", "7007", None, time.time())
        agent.call("other@x", "7001", "7008", 486, time.time())
        time.sleep(3)
        agent.call("tailed@x", "7001", "7007", 486, time.time())
        out, err = tail.communicate(timeout=30)
        self.assertEqual(tail.returncode, 0, err)
        lines = [line.split() for line in out.splitlines()]
        self.assertEqual(lines[0][0], "START")
        self.assertEqual(
            [(line[4], line[5], line[-1]) for line in lines[1:]],
            [("in_progress", "-", "tailed@x"), ("busy", "486", "tailed@x")],
        )
