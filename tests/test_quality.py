#!/usr/bin/env python3
"""The quality gate: runs pith over whole page sets and fails where a figure is under its floor.

usage: test_quality.py [--raise] [SET]...

The page sets do not belong to the project. They are looked for in the folder `shared` beside the
source folder, or in $PITH_SHARED; without them the gate is skipped (exit status 77).

The floors stand in quality_floors.json beside this script. --raise lifts every floor to a little
under the figure just measured; it never lowers one. docs/quality.md tells what the figures mean.

Checked for every set: pith ends well, gives one record for each page, in order, and fails on no more
pages than allowed; every figure with a floor reaches it; and the largest pages, each by itself, stay
within the time allowed. Then the seeds: dumps of which every line is judged.

Environment: PITH is the program (default ./src/pith).
Exit status: 0 all passed, 1 some failed, 2 usage, 77 skipped.
"""

import json
import lzma
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
FLOORS = HERE / "quality_floors.json"
SKIPPED = 77
RAISE_MARGIN = 0.002  # Room for a change that is neutral on the whole.


class Cases:
    """Counts checks and shows each as a line of a table."""

    def __init__(self):
        self.passed = 0
        self.failed = 0

    def check(self, name, measured, bound, good):
        self.passed += good
        self.failed += not good
        print(f"{name:<36} {measured:>10}   {bound:<14} {'ok' if good else 'FAILED'}", flush=True)


def pages_of(path):
    """The lines of a page set, as bytes."""
    with lzma.open(path, "rb") as file:
        yield from file


def feed(stream, lines):
    """Writes lines to a program's standard input; a program that died early shows elsewhere."""
    try:
        with stream:
            for line in lines:
                stream.write(line)
    except BrokenPipeError:
        pass


def run_set(program, source, output):
    """Runs pith over a set with its records in `output`; returns exit status and messages."""
    command = [program, "--from", "jsonl", "--to", "json", "-"]
    with open(output, "wb") as records, tempfile.TemporaryFile() as messages:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=records, stderr=messages
        ) as process:
            feeder = threading.Thread(target=feed, args=(process.stdin, pages_of(source)))
            feeder.start()
            status = process.wait()
            feeder.join()
        messages.seek(0)
        return status, messages.read().decode("utf-8", "replace").splitlines()


def check_records(cases, name, source, output, floors, status, messages):
    """Every page has its record, in order, and next to none an error. Returns the largest pages."""
    sizes = []
    identifiers = []
    for line in pages_of(source):
        identifiers.append(json.loads(line)["id"])
        sizes.append((len(line), len(sizes)))
    records = []
    with open(output, encoding="utf-8") as file:
        for line in file:
            records.append(json.loads(line))
    ended_well = status in (0, 1)
    cases.check(f"{name}: exit status", status, "0 or 1", ended_well)
    same = [record.get("id") for record in records] == identifiers
    cases.check(f"{name}: records", len(records), f"= {len(identifiers)}", same)
    errors = sum(record.get("error") is not None for record in records)
    allowed = floors.get("errors_allowed", 0)
    cases.check(f"{name}: pages with an error", errors, f"<= {allowed}", errors <= allowed)
    if not (ended_well and same and errors <= allowed):
        for message in messages[:10]:
            print(f"    {message}")
    return [index for _, index in sorted(sizes, reverse=True)]


def check_figures(cases, name, shared, output, floors):
    """Scores a set; returns its figures."""
    gold = shared / "eval" / "data" / f"{name}.gold.jsonl.xz"
    score = subprocess.run(
        [sys.executable, shared / "eval" / "score.py", "--json", gold, output],
        capture_output=True,
        text=True,
        check=False,
    )
    if score.returncode != 0:
        cases.check(f"{name}: score", "none", "", False)
        print(score.stderr)
        return {}
    figures = json.loads(score.stdout)
    for key, floor in floors["floors"].items():
        measured = figures.get(key, 0.0)
        cases.check(f"{name}: {key}", f"{measured:.4f}", f">= {floor:.4f}", measured >= floor)
    return figures


def check_times(cases, name, program, source, largest, limit):
    """Runs the largest pages of a set one by one."""
    wanted = set(largest)
    slowest = 0.0
    for index, line in enumerate(pages_of(source)):
        if index not in wanted:
            continue
        start = time.monotonic()
        subprocess.run(
            [program, "--from", "jsonl", "--to", "json", "-"],
            input=line,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        slowest = max(slowest, time.monotonic() - start)
    measured = f"{slowest:.2f} s"
    cases.check(f"{name}: slowest large page", measured, f"<= {limit:.1f} s", slowest <= limit)


def check_set(cases, name, program, shared, floors, limits):
    """All checks of one set; returns its figures."""
    source = shared / "eval" / "data" / f"{name}.in.jsonl.xz"
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "records.jsonl"
        status, messages = run_set(program, source, output)
        by_size = check_records(cases, name, source, output, floors, status, messages)
        figures = check_figures(cases, name, shared, output, floors)
    largest = by_size[: limits["large_pages_timed"]]
    check_times(cases, name, program, source, largest, limits["seconds_a_page"])
    return figures


def check_seeds(cases, program, shared):
    """The seeds come out right to the line."""
    done = subprocess.run(
        [sys.executable, shared / "eval" / "seeds.py", program],
        capture_output=True,
        text=True,
        check=False,
    )
    cases.check("seeds: exit status", done.returncode, "= 0", done.returncode == 0)
    if done.returncode != 0:
        for line in (done.stdout + done.stderr).splitlines()[-20:]:
            print(f"    {line}")


def raise_floors(gate, measured):
    """Lifts floors to what was measured, less a margin."""
    for name, figures in measured.items():
        floors = gate["sets"][name]["floors"]
        for key, floor in floors.items():
            reached = int((figures.get(key, 0.0) - RAISE_MARGIN) * 1000) / 1000
            floors[key] = max(floor, reached)
    FLOORS.write_text(json.dumps(gate, indent=4) + "\n", encoding="utf-8")


def main(arguments):
    gate = json.loads(FLOORS.read_text(encoding="utf-8"))
    lift = "--raise" in arguments
    names = [argument for argument in arguments if argument != "--raise"]
    unknown = [name for name in names if name not in gate["sets"]]
    if unknown:
        print(f"unknown: {' '.join(unknown)}; sets: {' '.join(gate['sets'])}", file=sys.stderr)
        return 2
    program = os.environ.get("PITH") or "./src/pith"
    shared = pathlib.Path(os.environ.get("PITH_SHARED") or HERE.parent.parent / "shared")
    if not (shared / "eval" / "score.py").is_file():
        print(f"quality gate skipped: no page sets at {shared}/eval (set PITH_SHARED)")
        return SKIPPED
    cases = Cases()
    measured = {}
    for name in names or gate["sets"]:
        measured[name] = check_set(
            cases, name, program, shared, gate["sets"][name], gate["limits"]
        )
    if not names:
        check_seeds(cases, program, shared)
    if lift:
        raise_floors(gate, measured)
    print(f"quality: {cases.passed} passed, {cases.failed} failed")
    return 1 if cases.failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
