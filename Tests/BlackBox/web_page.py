"""The web page in a real browser: what an operator sees and presses, and what a hostile caller does not get."""

import json
import os
import re
import socket
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

from collector_process import CollectorProcess
from headless_browser import Browser, colours, find_browser
from recorded_call import CALLEE_LEG, CALLER_CHANNEL, CALLER_LEG, MESSAGES, start_and_play
from search_calls import Agent, hep

BINARY = os.environ["BINARY_UNDER_TEST"]
ARRIVE_SECONDS = 15
PAGE_BYTES_MAX = 150 * 1024
LADDER_MILLISECONDS_MAX = 300
LONG_CALL = "long@x"
FORMATS = {"pcapng", "html", "svg", "mermaid", "json", "text", "otlp"}

# Counts what must never happen; set before any script of the page.
WATCH = """
window.harm = [];
window.pwned = (what) => window.harm.push(`ran: ${what}`);
window.alert = window.confirm = window.prompt = (text) => window.harm.push(`dialog: ${text}`);
document.addEventListener('securitypolicyviolation',
    (event) => window.harm.push(`refused: ${event.violatedDirective} ${event.blockedURI}`));
window.addEventListener('error', (event) => window.harm.push(`error: ${event.message}`));
window.addEventListener('unhandledrejection', (event) => window.harm.push(`rejected: ${event.reason}`));
"""

# What callers may put into any header. Each runs `pwned` where a page takes it for markup or an address.
HOSTILE = [
    "<script>pwned('script')</script>",
    "\"><img src=x onerror=pwned('img')>",
    "'><svg onload=pwned('svg')><a xlink:href=\"javascript:pwned('href')\">",
    "javascript:pwned('url')",
    "</text></svg><iframe srcdoc=\"<script>parent.pwned('frame')</script>\">",
    "<style>@import url(http://evil.test/x.css)</style><link rel=stylesheet href=//evil.test/y.css>",
    "<base href=//evil.test/><meta http-equiv=refresh content=0;url=//evil.test/>",
    "${pwned('template')}{{constructor.constructor('pwned(1)')()}}",
    "\u202egnp.exe\u202c \u200b\u2066 \ufeff",
    "__proto__", "constructor", "%3Cscript%3Epwned('twice')%3C/script%3E",
]


def message(start, fields, body=""):
    lines = [start, *(f"{name}: {value}" for name, value in fields), f"Content-Length: {len(body)}", "", body]
    return "\r\n".join(lines)


def send(agent, text, up, moment):
    ends = ("192.0.2.7", "198.51.100.1") if up else ("198.51.100.1", "192.0.2.7")
    packet = hep(text.encode("utf-8").decode("latin-1"), *ends, moment)
    agent.socket.sendto(packet, agent.address)


def send_long_call(agent, start):
    """500 messages in one dialog over ten hosts, a fifth of them with SDP."""
    for number in range(250):
        host = number % 9
        method = "INVITE" if number % 5 == 0 else "INFO"
        fields = [
            ("Via", f"SIP/2.0/UDP 192.0.2.{host};branch=z9hG4bK{number}"), ("From", "<sip:7007@home.test>;tag=1"),
            ("To", "<sip:1001@acme.test>;tag=2"), ("Call-ID", LONG_CALL), ("CSeq", f"{number + 1} {method}"),
        ]
        sdp = (
            "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            f"m=audio {4000 + number} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendonly\r\n"
            if method == "INVITE" else ""
        )
        if sdp:
            fields.append(("Content-Type", "application/sdp"))
        ends = f"192.0.2.{host + 1}", f"192.0.2.{host + 2}"
        for line, (source, destination) in (
            (f"{method} sip:1001@acme.test SIP/2.0", ends), ("SIP/2.0 200 OK", ends[::-1]),
        ):
            text = message(line, fields, sdp)
            moment = start + number / 50 + (0.004 if line.startswith("SIP") else 0)
            agent.socket.sendto(hep(text, source, destination, moment), agent.address)
        time.sleep(0.001)


def send_hostile_calls(agent, start):
    """A call for each hostile text, which stands in every place that a page shows; and one of huge names."""
    names = []
    for number, text in enumerate([*HOSTILE, "A" * 10_000, "e\u0301" + "\u0301" * 1000]):
        # A Call-ID is one word, and a user has no blank.
        word = re.sub(r"\s", "_", text)
        name = f"{word[:300]}{number}@x"
        names.append(name)
        fields = [
            ("Via", f"SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK{number};x={word[:900]}"),
            ("From", f'"{text}" <sip:{word}@home.test>;tag=1'), ("To", f"<sip:{word}@{word[:900]}>"),
            ("Call-ID", name), ("CSeq", "1 INVITE"), ("User-Agent", text[:900]), (word[:900], text[:900]),
            ("Content-Type", "application/sdp"),
        ]
        sdp = (
            f"v=0\r\no=- 1 1 IN IP4 {text[:900]}\r\ns={text[:900]}\r\nc=IN IP4 {word[:900]}\r\nt=0 0\r\n"
            f"m=audio 4000 RTP/AVP 96 {word[:900]}\r\na=rtpmap:96 {word[:900]}/8000\r\n"
        )
        send(agent, message(f"INVITE sip:{word}@acme.test SIP/2.0", fields, sdp), True, start + number)
        send(agent, message(f"SIP/2.0 486 {text[:900]}", fields, sdp), False, start + number + 0.1)
    return names


@unittest.skipUnless(find_browser(), "chromium is not installed: the page was not looked at in a browser")
class WebPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        start_and_play(cls, agents={200: "edge", 101: "fs1"})
        agent = Agent(cls.collector)
        cls.addClassCleanup(agent.socket.close)
        cls.agent = agent
        now = time.time()
        cls.hostile = send_hostile_calls(agent, now - 300)
        send_long_call(agent, now - 200)
        deadline = time.monotonic() + ARRIVE_SECONDS
        while len((cls.collector.trace(LONG_CALL) or {}).get("messages", [])) < 500:
            if time.monotonic() > deadline:
                raise cls.collector.failure("the long call did not arrive whole")
            time.sleep(0.2)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.page = self.browser.page()
        self.page.before_each(WATCH)
        self.page.resize(1440, 900)
        self.addCleanup(self.page.close)

    def tearDown(self):
        # Whatever a test looked at: nothing ran, nothing was refused, nobody else was asked.
        self.assertEqual(self.page.evaluate("window.harm"), [])
        self.page.drain()
        self.assertEqual(self.page.problems, [])
        strangers = [url for url in self.page.requests
                     if not url.startswith((self.collector.server + "/", "about:", "blob:"))]
        self.assertEqual(strangers, [])

    def open_call(self, identity, more=""):
        path = urllib.parse.quote(identity, safe="")
        self.page.open(f"{self.collector.server}/#/call/{path}{more}")
        self.page.wait("document.querySelector('.call-head') && document.querySelector('.pane').firstChild")

    def count(self, selector):
        return self.page.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length")

    def text(self, selector):
        return self.page.evaluate(f"document.querySelector({json.dumps(selector)}).textContent")

    # What it shows.

    def test_a_number_that_is_searched_leads_to_the_call_by_keys_alone(self):
        page = self.page
        page.open(self.collector.server + "/")
        page.wait("document.querySelector('.calls tbody tr')")
        page.press("/")
        page.type("from:1010 to:1001")
        page.press("Enter")
        page.wait("document.querySelectorAll('.calls tbody tr').length === 2")
        self.assertIn("answered", self.text(".calls tbody tr"))
        page.press("ArrowDown", "ArrowDown", "Enter")
        page.wait("document.querySelector('.row')")
        self.assertEqual(
            page.evaluate("decodeURIComponent(location.hash.split(/[/?]/)[2])"), CALLER_LEG)
        page.press("Escape")
        page.wait("document.querySelector('.calls')")
        self.assertIn("from%3A1010", page.evaluate("location.hash"))
        # Where one was before.
        page.wait("document.activeElement.matches('tr')")
        self.assertIn(CALLER_LEG, page.evaluate("document.activeElement.textContent"))

    def test_an_identity_that_is_searched_opens_its_call_and_an_unknown_one_says_so(self):
        page = self.page
        page.open(self.collector.server + "/")
        page.press("/")
        page.type(CALLER_CHANNEL)
        page.press("Enter")
        page.wait("document.querySelectorAll('.legs .leg').length === 2")
        page.press("/")
        page.type("nobody@nowhere.test")
        page.press("Enter")
        page.wait("document.querySelector('main h1')?.textContent.startsWith('Nothing is known')")

    def test_the_ladder_has_every_message_with_its_media_and_the_head_tells_the_story(self):
        self.open_call(CALLER_LEG)
        self.assertEqual(self.count(".row.sip"), MESSAGES)
        self.assertEqual(self.count(".legs .leg"), 2)
        head = self.text(".call-head")
        for part in ("1010 called 1001", "answered after", "1010 hung up (NORMAL_CLEARING)"):
            self.assertIn(part, head)
        hosts = self.text(".ladder-head")
        for host in ("edge", "fs1", "127.0.0.20:5060", "127.0.0.21:5060"):
            self.assertIn(host, hosts)
        labels = self.page.evaluate("[...document.querySelectorAll('.row.sip .label')].map((one) => one.textContent)")
        self.assertEqual([label.split()[0] for label in labels[:3]], ["INVITE", "100", "INVITE"])
        self.assertIn("×2", labels[2])
        media = self.page.evaluate("[...document.querySelectorAll('.row .media')].map((one) => one.textContent)")
        self.assertIn("PCMU 127.0.0.20:46000", media)
        events = self.page.evaluate("[...document.querySelectorAll('.row.event .words')].map((one) => one.textContent)")
        self.assertIn("fs1: CHANNEL_BRIDGE with leg 2", events)
        self.assertGreater(self.count(".row.log"), 5)
        self.assertGreater(self.count(".gap"), 0)

    def test_a_click_shows_the_message_as_it_was_captured(self):
        self.open_call(CALLER_LEG)
        wanted = [one for one in self.trace["messages"] if one["kind"] == "sip"]
        rows = self.page.evaluate("[...document.querySelectorAll('.row.sip')].map((row) => row.id)")
        for index in (0, 2, len(rows) - 1):
            self.page.click(f"#{rows[index]} .label")
            self.page.wait("document.querySelector('.inspector .payload')")
            shown = self.text(".inspector .payload")
            self.assertEqual(shown.strip().splitlines(), wanted[index]["text"].strip().splitlines())
        self.assertIn(f"m={self.trace['messages'].index(wanted[-1])}", self.page.evaluate("location.hash"))

    def test_two_messages_are_compared_header_by_header(self):
        self.open_call(CALLER_LEG)
        rows = self.page.evaluate("[...document.querySelectorAll('.row.sip')].map((row) => row.id)")
        self.page.click(f"#{rows[0]} .label")
        self.page.press("d")
        self.page.click(f"#{rows[2]} .label")
        self.page.press("d")
        lines = self.page.evaluate("[...document.querySelectorAll('.diff .line')].map((one) => one.textContent.trim())")
        self.assertIn("− Max-Forwards: 70", lines)
        self.assertIn("+ Max-Forwards: 69", lines)
        self.assertTrue(any(line.startswith("+ Record-Route:") for line in lines), lines)
        self.assertIn("Via: SIP/2.0/UDP 127.0.0.20:5060;branch=z9hG4bK-15052-1-1", lines)
        self.assertEqual(self.count(".diff mark"), 2)
        self.page.press("Escape")
        self.assertEqual(self.count(".diff"), 0)

    def test_the_keyboard_is_enough(self):
        page = self.page
        self.open_call(CALLER_LEG)
        selected = "document.querySelector('.row.selected')?.id ?? ''"
        first = page.evaluate(selected)
        page.press("ArrowDown")
        self.assertNotEqual(page.evaluate(selected), first)
        page.press("Home", "ArrowRight")
        at = page.evaluate(selected)
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('aria-activedescendant')"), at)
        leg = page.evaluate("document.querySelector('.row.selected .leg').textContent")
        page.press("ArrowRight", "ArrowRight")
        self.assertEqual(page.evaluate("document.querySelector('.row.selected .leg').textContent"), leg)
        page.press("Enter")
        self.assertTrue(page.evaluate("document.activeElement.matches('pre.payload')"))
        page.press("Escape")
        self.assertTrue(page.evaluate("document.activeElement.matches('.ladder')"))
        page.press("e", "o")
        self.assertEqual(self.count(".row.event") + self.count(".row.log"), 0)
        page.press("e", "o")
        page.press("f")
        self.assertLess(self.count(".row.sip"), MESSAGES)
        self.assertEqual(page.evaluate("new Set([...document.querySelectorAll('.row .leg')].map((one) => one.textContent)).size"), 1)
        page.press("f")
        self.assertEqual(self.count(".row.sip"), MESSAGES)
        self.assertRegex(self.text(".row .time"), r"^[+-]\d+\.\d{3}$")
        page.press("t")
        self.assertRegex(self.text(".row .time"), r"^\d\d:\d\d:\d\d\.\d{3}$")
        page.press("t")
        for key, view in (("2", "graph"), ("3", "logs"), ("4", "quality"), ("1", "ladder")):
            page.press(key)
            self.assertTrue(page.evaluate(f"!!document.querySelector('.pane .{view}')"), view)
        page.press("?")
        self.assertTrue(page.evaluate("document.querySelector('dialog.help').open"))
        page.press("Escape")
        page.wait("!document.querySelector('dialog')")

    def test_tab_reaches_everything_and_each_stop_can_be_seen_and_named(self):
        page = self.page
        self.open_call(CALLER_LEG)
        page.evaluate("document.getElementById('skip').focus()")
        stops = []
        for _ in range(60):
            page.press("Tab")
            stop = page.evaluate("""(() => { const one = document.activeElement; if (one === document.body) return null;
                const style = getComputedStyle(one);
                return {key: one.id || one.className || one.textContent, seen: style.outlineStyle !== 'none',
                    name: one.getAttribute('aria-label') || one.textContent.trim() || one.title}; })()""")
            if stop is None or (stops and stop["key"] == stops[0]["key"]):
                break
            stops.append(stop)
        for stop in stops:
            self.assertTrue(stop["name"], stop)
            self.assertTrue(stop["seen"], stop)
        keys = " ".join(stop["key"] for stop in stops)
        for part in ("search", "tab-ladder", "leg hue0", "ladder", "payload"):
            self.assertIn(part, keys)

    def test_the_graph_has_every_link_with_all_its_evidence(self):
        self.open_call(CALLER_LEG, "?view=graph")
        self.page.wait("document.querySelector('.graph')")
        links = self.trace["links"]
        self.assertEqual(self.count(".links tbody tr"), len(links))
        self.assertEqual(self.count(".links .evidence li"), sum(len(link["evidence"]) for link in links))
        self.assertEqual(self.count(".graph .box"), 4)
        self.assertIn("variable_sip_call_id", self.text(".links"))
        wires = self.page.evaluate("[...document.querySelectorAll('.wire')].map((one) => one.dataset.links).join(' ')")
        self.assertEqual(sorted(map(int, wires.split())), list(range(len(links))))
        self.page.click(".wire-label text")
        self.assertEqual(self.count(".wire.chosen"), 1)

    def test_logs_are_filtered_and_lead_to_their_place(self):
        page = self.page
        self.open_call(CALLER_LEG, "?view=logs")
        page.wait("document.querySelector('.logs tbody tr')")
        lines = sum(one["kind"] == "log" for one in self.trace["messages"])
        self.assertEqual(self.count(".logs tbody tr"), lines)
        page.click(".logs input")
        page.type("has been answered")
        self.assertEqual(self.count(".logs tbody tr"), 2)
        page.press("Tab")
        page.press("Enter")
        self.assertIn("has been answered", self.text(".row.selected"))

    def test_quality_is_plotted_for_each_measure_that_there_is(self):
        # The recording has two reports of the switch; others are put into the answer in their place.
        self.page.before_each("""
        const ask = window.fetch;
        window.fetch = async (path, options) => {
            const answer = await ask(path, options);
            if (!String(path).includes('/trace/')) return answer;
            const trace = await answer.json();
            const start = Date.parse(trace.call.start);
            trace.messages = trace.messages.filter((message) => message.kind !== 'quality');
            for (let at = 0; at < 40; at += 1) trace.messages.push({
                time: new Date(start + at * 100).toISOString().replace('Z', '000Z'), kind: 'quality', node: 'rtp1',
                source: 'rtcp', reporter: '192.0.2.9:4001', direction: 'received', scope: 'interval', packets_lost: at,
                call_id: trace.dialogs[at % 2].call_id, loss: at / 400, jitter_seconds: 0.002,
                round_trip_seconds: at % 3 ? 0.04 : null, mos: null});
            return new Response(JSON.stringify(trace), {status: 200});
        };""")
        self.open_call(CALLER_LEG, "?view=quality")
        self.page.wait("document.querySelector('.quality')")
        names = self.page.evaluate("[...document.querySelectorAll('.quality figcaption')].map((one) => one.textContent)")
        self.assertEqual(names, ["packet loss", "jitter", "round trip"])
        self.assertEqual(self.count(".quality .legend li"), 2)
        self.assertEqual(self.count(".quality figure:first-of-type .dot"), 40)
        self.assertEqual(self.count(".quality tbody tr"), 40)
        self.assertIn("192.0.2.9:4001", self.text(".quality .legend"))

    def test_each_format_can_be_taken_away(self):
        self.open_call(CALLER_LEG)
        links = self.page.evaluate("[...document.querySelectorAll('.menu a')].map((one) => one.href)")
        base = f"{self.collector.server}/api/v1/trace/{urllib.parse.quote(CALLER_LEG, safe='')}?format="
        self.assertEqual(set(links), {base + name for name in FORMATS})

    def test_a_link_leads_back_to_the_same_message(self):
        self.open_call(CALLER_LEG)
        self.page.press("End", "ArrowUp")
        address, selected = self.page.evaluate("[location.href, document.querySelector('.row.selected').textContent]")
        self.page.open(address)
        self.page.wait("document.querySelector('.row.selected')")
        self.assertEqual(self.page.evaluate("document.querySelector('.row.selected').textContent"), selected)
        box = self.page.evaluate("document.querySelector('.row.selected').getBoundingClientRect().toJSON()")
        self.assertTrue(0 < box["top"] < 900, box)

    def test_new_calls_come_by_themselves_while_the_list_is_looked_at(self):
        page = self.page
        page.open(f"{self.collector.server}/#/?q=6006")
        page.wait("document.querySelector('.calls .empty:not([hidden])')")
        self.agent.call("live@x", "6006", "1001", 486, time.time() - 2)
        page.wait("document.querySelectorAll('.calls tbody tr').length === 1")
        self.assertIn("busy", self.text(".calls tbody tr"))
        hide = "Object.defineProperty(document, 'hidden', {get: () => %s, configurable: true});"
        hide += "document.dispatchEvent(new Event('visibilitychange'));"
        page.evaluate(hide % "true")
        time.sleep(0.5)
        page.drain()
        before = len(page.requests)
        time.sleep(3)
        page.drain()
        self.assertEqual(page.requests[before:], [])
        page.evaluate(hide % "false")
        time.sleep(0.5)
        page.drain()
        self.assertTrue(any("/api/v1/calls" in url for url in page.requests[before:]))

    def test_a_wrong_search_is_told_what_to_write(self):
        self.page.open(f"{self.collector.server}/#/?q=status:banana")
        self.page.wait("document.querySelector('.bar .bad')?.textContent.includes('status')")

    def test_health_says_what_the_doctor_says(self):
        self.page.open(f"{self.collector.server}/#/health")
        self.page.wait("document.querySelector('.health-page table')")
        self.assertIn("edge", self.text(".health-page"))

    # How it looks.

    def test_light_and_dark_are_two_pictures_with_enough_contrast_and_neither_is_blank(self):
        grounds = []
        for scheme in ("light", "dark"):
            self.page.prefer(scheme)
            self.open_call(CALLER_LEG)
            counts = colours(self.page.screenshot(scale=0.5))
            total = sum(counts.values())
            ground, most = max(counts.items(), key=lambda pair: pair[1])
            self.assertGreater(len(counts), 40, scheme)
            self.assertTrue(0.3 < most / total < 0.97, (scheme, most / total))
            grounds.append(sum(ground))
            weakest = self.page.evaluate("""(() => {
                const probe = document.createElement('span'); document.body.append(probe);
                const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
                const light = (text) => rgb(text).map((v) => v / 255)
                    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
                    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
                const resolve = (name) => { probe.style.color = `var(${name})`; return light(getComputedStyle(probe).color); };
                const texts = ['--text', '--dim', '--accent', '--good', '--bad', '--quiet', ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `--hue${n}`)];
                const found = [];
                for (const ground of ['--ground', '--raised', '--chosen', '--hover']) for (const text of texts) {
                    const [a, b] = [resolve(ground), resolve(text)].sort((x, y) => y - x);
                    found.push([(a + 0.05) / (b + 0.05), text, ground]);
                }
                return found.sort((a, b) => a[0] - b[0])[0]; })()""")
            self.assertGreaterEqual(weakest[0], 4.5, (scheme, weakest))
        self.assertGreater(grounds[0] - grounds[1], 400)

    def test_it_can_be_used_on_a_narrow_window(self):
        self.page.resize(800, 600)
        self.open_call(CALLER_LEG)
        self.assertLessEqual(self.page.evaluate("document.documentElement.scrollWidth"), 800)
        self.page.click(".row.sip .label")
        self.assertGreater(self.page.evaluate("document.querySelector('.inspector').clientHeight"), 80)

    # What a hostile caller gets.

    def test_nothing_that_a_caller_writes_runs_or_is_fetched(self):
        page = self.page
        page.open(self.collector.server + "/#/?q=status:486")
        page.wait(f"document.querySelectorAll('.calls tbody tr').length >= {len(self.hostile)}")
        for name in self.hostile:
            self.open_call(name)
            page.press("Home", "d", "End", "d")
            self.assertEqual(self.count(".diff"), 1, name[:80])
            page.press("Escape", "Enter", "Escape")
            for key in ("2", "3", "4", "1", "f", "t"):
                page.press(key)
            made = page.evaluate(
                "document.querySelectorAll('main script, main img, main iframe, main link, main base, main meta, main style, "
                "main [onerror], main [onload], main [srcdoc], main [style*=url]').length")
            self.assertEqual(made, 0, name[:80])
            addresses = page.evaluate("[...document.querySelectorAll('a')].map((one) => one.protocol)")
            self.assertEqual(set(addresses), {"http:"}, name[:80])
            self.assertEqual(page.evaluate("window.harm"), [], name[:80])
            wide = page.evaluate("document.documentElement.scrollWidth")
            self.assertLessEqual(wide, 1440, name[:80])

    def test_what_is_unseen_is_written_out_and_long_names_are_cut(self):
        reversing = next(name for name in self.hostile if "\u202e" in name)
        self.open_call(reversing)
        shown = self.page.evaluate("document.body.innerText")
        self.assertNotIn("\u202e", shown)
        self.assertIn("\\u{202e}", shown)
        long = next(name for name in self.hostile if name.startswith("AAAA"))
        self.open_call(long)
        self.assertLess(max(map(len, self.page.evaluate(
            "[...document.querySelectorAll('.call-head, .legs .leg, .row .label')].map((one) => one.textContent)"))), 1500)

    def test_should_a_text_ever_become_markup_the_policy_stands_behind_it(self):
        # Shows as well that what the other tests watch for would be seen.
        page = self.page
        page.open(self.collector.server + "/")
        page.wait("document.querySelector('.calls')")
        for script in (
            "document.body.innerHTML = '<b>x</b>'", "document.createElement('script').textContent = 'pwned(1)'",
            "document.createElement('script').src = '//evil.test/x.js'", "eval('pwned(2)')",
            "setTimeout('pwned(3)')",
        ):
            made = page.evaluate(f"new Promise((done) => {{ try {{ {script}; done('made'); }} catch (e) {{ done(e.name); }} }})")
            self.assertIn(made, ("TypeError", "EvalError"), script)
        page.evaluate("new Image().src = 'http://evil.test/x.png'; fetch('http://evil.test/').catch(() => 0)")
        page.wait("window.harm.filter((one) => one.includes('evil.test')).length >= 2")
        self.assertNotIn("ran", " ".join(page.evaluate("window.harm")))
        page.evaluate("window.harm = []")
        page.drain()
        page.requests.clear()
        page.problems.clear()

    # What it costs.

    def test_five_hundred_messages_are_drawn_in_under_300_ms(self):
        taken = []
        for _ in range(3):
            self.open_call(LONG_CALL)
            self.page.wait("performance.getEntriesByName('ladder painted').length > 0")
            self.assertEqual(self.count(".row.sip"), 500)
            taken.append(self.page.evaluate("performance.getEntriesByName('ladder painted')[0].duration"))
        print(f"\n500 messages painted in {', '.join(f'{one:.0f}' for one in taken)} ms", flush=True)
        # The best of three: other programs share the processor.
        self.assertLess(min(taken), LADDER_MILLISECONDS_MAX, taken)
        self.page.press("End")
        self.assertIn("250", self.text(".inspector .payload"))

    def test_all_of_it_is_less_than_150_kib_and_comes_with_its_headers(self):
        self.page.open(self.collector.server + "/")
        self.page.wait("document.querySelector('.calls')")
        self.page.drain()
        paths = {urllib.parse.urlsplit(url).path for url in self.page.requests}
        files = {path for path in paths if path == "/" or path.startswith("/page/")}
        self.assertGreater(len(files), 10)
        total = 0
        for path in files:
            with urllib.request.urlopen(self.collector.server + path, timeout=10) as answer:
                headers, body = answer.headers, answer.read()
            total += len(body)
            policy = headers["Content-Security-Policy"]
            for part in ("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"):
                self.assertIn(part, policy, path)
            self.assertNotIn("unsafe", policy)
            self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
            known = urllib.request.Request(
                self.collector.server + path, headers={"If-None-Match": headers["ETag"]})
            with self.assertRaises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(known, timeout=10)
            self.assertEqual(caught.exception.code, 304, path)
            caught.exception.close()
        self.assertLess(total, PAGE_BYTES_MAX)


@unittest.skipUnless(find_browser(), "chromium is not installed: the page was not looked at in a browser")
class GuardedPage(unittest.TestCase):
    def test_the_page_loads_without_a_token_and_asks_for_it(self):
        with CollectorProcess(BINARY, tokens=["sesame"]) as collector, Browser() as browser:
            collector.start()
            agent = Agent(collector)
            agent.call("kept@x", "1", "2", 486, time.time() - 5)
            agent.socket.close()
            page = browser.page()
            page.before_each(WATCH)
            page.open(collector.server + "/")
            page.wait("document.querySelector('dialog.token')?.open")
            page.type("wrong")
            page.press("Enter")
            page.wait("document.querySelector('dialog.token .bad')?.textContent")
            page.type("sesame")
            page.press("Enter")
            page.wait("document.querySelectorAll('.calls tbody tr').length === 1")
            page.wait("!document.querySelector('dialog')")
            page.open(collector.server + "/#/call/kept%40x")
            page.wait("document.querySelectorAll('.row.sip').length === 3")
            self.assertNotIn("sesame", page.evaluate("location.href + document.cookie + JSON.stringify(localStorage)"))
            self.assertEqual(page.evaluate("window.harm"), [])
            # Another tab knows nothing of it.
            other = browser.page()
            other.open(collector.server + "/")
            other.wait("document.querySelector('dialog.token')?.open")
