"""A stand-in for a FreeSWITCH event socket: one client at a time, recorded events to play.

It speaks what a collector needs: auth, event, log, api, exit. No channel is ever up when it is
asked, since a recording begins before its call.
"""

import json
import socket
import threading

COMMAND_BYTES_MAX = 65_536
LOG_LEVELS = ("console", "alert", "crit", "err", "warning", "notice", "info", "debug")


class SwitchServer:
    """Listens on a loopback port; `send` passes a message to the client if it asked for it."""

    def __init__(self, port, password="ClueCon", address="127.0.0.1"):
        self.password = password
        self.asked = threading.Event()  # set once a client has looked for channels that are up
        self._events, self._subclasses = set(), set()
        self._log_level = -1
        self._client = None
        self._lock = threading.Lock()
        self._listener = socket.create_server((address, port))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def send(self, kind, headers, body):
        """Sends one recorded event or log line. Returns whether the client wanted it."""
        with self._lock:
            if not self._client or not self._wanted(kind, headers):
                return False
            if kind == "event":
                fields = dict(headers, _body=body) if body else headers
                frame = _frame("text/event-json", json.dumps(fields, ensure_ascii=False))
            else:
                names = ("Log-Level", "Text-Channel", "Log-File", "Log-Func", "Log-Line", "User-Data")
                extra = "".join(f"{name}: {headers[name]}\n" for name in names if name in headers)
                frame = _frame("log/data", body, extra)
            self._client.sendall(frame)
            return True

    def close(self):
        """Stops listening and hangs up."""
        self._listener.close()
        with self._lock:
            if self._client:
                self._client.close()
                self._client = None

    def _wanted(self, kind, headers):
        if kind == "log":
            return int(headers.get("Log-Level", 7)) <= self._log_level
        name = headers.get("Event-Name", "")
        if name == "CUSTOM":
            return headers.get("Event-Subclass", "") in self._subclasses
        return name in self._events or "ALL" in self._events

    def _accept(self):
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            try:
                self._serve(client)
            except OSError:
                pass  # a client may leave at any time
            with self._lock:
                self._client = None
                self._events, self._subclasses, self._log_level = set(), set(), -1
            client.close()

    def _serve(self, client):
        client.sendall(b"Content-Type: auth/request\n\n")
        pending, trusted = b"", False
        while data := client.recv(4096):
            pending += data
            while b"\n\n" in pending:
                command, pending = pending.split(b"\n\n", 1)
                word, _, rest = command.decode("utf-8", "replace").strip().partition(" ")
                if word == "exit":
                    client.sendall(_reply("+OK bye"))
                    return
                if word == "auth":
                    trusted = rest == self.password
                    client.sendall(_reply("+OK accepted" if trusted else "-ERR invalid"))
                    if not trusted:
                        return
                else:
                    answer = self._answer(word, rest) if trusted else _reply("-ERR command not found")
                    with self._lock:
                        client.sendall(answer)
                        if self._events:
                            self._client = client
            if len(pending) > COMMAND_BYTES_MAX:
                return

    def _answer(self, word, rest):
        if word == "event":
            form, *names = rest.split()
            if form != "json":
                return _reply("-ERR this stand-in speaks json only")
            with self._lock:
                at = names.index("CUSTOM") if "CUSTOM" in names else len(names)
                self._events.update(names[:at])
                self._subclasses.update(names[at + 1 :])
            return _reply("+OK event listener enabled json")
        if word == "log":
            name = LOG_LEVELS[min(int(rest), 7)] if rest.isdigit() else rest.lower()
            if name not in LOG_LEVELS:
                return _reply("-ERR invalid log level")
            self._log_level = LOG_LEVELS.index(name)
            return _reply(f"+OK log level {name} [{self._log_level}]")
        if word == "api":
            if rest.startswith("show channels"):
                self.asked.set()
                return _frame("api/response", '{"row_count": 0}\n')
            return _frame("api/response", "-ERR No such channel!\n")
        if word in ("noevents", "nolog", "linger", "nolinger", "filter"):
            return _reply("+OK")
        return _reply("-ERR command not found")


def _reply(text):
    return f"Content-Type: command/reply\nReply-Text: {text}\n\n".encode()


def _frame(content_type, body, extra=""):
    data = body.encode()
    return f"Content-Length: {len(data)}\nContent-Type: {content_type}\n{extra}\n".encode() + data
