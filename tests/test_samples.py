#!/usr/bin/env python3
"""Golden samples: runs pith on every case of the samples folder and compares what comes out.

usage: test_samples.py [--print] [NAME]...

NAME is the folder of a case; with names only these are run. --print shows what pith gives for the
named cases and compares nothing: expectations are written by hand, never recorded from the program.

Environment: PITH is the program (default ./src/pith), SAMPLES the folder of cases (default the
samples folder beside the one this script is in). samples/README.md says what a case holds.
Exit status: 0 all passed, 1 some failed, 2 usage.
"""

import difflib
import json
import os
import pathlib
import subprocess
import sys

TIMEOUT_SECONDS = 30
INPUTS = ("input.html", "input.txt", "input.jsonl", "input.bin")


class Failure(Exception):
    """Why a case failed; the text is shown under the name of the case."""


def run(program, case, arguments):
    """Runs pith on the input of a case; returns exit code, standard output and standard error."""
    inputs = [case / name for name in INPUTS if (case / name).exists()]
    if len(inputs) != 1:
        raise Failure(f"must hold one input file of {', '.join(INPUTS)}; it holds {len(inputs)}")
    options = case / "options"
    if options.exists():
        lines = options.read_text(encoding="utf-8").splitlines()
        arguments = arguments + [line for line in lines if line.strip()]
    try:
        done = subprocess.run(
            [program, *arguments, str(inputs[0])],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Failure(f"took more than {TIMEOUT_SECONDS} s") from None
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def run_well(program, case, arguments):
    """As run(), for a case that must succeed: returns standard output as text."""
    code, output, messages = run(program, case, arguments)
    if code != 0:
        raise Failure(f"exit code {code} with {' '.join(arguments)}: {messages.strip()}")
    try:
        return output.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failure(f"{' '.join(arguments)}: output is not UTF-8: {error}") from None


def record_of(output):
    """The one record that `--to json` printed."""
    lines = output.splitlines()
    if len(lines) != 1:
        raise Failure(f"--to json: {len(lines)} lines instead of one")
    try:
        return json.loads(lines[0])
    except ValueError as error:
        raise Failure(f"--to json: {error}") from None


def check_text(case, output):
    """Compares with expected.txt; returns the unified diff as lines, none when equal."""
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    if output == expected:
        return []
    diff = difflib.unified_diff(
        expected.split("\n"), output.split("\n"), "expected.txt", "--to text", lineterm="", n=1
    )
    return list(diff)


def check_formats(case, program):
    """Compares with expected.md and expected.html, which a case need not have; of HTML the article
    alone is compared."""
    differences = []
    for name, arguments in (("expected.md", ["--to", "markdown"]), ("expected.html", ["--to", "html"])):
        if not (case / name).exists():
            continue
        expected = (case / name).read_text(encoding="utf-8")
        output = run_well(program, case, arguments)
        if name == "expected.html":
            output = output[output.find("<article>"):output.find("</body>")]
        if output != expected:
            differences += difflib.unified_diff(
                expected.split("\n"), output.split("\n"), name, " ".join(arguments), lineterm="", n=1
            )
    return differences


def check_record(case, record):
    """Compares the keys that expected.json holds; returns the differences as lines."""
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    at_least = expected.pop("dropped_at_least", {})
    differences = []
    for key, value in expected.items():
        found = record.get(key)
        if found != value:
            differences.append(f"-{key}: {json.dumps(value, ensure_ascii=False)}")
            differences.append(f"+{key}: {json.dumps(found, ensure_ascii=False)}")
    dropped = record.get("dropped") or {}
    for reason, number in at_least.items():
        if dropped.get(reason, 0) < number:
            differences.append(f"-dropped.{reason}: at least {number}")
            differences.append(f"+dropped.{reason}: {dropped.get(reason, 0)}")
    return ["--- expected.json", "+++ --to json", *differences] if differences else []


def check_failure(program, case):
    """A case with expected.error: its first line is the exit code, the others are parts of the
    message, which must be one line and name the input. JSON output carries the cause too."""
    code_line, *parts = (case / "expected.error").read_text(encoding="utf-8").splitlines()
    differences = []
    for arguments in (["--to", "text"], ["--to", "json"]):
        code, output, messages = run(program, case, arguments)
        shown = " ".join(arguments)
        if code != int(code_line):
            differences.append(f"{shown}: exit code {code} instead of {code_line}")
        if len(messages.splitlines()) != 1:
            differences.append(f"{shown}: the message is not one line: {messages!r}")
        for part in ["input.", *parts]:
            if part not in messages:
                differences.append(f"{shown}: no {part!r} in the message: {messages.strip()}")
        if arguments[1] == "text":
            if output:
                differences.append(f"{shown}: {len(output)} bytes of output beside the error")
        else:
            cause = record_of(output.decode("utf-8", "replace")).get("error") or ""
            missing = [part for part in parts if part not in cause]
            differences += [f"{shown}: no {part!r} in error: {cause}" for part in missing]
    return differences


def check(program, case):
    """All checks of a case; returns what is wrong as lines."""
    if not (case / "trait.txt").exists():
        raise Failure("holds no trait.txt")
    if (case / "expected.error").exists():
        return check_failure(program, case)
    text = run_well(program, case, ["--to", "text"])
    record = record_of(run_well(program, case, ["--to", "json"]))
    return check_text(case, text) + check_record(case, record) + check_formats(case, program)


def show(program, case):
    """Prints what comes out of a case."""
    print(f"==== {case.name}")
    for arguments in (["--to", "text"], ["--to", "json"]):
        code, output, messages = run(program, case, arguments)
        print(f"---- {' '.join(arguments)}: exit code {code}")
        sys.stdout.write(output.decode("utf-8", "replace") + messages)


def main(arguments):
    here = pathlib.Path(__file__).resolve().parent
    program = os.environ.get("PITH") or "./src/pith"
    samples = pathlib.Path(os.environ.get("SAMPLES") or here.parent / "samples")
    if not os.access(program, os.X_OK):
        print(f"{program}: no such program (name it with PITH=...)", file=sys.stderr)
        return 2
    names = [argument for argument in arguments if not argument.startswith("-")]
    switches = [argument for argument in arguments if argument.startswith("-")]
    if switches not in ([], ["--print"]) or (switches and not names):
        print("usage: test_samples.py [--print] [NAME]...", file=sys.stderr)
        return 2
    if not names:
        names = sorted(path.name for path in samples.iterdir() if path.is_dir())
    unknown = [name for name in names if not (samples / name).is_dir()]
    if unknown or not names:
        print(f"{samples}: no case {', '.join(unknown)}".rstrip(), file=sys.stderr)
        return 2
    failed = known = 0
    for name in names:
        try:
            if switches:
                show(program, samples / name)
                continue
            wrong = check(program, samples / name)
        except (Failure, OSError, ValueError) as failure:
            wrong = [str(failure)]
        known_failure = (samples / name / "known-failure.txt").exists()
        if known_failure and wrong:
            known += 1
            print(f"known failure: {name}")
            continue
        if known_failure:
            wrong = ["passes: remove known-failure.txt"]
        if wrong:
            failed += 1
            print(f"FAIL {name}")
            print("".join(f"    {line}\n" for line in wrong))
    if not switches:
        if known:
            print(f"{known} known failures; each has its cause in known-failure.txt")
        print(f"samples: {len(names) - failed - known} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    sys.exit(main(sys.argv[1:]))
