"""CDRs that a switch posts (mod_json_cdr): alone they are a call, and every form of them is read."""

import base64
import json
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from collector_process import CollectorProcess
from recorded_call import BINARY, CALLEE_CHANNEL, CALLER_CHANNEL, CALLER_LEG, ROOT

FOLDER = ROOT / "Fixtures" / "basic-bridge" / "cdr"
# How mod_json_cdr URL-encodes: it leaves an escape that is there alone.
SAFE = "%!$'()*,-./_~"


def cdr(channel):
    return (FOLDER / f"fs1-{channel}.cdr.json").read_text(encoding="utf-8")


def with_encoded_values(text):
    """What `encode-values`, on by default, makes of a CDR."""
    parts = json.loads(text)
    parts["variables"] = {
        name: urllib.parse.quote(value, safe=SAFE) for name, value in parts["variables"].items()
    }
    return json.dumps(parts, separators=(",", ":"))


class PostedCDRs(unittest.TestCase):
    def setUp(self):
        self.collector = CollectorProcess(BINARY, tokens=["t0ken"])
        self.addCleanup(self.collector.__exit__)
        self.collector.start()

    def post(self, body, channel="", kind="application/x-www-form-urlencoded", token="t0ken"):
        """Posts as the switch does: the token is the password of Basic authentication."""
        request = urllib.request.Request(
            f"{self.collector.server}/api/v1/cdr?uuid=a_{channel}", data=body.encode(),
            headers={"Content-Type": kind})
        pair = base64.b64encode(f"switch:{token}".encode()).decode()
        request.add_header("Authorization", f"Basic {pair}")
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def counts(self):
        request = urllib.request.Request(
            f"{self.collector.server}/metrics", headers={"Authorization": "Bearer t0ken"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            lines = answer.read().decode().splitlines()
        return {line.split('"')[1]: int(float(line.split()[-1])) for line in lines
                if line.startswith("calltrace_cdr_total{")}

    def trace(self, identity):
        answer = self.collector.ask(identity, "--format", "json", "--token", "t0ken")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return json.loads(answer.stdout)

    def test_a_call_of_cdrs_alone_is_found_by_channel_and_call_id(self):
        for channel in (CALLER_CHANNEL, CALLEE_CHANNEL):
            self.assertEqual(self.post(cdr(channel), channel, "application/json"), 200)
        for identity in (CALLER_CHANNEL, CALLEE_CHANNEL, CALLER_LEG):
            trace = self.trace(identity)
            self.assertEqual({one["uuid"] for one in trace["channels"]},
                             {CALLER_CHANNEL, CALLEE_CHANNEL})
            self.assertEqual(trace["call"]["outcome"], "answered")
            events = [one for one in trace["messages"] if one["kind"] == "event"]
            self.assertEqual({one["name"] for one in events}, {"CDR"})
            self.assertEqual({one["node"] for one in trace["channels"]}, {"fs1"})

    def test_every_form_of_the_module_gives_the_same_event(self):
        plain = cdr(CALLER_CHANNEL)
        encoded = with_encoded_values(plain)
        bodies = [
            plain, encoded, "cdr=" + plain, "cdr=" + encoded,
            "cdr=" + urllib.parse.quote(plain, safe=SAFE),
            "cdr=" + urllib.parse.quote(encoded, safe=SAFE),
            "cdr=" + base64.b64encode(plain.encode()).decode(),
            "cdr=" + base64.b64encode(encoded.encode()).decode(),
        ]
        for body in bodies:
            self.assertEqual(self.post(body, CALLER_CHANNEL), 200, body[:40])
        self.assertEqual(self.counts(), {"accepted": len(bodies), "malformed": 0, "dropped": 0})
        trace = self.trace(CALLER_LEG)
        # Posted eight times, shown once.
        self.assertEqual(sum(one["kind"] == "event" for one in trace["messages"]), 1)
        channel = trace["channels"][0]
        self.assertEqual(channel["call_id"], CALLER_LEG)
        self.assertEqual(channel["hangup_cause"], "NORMAL_CLEARING")

    def test_what_is_no_cdr_is_refused_and_counted(self):
        for body in ("", "hello", "cdr=", "{}", "cdr=%7B%22", cdr(CALLER_CHANNEL)[:-20], "[1]"):
            self.assertEqual(self.post(body), 400, body[:20])
        self.assertEqual(self.post("x" * (1 << 20) + "x"), 413)
        self.assertEqual(self.post(cdr(CALLER_CHANNEL), token="wrong"), 401)
        self.assertEqual(self.counts(), {"accepted": 0, "malformed": 7, "dropped": 0})
        self.assertEqual(self.collector.ask(CALLER_LEG, "--token", "t0ken").returncode, 1)

    def test_what_was_answered_survives_a_kill(self):
        self.assertEqual(self.post(cdr(CALLER_CHANNEL), CALLER_CHANNEL), 200)
        time.sleep(1.5)
        self.collector.kill()
        self.collector.start()
        self.assertEqual(len(self.trace(CALLER_CHANNEL)["channels"]), 1)
