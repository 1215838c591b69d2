"""Drives a headless Chromium by its DevTools protocol, with nothing but Python's own library.

    with Browser() as browser:
        page = browser.page()
        page.open("http://127.0.0.1:9080/")
        page.press("/")
"""

import base64
import json
import os
import pathlib
import shutil
import signal
import socket
import struct
import subprocess
import tempfile
import time
import urllib.request
import zlib

START_SECONDS = 60
ANSWER_SECONDS = 60
WAIT_SECONDS = 20
NAMES = ("chromium", "chromium-browser", "google-chrome")

# Keys that have no text of their own, with their codes.
KEYS = {
    "Enter": 13, "Escape": 27, "Tab": 9, "Backspace": 8, "ArrowDown": 40, "ArrowUp": 38, "ArrowLeft": 37,
    "ArrowRight": 39, "Home": 36, "End": 35, "PageDown": 34, "PageUp": 33,
}


class BrowserFailure(Exception):
    """What the browser did not do."""


def find_browser():
    """The path of a Chromium, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Browser:
    """A Chromium with an empty profile, ended when the block ends."""

    def __init__(self, width=1440, height=900):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"calltrace-browser-{os.getpid()}-"))
        command = [
            find_browser() or "chromium", "--headless=new", "--remote-debugging-port=0",
            f"--user-data-dir={self.folder}", f"--window-size={width},{height}", "--no-first-run",
            "--disable-gpu", "--disable-extensions", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
            "about:blank",
        ]
        if os.geteuid() == 0:
            # Root has no user namespace to be kept in.
            command.insert(1, "--no-sandbox")
        with open(self.folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        self._pages = []
        self._port = self._find_port()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def page(self):
        """A new tab."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/json/new?about:blank", method="PUT"
        )
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS) as answer:
            page = Page(json.load(answer)["webSocketDebuggerUrl"])
        self._pages.append(page)
        return page

    def close(self):
        """Ends the browser with all its processes."""
        for page in self._pages:
            page.close()
        # A session of its own: none of its helpers stays behind and writes into the profile again.
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self._process.wait()
        deadline = time.monotonic() + 5
        while self.folder.exists() and time.monotonic() < deadline:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _find_port(self):
        path = self.folder / "DevToolsActivePort"
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self._process.poll() is None:
            lines = path.read_text().splitlines() if path.exists() else []
            if len(lines) >= 2:
                return int(lines[0])
            time.sleep(0.05)
        text = (self.folder / "log").read_text(errors="replace")[-2000:]
        self.close()
        raise BrowserFailure(f"Chromium did not start: {text}")


class WebSocket:
    """A client's end of a WebSocket (RFC 6455), text messages only."""

    def __init__(self, url):
        place, _, path = url.removeprefix("ws://").partition("/")
        host, _, port = place.partition(":")
        self._socket = socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(
            f"GET /{path} HTTP/1.1\r\nHost: {place}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self._pending = b""
        while b"\r\n\r\n" not in self._pending:
            self._receive()
        head, self._pending = self._pending.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 101"):
            raise BrowserFailure(f"no WebSocket: {head[:200]!r}")

    def send(self, text):
        """Sends a message in one frame; a client's frames are masked (§5.3)."""
        data, mask = text.encode(), os.urandom(4)
        head = b"\x81"
        if len(data) < 126:
            head += bytes([0x80 | len(data)])
        elif len(data) < 65536:
            head += struct.pack("!BH", 0x80 | 126, len(data))
        else:
            head += struct.pack("!BQ", 0x80 | 127, len(data))
        masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(data))
        self._socket.sendall(head + mask + masked)

    def receive(self, seconds):
        """The next message; None when none came in this time."""
        deadline = time.monotonic() + seconds
        message = b""
        while True:
            frame = self._frame()
            while frame is None:
                left = deadline - time.monotonic()
                if left <= 0 or not self._receive(left):
                    return None
                frame = self._frame()
            first, data = frame
            if first & 0x0F == 8:
                raise BrowserFailure("the browser closed the connection")
            if first & 0x0F >= 8:
                continue
            message += data
            if first & 0x80:
                return message.decode("utf-8", "replace")

    def close(self):
        self._socket.close()

    def _receive(self, seconds=ANSWER_SECONDS):
        self._socket.settimeout(seconds)
        try:
            data = self._socket.recv(1 << 16)
        except TimeoutError:
            return False
        finally:
            self._socket.settimeout(ANSWER_SECONDS)
        if not data:
            raise BrowserFailure("the browser is gone")
        self._pending += data
        return True

    def _frame(self):
        if len(self._pending) < 2:
            return None
        first, length, at = self._pending[0], self._pending[1] & 0x7F, 2
        if length >= 126:
            size = 2 if length == 126 else 8
            if len(self._pending) < 2 + size:
                return None
            length, at = int.from_bytes(self._pending[2 : 2 + size], "big"), 2 + size
        if len(self._pending) < at + length:
            return None
        data, self._pending = self._pending[at : at + length], self._pending[at + length :]
        return first, data


class Page:
    """One page of a browser. `requests` has every address that it asked for, `problems` what its scripts threw
    and what its policy refused."""

    def __init__(self, url):
        self._socket = WebSocket(url)
        self._number = 0
        self.requests, self.problems = [], []
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")
        self.call("Network.setCacheDisabled", cacheDisabled=True)

    def close(self):
        self._socket.close()

    def call(self, method, **parameters):
        """Does something; returns what the browser answers."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        deadline = time.monotonic() + ANSWER_SECONDS
        while time.monotonic() < deadline:
            text = self._socket.receive(deadline - time.monotonic())
            if text is None:
                break
            message = json.loads(text)
            if message.get("id") == self._number:
                if "error" in message:
                    raise BrowserFailure(f"{method}: {message['error']['message']}")
                return message["result"]
            self._note(message)
        raise BrowserFailure(f"{method}: no answer in {ANSWER_SECONDS} s")

    def open(self, url):
        """Goes to an address and waits until the page is loaded, with its modules."""
        self.call("Page.navigate", url="about:blank")
        self.wait("location.href === 'about:blank' && document.readyState === 'complete'")
        self.call("Page.navigate", url=url)
        self.wait("location.href !== 'about:blank' && document.readyState === 'complete'")

    def before_each(self, script):
        """Runs a script in each new document before its own."""
        self.call("Page.addScriptToEvaluateOnNewDocument", source=script)

    def evaluate(self, expression):
        """The value of an expression, awaited, as JSON."""
        answer = self.call(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True,
            # As the page's own scripts: what its policy forbids them, it forbids here.
            allowUnsafeEvalBlockedByCSP=False,
        )
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            text = details.get("exception", {}).get("description", details["text"])
            raise BrowserFailure(f"{expression}: {text}")
        return answer["result"].get("value")

    def wait(self, expression, seconds=WAIT_SECONDS):
        """Waits until an expression is true, in the browser's sense of it."""
        deadline = time.monotonic() + seconds
        while not self.evaluate(f"Boolean({expression})"):
            if time.monotonic() > deadline:
                shown = self.evaluate("document.body?.innerText.slice(0, 600)")
                raise BrowserFailure(f"never true: {expression}; the page says: {shown}")
            time.sleep(0.03)

    def press(self, *keys):
        """Presses keys one after the other: names such as Enter, or characters."""
        for key in keys:
            event = {"key": key, "code": key, "windowsVirtualKeyCode": KEYS.get(key, ord(key[0].upper()))}
            if key == "Enter":
                event["text"] = "\r"
            elif key not in KEYS:
                event["text"] = key
            self.call("Input.dispatchKeyEvent", type="keyDown", **event)
            self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text):
        """Puts a text where the focus is."""
        self.call("Input.insertText", text=text)

    def click(self, selector):
        """Clicks the middle of the first element of a selector, as a mouse does."""
        box = self.evaluate(
            f"""(() => {{ const one = document.querySelector({json.dumps(selector)});
            one.scrollIntoView({{block: 'nearest'}}); const box = one.getBoundingClientRect();
            return {{x: box.x + box.width / 2, y: box.y + box.height / 2}}; }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **box)

    def prefer(self, scheme):
        """Makes the page think that the person prefers `light` or `dark`."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self.call("Emulation.setEmulatedMedia", media="screen", features=[feature])

    def resize(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=False,
        )

    def screenshot(self, scale=1):
        """The window as PNG."""
        size = self.evaluate("({width: innerWidth, height: innerHeight})")
        clip = {"x": 0, "y": 0, **size, "scale": scale}
        return base64.b64decode(self.call("Page.captureScreenshot", format="png", clip=clip)["data"])

    def drain(self):
        """Takes in what has happened by now."""
        self.evaluate("0")

    def _note(self, message):
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            details = parameters["exceptionDetails"]
            self.problems.append(details.get("exception", {}).get("description", details["text"]))
        elif method == "Page.javascriptDialogOpening":
            self.problems.append(f"a dialog: {parameters['message']}")
        elif method == "Log.entryAdded" and parameters["entry"]["source"] == "security":
            self.problems.append(parameters["entry"]["text"])


def colours(png):
    """How often each colour stands in a PNG of 8 bits a channel, without interlace."""
    position, data = 8, b""
    width = height = channels = 0
    while position < len(png):
        length, kind = struct.unpack_from("!I4s", png, position)
        body = png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, _, form = struct.unpack_from("!IIBB", body)
            channels = {2: 3, 6: 4}[form]
        elif kind == b"IDAT":
            data += body
        position += 12 + length
    raw, stride = zlib.decompress(data), width * channels
    before, counts = bytearray(stride), {}
    for row in range(height):
        start = row * (stride + 1)
        line = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before, channels)
        # Every seventh pixel is enough to tell a page from a blank one.
        for at in range((row % 7) * channels, stride, 7 * channels):
            colour = bytes(line[at : at + 3])
            counts[colour] = counts.get(colour, 0) + 1
        before = line
    return counts


def _unfiltered(kind, line, above, channels):
    # Filters of PNG, §9.2: none, sub, up, average, Paeth.
    for at in range(len(line)):
        left = line[at - channels] if at >= channels else 0
        if kind == 1:
            line[at] = (line[at] + left) & 255
        elif kind == 2:
            line[at] = (line[at] + above[at]) & 255
        elif kind == 3:
            line[at] = (line[at] + (left + above[at]) // 2) & 255
        elif kind == 4:
            corner = above[at - channels] if at >= channels else 0
            guess = left + above[at] - corner
            _, best = min(
                (abs(guess - left), left), (abs(guess - above[at]), above[at]),
                (abs(guess - corner), corner), key=lambda pair: pair[0],
            )
            line[at] = (line[at] + best) & 255
    return line
