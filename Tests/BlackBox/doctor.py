"""`calltrace doctor`: what is heard from whom, what is missing, and why."""

import json
import os
import time
import unittest

from collector_process import CollectorProcess
from hep_load import MESSAGES, Load

BINARY = os.environ["BINARY_UNDER_TEST"]
ARRIVE_SECONDS = 15


class Doctor(unittest.TestCase):
    def test_it_says_what_is_heard_what_is_missing_and_what_to_do(self):
        with CollectorProcess(BINARY, switches={"fs-away": 1}, agents={200: "edge"}) as collector:
            collector.start()
            load = Load(collector.hep_port, "c", 1000, messages_max=len(MESSAGES))
            load.start()
            load.join()
            deadline = time.monotonic() + ARRIVE_SECONDS
            while True:
                answer = collector.ask("doctor", "--format", "json")
                told = json.loads(answer.stdout)
                switch = told["switches"][0]
                if told["nodes"] and switch["problem"]:
                    break
                self.assertLess(time.monotonic(), deadline, told)
                time.sleep(0.1)
            self.assertEqual(answer.returncode, 3)
            self.assertFalse(told["well"])
            self.assertEqual([one["name"] for one in told["nodes"]], ["edge"])
            self.assertEqual((switch["name"], switch["state"]), ("fs-away", "disconnected"))
            self.assertIn("Connection refused", switch["problem"])
            codes = {one["code"]: one for one in told["findings"]}
            self.assertIn("fs-away", codes["switch-disconnected"]["text"])
            text = collector.ask("doctor", "--no-color")
            self.assertEqual(text.returncode, 3)
            self.assertIn("fs-away", text.stdout)
            self.assertNotIn("\x1b", text.stdout)
            self.assertEqual(collector.stop(), 0)
            gone = collector.ask("doctor")
            self.assertEqual((gone.returncode, gone.stdout), (3, ""))

    def test_a_collector_that_is_well_says_so(self):
        with CollectorProcess(BINARY) as collector:
            collector.start()
            answer = collector.ask("doctor", "--format", "json")
            told = json.loads(answer.stdout)
            self.assertEqual((answer.returncode, told["well"]), (0, True), told)
            self.assertNotIn("error", {one["severity"] for one in told["findings"]})
