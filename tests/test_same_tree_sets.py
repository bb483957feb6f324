#!/usr/bin/env python3
"""Holds every page of the page sets, parsed from its skeleton, against a plain parse by Gumbo.

usage: test_same_tree_sets.py [SET]...

The page sets do not belong to the project; see test_quality.py. Without them, or without the program
same_tree_pages, the test is skipped (exit status 77).

Environment: PITH_BUILD is the build folder (default .).
Exit status: 0 all the same, 1 some differ, 77 skipped.
"""

import lzma
import os
import pathlib
import subprocess
import sys
import threading

HERE = pathlib.Path(__file__).resolve().parent
PROGRAM = pathlib.Path(os.environ.get("PITH_BUILD") or ".") / "tests/same_tree_pages"
SETS = ("readab-a", "traf-a", "htmldate-a", "wcxb-dev")
SKIPPED = 77

# Pages on which Gumbo itself errs, and how. A page that is here and does not differ is a failure too.
KNOWN = {
    "slf.ch-lawinensituation.html": "an end tag of svg with attributes does not end the svg",
}


def compare(path):
    """The output of the program for one set, as lines."""
    program = subprocess.Popen(
        [PROGRAM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    )

    def feed():
        with lzma.open(path, "rb") as pages, program.stdin.buffer as stream:
            for line in pages:
                stream.write(line)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    output = program.stdout.read()
    program.wait()
    return output.split("\n")


def main(arguments):
    shared = pathlib.Path(os.environ.get("PITH_SHARED") or HERE.parent.parent / "shared")
    data = shared / "eval" / "data"
    if not data.is_dir() or not PROGRAM.exists():
        print(f"skipped: {data if PROGRAM.exists() else PROGRAM} is not there")
        return SKIPPED
    passed = failed = 0
    for name in arguments or SETS:
        path = data / f"{name}.in.jsonl.xz"
        ids = set()
        lines = compare(path)
        for i, line in enumerate(lines[1:]):
            if line.startswith("plain:"):
                ids.add(lines[i])
        summary = [line for line in lines if line][-1]
        unknown = sorted(ids - KNOWN.keys())
        good = not unknown and summary.split(" ")[1] == "pages,"
        passed += good
        failed += not good
        print(f"{name}: {summary}; {len(ids & KNOWN.keys())} by known errors of Gumbo")
        for page in unknown:
            print(f"    differs: {page}")
    print(f"{passed} passed, {failed} failed")
    return 0 if failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
