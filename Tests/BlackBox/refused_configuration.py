"""Configurations that cannot work: one clear line naming what is wrong, exit code 2."""

import os
import pathlib
import socket
import subprocess
import tempfile
import unittest

from collector_process import clean_environment, free_port

BINARY = os.environ["BINARY_UNDER_TEST"]


class RefusedConfiguration(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="calltrace-refused-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def refuse(self, word, text="", udp=None, http=None, environment=None):
        """Starts the collector and expects it to end at once with a line that has `word`."""
        udp = udp or f"127.0.0.1:{free_port()}"
        http = http or f"127.0.0.1:{free_port(socket.SOCK_STREAM)}"
        path = self.folder / "calltrace.yaml"
        path.write_text(
            f"data_dir: {self.folder / 'data'}\nhep:\n  udp: {udp}\n  tcp: \"\"\n"
            f"http:\n  address: {http}\n{text}"
        )
        self.refuse_file(path, word, environment)

    def refuse_file(self, path, word, environment=None):
        ended = subprocess.run(
            [BINARY, "serve", "--config", str(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=15,
            env=clean_environment() | (environment or {}),
            check=False,
        )
        self.assertEqual(ended.returncode, 2, ended.stderr)
        lines = ended.stderr.strip().splitlines()
        self.assertIn(word, lines[-1] if lines else "")
        self.assertEqual(sum(word in line for line in lines), 1, ended.stderr)

    def test_an_unknown_key_is_named(self):
        self.refuse("colour", "colour: blue\n")

    def test_an_unknown_key_in_a_section_is_named(self):
        self.refuse("tenants_id", "loki:\n  tenants_id: acme\n")

    def test_a_missing_file_is_named(self):
        self.refuse_file(self.folder / "absent.yaml", "absent.yaml")

    def test_what_is_not_yaml_is_refused(self):
        path = self.folder / "broken.yaml"
        path.write_text("hep: [unclosed\n")
        self.refuse_file(path, "broken.yaml")

    def test_a_bad_address_is_named(self):
        self.refuse("nowhere", udp="nowhere")

    def test_a_bad_port_is_named(self):
        self.refuse("99999", udp="127.0.0.1:99999")

    def test_a_bad_value_in_the_environment_is_named(self):
        self.refuse("bogus", environment={"CALLTRACE_HTTP_ADDRESS": "bogus"})

    def test_a_busy_udp_port_is_named(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as holder:
            holder.bind(("127.0.0.1", 0))
            port = str(holder.getsockname()[1])
            self.refuse(port, udp=f"127.0.0.1:{port}")

    def test_a_busy_http_port_is_named(self):
        with socket.create_server(("127.0.0.1", 0)) as holder:
            port = str(holder.getsockname()[1])
            self.refuse(port, http=f"127.0.0.1:{port}")

    def test_an_unknown_variable_in_the_environment_is_named(self):
        self.refuse("CALLTRACE_COLOUR", environment={"CALLTRACE_COLOUR": "blue"})

    def test_an_unknown_encoding_is_named(self):
        self.refuse("thrift", "loki:\n  encoding: thrift\n")
