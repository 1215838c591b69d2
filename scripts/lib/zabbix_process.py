"""Runs a scratch Zabbix on loopback: PostgreSQL, the server, and the frontend in PHP's own web server.

All three run without root's rights: as Debian's user `postgres` where root starts them. Nothing of the machine's own
databases or configuration is touched, and only what was started here is ended.
"""

import glob
import gzip
import json
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from collector_process import CollectorFailure, free_port

SCHEMA = pathlib.Path("/usr/share/zabbix-server-pgsql")
FRONTEND = pathlib.Path("/usr/share/zabbix")
SERVER = "/usr/sbin/zabbix_server"
START_SECONDS = 60
# Debian's frontend looks here and nowhere else.
SETTINGS = "/etc/zabbix/zabbix.conf.php"


def postgres_program(name):
    """Debian keeps PostgreSQL's programs off the path."""
    return next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None)


def low_port():
    """A free port that zabbix_server takes: it wants one under 32768."""
    for port in range(20_000 + os.getpid() % 10_000, 32_768):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise CollectorFailure("no free port under 32768")


def missing_programs():
    """What the test needs and this machine has not."""
    parts = {
        "postgresql": postgres_program("initdb"), "zabbix-server-pgsql": os.path.exists(SERVER) and SCHEMA.is_dir(),
        "zabbix-frontend-php": FRONTEND.is_dir(), "php-cli": shutil.which("php"),
    }
    return [name for name, found in parts.items() if not found]


class ZabbixProcess:
    """A Zabbix with its usual first user: `with ZabbixProcess() as zabbix: …` ends what it started."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="calltrace-zabbix-"))
        self._user = "postgres" if os.geteuid() == 0 else None
        self._database_port = free_port(socket.SOCK_STREAM)
        self._server_port = low_port()
        self._web_port = free_port(socket.SOCK_STREAM)
        self._running = []
        self._token = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self._running):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(timeout=20)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """Makes a database, starts all three, and signs in."""
        shutil.copytree(FRONTEND, self.folder / "web")
        self._write("server.conf", (
            "DBHost=127.0.0.1\nDBName=zabbix\nDBUser=zabbix\n"
            f"DBPort={self._database_port}\nListenIP=127.0.0.1\nListenPort={self._server_port}\n"
            f"LogFile={self.folder}/server.log\nPidFile={self.folder}/server.pid\nSocketDir={self.folder}\n"
            "StartPollers=2\nStartPreprocessors=1\nStartTrappers=1\nStartPingers=0\nStartDiscoverers=0\n"
            # Everybody else can wait for a minute; a test cannot.
            "CacheUpdateFrequency=1\n"
        ))
        self._write("zabbix.conf.php", (
            "<?php\n$DB['TYPE'] = 'POSTGRESQL'; $DB['SERVER'] = '127.0.0.1'; "
            f"$DB['PORT'] = '{self._database_port}'; $DB['DATABASE'] = 'zabbix'; $DB['USER'] = 'zabbix'; "
            "$DB['PASSWORD'] = ''; $DB['SCHEMA'] = ''; $DB['ENCRYPTION'] = false; $DB['VAULT_URL'] = ''; "
            "$DB['VAULT_DB_PATH'] = ''; $DB['VAULT_TOKEN'] = ''; $DB['DOUBLE_IEEE754'] = true;\n"
            f"$ZBX_SERVER = '127.0.0.1'; $ZBX_SERVER_PORT = '{self._server_port}'; $ZBX_SERVER_NAME = '';\n"
        ))
        reader = self.folder / "web" / "include" / "classes" / "core" / "CConfigFile.php"
        text = reader.read_text(encoding="utf-8")
        if SETTINGS not in text:
            raise CollectorFailure(f"this frontend does not read {SETTINGS}")
        reader.write_text(text.replace(SETTINGS, f"{self.folder}/zabbix.conf.php"), encoding="utf-8")
        self._own()
        self._start_database()
        self._launch(SERVER, "-f", "-c", f"{self.folder}/server.conf")
        self._launch("php", "-S", f"127.0.0.1:{self._web_port}", "-t", f"{self.folder}/web")
        self._sign_in()

    def call(self, method, **parameters):
        """The result of a method of the JSON-RPC API. Raises when one of the three has ended."""
        if any(process.poll() is not None for process in self._running):
            raise CollectorFailure("\n  | ".join(["a program of Zabbix ended", *self.log()]))
        body = {"jsonrpc": "2.0", "method": method, "params": parameters, "id": 1, "auth": self._token}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._web_port}/api_jsonrpc.php", json.dumps(body).encode(),
            {"Content-Type": "application/json-rpc"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            said = json.loads(answer.read())
        if "error" in said:
            raise CollectorFailure(f"{method}: {said['error'].get('data') or said['error']}")
        return said["result"]

    def log(self):
        """The last lines of the server, or what it said before it had a log."""
        paths = (self.folder / name for name in ("server.log", "programs.log"))
        path = next(path for path in paths if path.exists())
        return path.read_text(errors="replace").splitlines()[-20:]

    def _write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")

    def _own(self):
        if not self._user:
            return
        owner = pwd.getpwnam(self._user)
        for folder, _, names in os.walk(self.folder):
            for path in (folder, *(os.path.join(folder, name) for name in names)):
                os.chown(path, owner.pw_uid, owner.pw_gid)

    def _launch(self, *command):
        with open(self.folder / "programs.log", "ab") as log:
            self._running.append(subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, user=self._user, cwd=self.folder))

    def _run(self, *command, **settings):
        done = subprocess.run(
            command, capture_output=True, user=self._user, cwd=self.folder, check=False, **settings)
        if done.returncode != 0:
            raise CollectorFailure(f"{command[0]}: {done.stderr.decode()[-500:]}")

    def _start_database(self):
        data = str(self.folder / "database")
        self._run(postgres_program("initdb"), "-D", data, "-A", "trust", "-U", "zabbix", "-E", "UTF8",
                  "--locale=C.UTF-8", "--no-sync")
        self._launch(
            postgres_program("postgres"), "-D", data, "-p", str(self._database_port), "-k", str(self.folder),
            "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "full_page_writes=off")
        at = ("-h", "127.0.0.1", "-p", str(self._database_port), "-U", "zabbix")
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run([postgres_program("pg_isready"), *at], capture_output=True, check=False).returncode:
            if time.monotonic() > deadline:
                raise CollectorFailure("PostgreSQL did not start")
            time.sleep(0.2)
        self._run(postgres_program("createdb"), *at, "zabbix")
        for name in ("schema", "images", "data"):
            text = gzip.decompress((SCHEMA / f"{name}.sql.gz").read_bytes())
            self._run(postgres_program("psql"), *at, "-q", "-v", "ON_ERROR_STOP=1", "zabbix", input=text)

    def _sign_in(self):
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self._token = self.call("user.login", username="Admin", password="zabbix")
                return
            except (urllib.error.URLError, OSError, json.JSONDecodeError) as error:
                if time.monotonic() > deadline:
                    raise CollectorFailure(f"the frontend does not answer: {error}") from None
                time.sleep(0.5)
