#!/usr/bin/env python3
"""The examples of README.md do what README.md says.

Every code block marked `console` is run: a line `$ COMMAND` is followed by its exact output. A line
`...` stands for any lines. Commands run in the source folder, with `pith` being the program.

Environment: PITH is the program (default ./src/pith), PITH_SOURCE the source folder (default the
parent of this script's folder).
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

SOURCE = pathlib.Path(os.environ.get("PITH_SOURCE") or pathlib.Path(__file__).resolve().parent.parent)
PROGRAM = pathlib.Path(os.environ.get("PITH") or "./src/pith").resolve()


def examples():
    """Pairs of a command and its output."""
    readme = (SOURCE / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```console\n(.*?)^```", readme, re.DOTALL | re.MULTILINE):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, output


def pattern(output):
    """A regular expression of an output in which a line `...` stands for any lines."""
    parts = re.split(r"^\.\.\.\n", output, flags=re.MULTILINE)
    return re.compile(r"(?:.*\n)*".join(re.escape(part) for part in parts))


class Readme(unittest.TestCase):
    def test_there_are_examples(self):
        self.assertTrue(list(examples()))

    def test_examples(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "pith").symlink_to(PROGRAM)
            environment = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
            for command, expected in examples():
                with self.subTest(command=command):
                    done = subprocess.run(
                        command, shell=True, cwd=SOURCE, env=environment, stdin=subprocess.DEVNULL,
                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                    )
                    printed = done.stdout.decode("utf-8")
                    self.assertTrue(pattern(expected).fullmatch(printed), f"prints:\n{printed}")


if __name__ == "__main__":
    unittest.main()
