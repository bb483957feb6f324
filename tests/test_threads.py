#!/usr/bin/env python3
"""Pages worked on by several threads at once: the same output as by one, over all samples.

Built with -fsanitize=thread (see .ci/run), the program ends at the first data race, and a test with
it. Every page is there several times, so that threads meet on the same paths.
"""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest
from program import PROGRAM, SOURCE

ROUNDS = 3
TIMEOUT_SECONDS = 900  # ThreadSanitizer makes all of it some ten times slower.


def sample_lines():
    for sample in sorted((SOURCE / "samples").iterdir()):
        for member, name in (("html", "input.html"), ("text", "input.txt")):
            page = sample / name
            if page.is_file():
                text = page.read_bytes().decode("utf-8", "replace")
                yield json.dumps({"id": sample.name, "url": "https://example.org/a", member: text})


class Threads(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="pith-threads-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.pages = pathlib.Path(cls.folder.name) / "pages.jsonl"
        lines = list(sample_lines())
        assert len(lines) > 20, "the samples are there"
        cls.pages.write_text("".join(f"{line}\n" for line in lines * ROUNDS), encoding="utf-8")

    def run_with(self, jobs, arguments):
        environment = dict(os.environ)
        environment["TSAN_OPTIONS"] = "halt_on_error=1 exitcode=66 " + environment.get("TSAN_OPTIONS", "")
        done = subprocess.run(
            [PROGRAM, f"-j{jobs}", "--from=jsonl", *arguments, str(self.pages)],
            capture_output=True,
            env=environment,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        self.assertNotIn(b"ThreadSanitizer", done.stderr)
        return done.returncode, done.stdout, done.stderr

    def check_same(self, *arguments):
        one = self.run_with(1, arguments)
        self.assertTrue(one[1])
        self.assertEqual(self.run_with(4, arguments), one)

    def test_json(self):
        self.check_same("--to=json", "--blocks", "--provenance")

    def test_markdown(self):
        self.check_same("--to=markdown")

    def test_features(self):
        self.check_same("--features")

    def test_explanations(self):
        self.check_same("--explain=json")


if __name__ == "__main__":
    unittest.main()
