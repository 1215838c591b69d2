"""Lines by syslog: in the call that they name, safe to look at, and all counted when there are too many."""

import multiprocessing
import os
import socket
import sys
import time
import unittest

from collector_process import CollectorProcess
from hep_load import packet

BINARY = os.environ["BINARY_UNDER_TEST"]
CALL = "syslog-1@acme.test"
UUID = "575fe831-c292-4704-a224-888544fef389"
ARRIVE_SECONDS = 15
FLOOD_SECONDS = 5
SENDERS = 2


def stamp():
    """Now, as RFC 3164 has it."""
    return time.strftime("%b %d %H:%M:%S")


def wait_for(condition, seconds=ARRIVE_SECONDS):
    """What the condition gives once it is true, or in the end."""
    deadline = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


class SyslogLines(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(
            BINARY, logs={"patterns": [{"pattern": "leg=([^ ]+)", "names": "call-id"}]}
        )
        cls.addClassCleanup(cls.collector.__exit__)
        cls.collector.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
            for index in range(5):
                data = packet(CALL, index, time.time())
                agent.sendto(data, ("127.0.0.1", cls.collector.hep_port))

    def udp(self, *messages):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            for message in messages:
                sender.sendto(message, ("127.0.0.1", self.collector.syslog_port))

    def tcp(self, stream):
        with socket.create_connection(("127.0.0.1", self.collector.syslog_tcp_port)) as sender:
            sender.sendall(stream)

    def rows(self, identity, mark, count=1):
        """The log rows of a trace whose text has this mark, once there are so many."""

        def found():
            trace = self.collector.trace(identity)
            rows = [one for one in (trace or {"messages": []})["messages"]
                    if one["kind"] == "log" and mark in one["text"]]
            return rows if len(rows) >= count else None

        rows = wait_for(found)
        self.assertIsNotNone(rows, f"no line with {mark} in {identity}")
        self.assertEqual(len(rows), count)
        return rows

    def test_lines_stand_in_the_call_that_they_name(self):
        self.udp(
            f"<27>{stamp()} proxy1 kamailio[7]: {{1 1 INVITE {CALL}}} <script>: forms a".encode(),
            f"<30>1 - proxy1 opensips 9 - - forms b callid={CALL}".encode(),
            f"<30>{stamp()} rtpengine[3]: INFO: [{CALL}]: forms c".encode(),
            f"<30>{stamp()} proxy1 own[3]: forms d leg={CALL}".encode(),
            f"<30>{stamp()} proxy1 own[3]: forms e callid=other-{CALL}".encode(),
        )
        line = f"<30>1 - proxy1 app - - - forms f Call-ID: {CALL}"
        self.tcp(f"{len(line)} {line}{line}\n".encode())
        rows = self.rows(CALL, "forms", 6)
        self.assertEqual({row["call_id"] for row in rows}, {CALL})
        self.assertEqual({row["node"] for row in rows}, {"proxy1", "127.0.0.1"})
        self.assertEqual([row["level"] for row in rows if "forms a" in row["text"]], ["err"])
        trace = self.collector.trace(CALL)
        self.assertEqual([one["call_id"] for one in trace["dialogs"]], [CALL])
        times = [one["time"] for one in trace["messages"]]
        self.assertEqual(times, sorted(times))
        # A line written after the messages stands behind them, though its stamp has no fraction.
        self.assertEqual(trace["messages"][0]["kind"], "sip")
        ladder = self.collector.ask(CALL, "--no-color")
        for word in ("forms a", "forms f", "proxy1: log err"):
            self.assertIn(word, ladder.stdout)

    def test_a_switch_s_line_is_found_by_its_channel(self):
        self.udp(f"<30>{stamp()} fs9 freeswitch[1]: {UUID} EXECUTE channel line".encode())
        (row,) = self.rows(UUID, "channel line")
        self.assertEqual((row["uuid"], row["call_id"], row["node"]), (UUID, None, "fs9"))

    def test_hostile_text_is_kept_and_shown_safely(self):
        prefix = f"<30>{stamp()} proxy1 app: callid={CALL} hostile".encode()
        self.udp(
            prefix + b" \x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J",
            prefix + b" nul \0 in the midst",
            prefix + b" broken \xff\xfe\xc3\x28 UTF-8",
            prefix + " turned \u202e round \u200b".encode(),
        )
        rows = self.rows(CALL, "hostile", 4)
        texts = "".join(row["text"] for row in rows)
        self.assertIn("\x1b[31mred", texts)
        self.assertIn("nul \0 in the midst", texts)
        self.assertIn("broken \ufffd", texts)
        for arguments in ((CALL,), (CALL, "--no-color"), (CALL, "--why")):
            shown = self.collector.ask(*arguments).stdout
            self.assertIn("hostile", shown)
            controls = {sign for sign in shown if ord(sign) < 32 or 127 <= ord(sign) < 160}
            self.assertEqual(controls - {"\n"}, set())
            self.assertNotIn("\u202e", shown)

    def test_a_megabyte_of_text_is_cut_and_does_not_break_the_stream(self):
        long = f"<30>{stamp()} proxy1 app: callid={CALL} megabyte " + "x" * 1_000_000
        line = f"<30>{stamp()} proxy1 app: callid={CALL} behind it"
        self.tcp(f"{long}\n{line}\n{len(long)} {long}{len(line)} {line}".encode())
        self.assertEqual(len(self.rows(CALL, "behind it", 2)), 2)
        for row in self.rows(CALL, "megabyte", 2):
            self.assertLess(len(row["text"]), 70_000)
            self.assertTrue(row["text"].endswith("… (cut when it came)"))
        ladder = self.collector.ask(CALL, "--no-color").stdout
        self.assertLess(max(len(one) for one in ladder.splitlines()), 1000)

    def test_what_is_no_message_is_refused_and_counted(self):
        self.udp(b"", b"\n", b"\0\0")

        def refused():
            return sum(value for name, labels, value in self.collector.metrics()
                       if name == "calltrace_log_refused_total" and labels["reason"] == "empty") >= 3

        self.assertTrue(wait_for(refused))


class StrangersAreRefused(unittest.TestCase):
    def test_syslog_from_outside_the_networks_is_counted_and_not_kept(self):
        with CollectorProcess(BINARY, logs={"allow": ["192.0.2.0/24"]}) as collector:
            collector.start()
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
                for _ in range(3):
                    sender.sendto(b"<30>hello", ("127.0.0.1", collector.syslog_port))
            with socket.create_connection(("127.0.0.1", collector.syslog_tcp_port)) as sender:
                self.assertEqual(sender.recv(1), b"")
            self.assertTrue(
                wait_for(lambda: collector.totals()["calltrace_log_refused_total"] == 4))
            self.assertEqual(collector.totals()["calltrace_records_total"], 0)
            self.assertEqual(collector.stop(), 0)


def flood(port, number, sent):
    """A process that sends lines as fast as it can for so long."""
    count = 0
    until = time.monotonic() + FLOOD_SECONDS
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", port))
        while time.monotonic() < until:
            for _ in range(100):
                line = f"<30>1 - flood{number} app - - - {count} callid=flood-{count}@h {'.' * 200}"
                sender.send(line.encode() if count % 50 else b"\n")
                count += 1
    sent.put(count)


class SyslogFlood(unittest.TestCase):
    def test_every_datagram_of_a_flood_is_recorded_refused_or_counted_as_lost(self):
        with CollectorProcess(BINARY, logs={}) as collector:
            collector.start()
            sent = multiprocessing.Queue()
            senders = [
                multiprocessing.Process(target=flood, args=(collector.syslog_port, number, sent))
                for number in range(SENDERS)
            ]
            for sender in senders:
                sender.start()
            hep = 0
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as agent:
                while any(sender.is_alive() for sender in senders):
                    agent.sendto(packet(CALL, hep % 5, time.time()),
                                 ("127.0.0.1", collector.hep_port))
                    hep += 1
                    time.sleep(0.02)
            total = sum(sent.get() for _ in senders)
            totals = self.settled(collector, total, hep)
            print(
                f"\nsyslog flood: {total} datagrams, {totals['lines']:.0f} taken, "
                f"{totals['kernel']:.0f} dropped by the kernel, {totals['lost']:.0f} by the journal",
                file=sys.stderr,
            )
            # SIP has a socket and a thread of its own.
            self.assertEqual(totals["sip"], hep)
            self.assertEqual(collector.stop(), 0)

    def settled(self, collector, sent, hep):
        """The counts once all that was sent is accounted for."""
        deadline = time.monotonic() + 30
        while True:
            counts = {"lines": 0, "refused": 0, "kernel": 0, "lost": 0, "log": 0, "sip": 0}
            for name, labels, value in collector.metrics():
                if name == "calltrace_log_lines_total":
                    counts["lines"] += value
                elif name == "calltrace_log_refused_total":
                    counts["refused"] += value
                elif name == "calltrace_kernel_drops_total" and "syslog" in labels["socket"]:
                    counts["kernel"] += value
                elif name == "calltrace_records_dropped_total":
                    counts["lost"] += value
                elif name == "calltrace_records_total" and labels["kind"] in counts:
                    counts[labels["kind"]] += value
            came = counts["lines"] + counts["refused"] + counts["kernel"]
            kept = counts["log"] + counts["sip"] + counts["lost"]
            if came == sent and kept == counts["lines"] + hep:
                return counts
            self.assertLess(time.monotonic(), deadline, f"{sent} sent, {hep} of HEP: {counts}")
            time.sleep(0.1)
