#!/usr/bin/env python3
"""Long fetching runs: memory over 20,000 pages, and kill -9 in many rounds. Takes minutes: make check-fetch-long.

Environment: PITH is the program (default ./src/pith); PITH_ROUNDS how often each run is killed (default 20).
"""

import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

import fault_server
from program import PROGRAM, SANITIZED, html_page
from test_crawl import Crawl, hosts

PAGES = 20000
ROUNDS = int(os.environ.get("PITH_ROUNDS", "20"))
PAGE = html_page().encode() + b"<!-- filling -->\n" * 1000


def resident_kilobytes(pid):
    try:
        status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0])
    except (OSError, IndexError):
        return 0


class Long(Crawl):
    @unittest.skipIf(SANITIZED, "the sanitizers keep memory that was freed")
    @unittest.skipUnless(os.path.exists("/proc/self/status"), "no /proc here")
    def test_memory(self):
        """The second half of the pages takes no more memory than the first."""
        server = self.serve(default=fault_server.random_fault(0.05, PAGE), addresses=hosts(50))
        urls = [server.url(f"/{number}", f"127.0.0.{number % 50 + 1}") for number in range(PAGES)]
        samples = []
        with self.start(urls, "--timeout=5") as run:
            os.set_blocking(run.stderr.fileno(), False)
            while run.poll() is None:
                samples.append(resident_kilobytes(run.pid))
                run.stderr.read()
                time.sleep(0.1)
        self.assertEqual(len(self.read_output()), PAGES)
        self.assertGreater(len(samples), 20)
        first, second = max(samples[: len(samples) // 2]), max(samples[len(samples) // 2 :])
        print(f"resident memory: {first} KiB in the first half, {second} KiB in the second")
        self.assertLess(second, 1.1 * first + 4096)

    def test_killed_often(self):
        """Killed at any moment, also while the state is being opened or has just been written."""
        chance = random.Random()
        server = self.serve(default=fault_server.random_fault(0.3, PAGE), addresses=hosts(50))
        urls = [server.url(f"/{number}", f"127.0.0.{number % 50 + 1}") for number in range(4000)]
        for _ in range(ROUNDS):
            with self.start(urls, "--timeout=5", stdout=subprocess.DEVNULL) as run:
                time.sleep(chance.uniform(0.01, 0.6))
                run.kill()
        with self.start(urls, "--timeout=5") as run:
            messages = run.stderr.read().decode()
        # What is left for the last run may be nothing, or pages that all come.
        self.assertEqual(run.returncode, 1 if messages else 0, messages[-1000:])
        self.assertEqual(set(self.read_output()), set(urls))


if __name__ == "__main__":
    unittest.main()
