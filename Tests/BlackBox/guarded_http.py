"""With tokens in the configuration, nothing but the two probes is answered without one."""

import os
import unittest
import urllib.error
import urllib.request

from collector_process import CollectorProcess

BINARY = os.environ["BINARY_UNDER_TEST"]


class GuardedHTTP(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = CollectorProcess(BINARY, tokens=["first", "the second"])
        cls.addClassCleanup(cls.collector.__exit__)
        cls.collector.start()

    def status(self, path, token=None):
        request = urllib.request.Request(self.collector.server + path)
        if token is not None:
            request.add_header("Authorization", token)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def test_the_probes_need_no_token(self):
        self.assertEqual([self.status("/healthz"), self.status("/readyz")], [200, 200])

    def test_everything_else_needs_one_whether_it_exists_or_not(self):
        for path in (
            "/metrics", "/api/v1/trace/x", "/api/v1/calls", "/api/v1/doctor", "/nothing", "/healthz/", "//healthz", "/"
        ):
            self.assertEqual(self.status(path), 401, path)

    def test_a_wrong_token_is_none(self):
        for token in ("first", "Bearer firs", "Bearer firstt", "Bearer ", "Basic first", "bearer"):
            self.assertEqual(self.status("/metrics", token), 401, token)

    def test_each_token_opens(self):
        for token in ("first", "the second"):
            self.assertEqual(self.status("/metrics", f"Bearer {token}"), 200)
            self.assertEqual(self.status("/api/v1/trace/x", f"Bearer {token}"), 404)

    def test_the_command_line_sends_its_token(self):
        self.assertEqual(self.collector.ask("unknown", "--token", "first").returncode, 1)
        refused = self.collector.ask("unknown")
        self.assertEqual(refused.returncode, 3)
        self.assertIn("token", refused.stderr)
