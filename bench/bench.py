#!/usr/bin/env python3
"""Times pith and other extractors on the same pages, in one run.

usage: bench.py [--pages N] [--rounds N] [--no-callgrind]      (`make bench` makes what it needs)

Library figures: each page is worked on by one program after the other, and that in several rounds; of
the rounds the fastest counts for a page. One thread; reading JSON, decoding and starting up are not in
the time. pith does everything it does (parse, metadata, extraction), the others extract the main text
(trafilatura with its metadata), and `gumbo` is a plain parse of the same bytes by Gumbo.

Program figures: pages a second of `pith --from jsonl`, with one worker and with two; its largest memory;
how fast it cleans dumps of text.

Environment: PITH_BENCH is the driver (bench.c), PITH the program, PITH_BENCH_FOLDER where the virtual
environment goes, PITH_SHARED the page sets (default: `shared` beside the source folder). Exit status
77 if there are no page sets.
"""

import argparse
import json
import lzma
import os
import pathlib
import platform
import random
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import venv

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
SEED = 1
LONG_LINE = 100_000_000  # Bytes of the longest dump.


def shared_folder():
    return pathlib.Path(os.environ.get("PITH_SHARED") or HERE.parent.parent / "shared") / "eval" / "data"


def run_in_environment():
    """Starts over in a virtual environment that has the other extractors, made when it is missing."""
    folder = pathlib.Path(os.environ.get("PITH_BENCH_FOLDER") or "bench-venv").resolve()
    python = folder / "bin" / "python"
    if pathlib.Path(sys.prefix).resolve() == folder:
        return
    if not (folder / "ready").exists():
        print(f"making {folder}", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        for wanted in (["-U", "pip"], ["-r", HERE / "requirements.txt"]):
            subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True)
        (folder / "ready").touch()
    os.execv(python, [python, *sys.argv])


# ---- Pages -----------------------------------------------------------------------------------------


def read_set(name, kind=None):
    """The pages of a set, as bytes of UTF-8; of one type if `kind` is given."""
    types = {}
    if kind is not None:
        with lzma.open(shared_folder() / f"{name}.gold.jsonl.xz", "rt") as file:
            types = {row["id"]: row.get("type") for row in map(json.loads, file)}
    with lzma.open(shared_folder() / f"{name}.in.jsonl.xz", "rt") as file:
        for row in map(json.loads, file):
            if kind is None or types.get(row["id"]) == kind:
                yield row["html"].encode("utf-8", "replace")


def news_pages(count):
    """News-like pages: the articles of wcxb-dev and all of readab-a, drawn from at random."""
    pages = [*read_set("readab-a"), *read_set("wcxb-dev", "article")]
    return random.Random(SEED).sample(pages, min(count, len(pages)))


# ---- Programs under test -----------------------------------------------------------------------------


class Driver:
    """bench.c, asked page by page."""

    def __init__(self, stage, path):
        program = os.environ.get("PITH_BENCH") or "bench/bench"
        self.process = subprocess.Popen(
            [program, stage, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )

    def __call__(self, index, page):
        self.process.stdin.write(f"{index}\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline()) / 1e6


def timed(function):
    """Milliseconds that a Python extractor takes for a page."""

    def run(_, page):
        text = page.decode()
        start = time.perf_counter()
        try:
            function(text)
        except Exception:  # A page that it cannot handle costs what it costs.
            pass
        return (time.perf_counter() - start) * 1e3

    return run


def peers():
    import justext
    import readability
    import trafilatura
    from resiliparse.extract.html2text import extract_plain_text

    stop_words = justext.get_stoplist("English")
    return {
        "resiliparse": timed(lambda text: extract_plain_text(text, main_content=True)),
        "trafilatura": timed(lambda text: trafilatura.bare_extraction(text, with_metadata=True)),
        "jusText": timed(lambda text: justext.justext(text, stop_words)),
        "readability-lxml": timed(lambda text: readability.Document(text).summary()),
    }


def pack(pages):
    """A file of pages as bench.c reads it."""
    file = tempfile.NamedTemporaryFile(prefix="pith-bench-", suffix=".pages")
    for page in pages:
        file.write(struct.pack("<I", len(page)) + page)
    file.flush()
    return file


# ---- Measuring ---------------------------------------------------------------------------------------


def time_libraries(pages, rounds):
    with pack(pages) as file:
        programs = {"pith": Driver("all", file.name), "gumbo": Driver("gumbo", file.name), **peers()}
        best = {name: [float("inf")] * len(pages) for name in programs}
        for _ in range(rounds):
            for index, page in enumerate(pages):
                for name, program in programs.items():
                    best[name][index] = min(best[name][index], program(index, page))
    size = sum(map(len, pages))
    means = {name: statistics.fmean(times) for name, times in best.items()}
    print(f"\n{len(pages)} pages, {size / len(pages) / 1000:.0f} kB each, best of {rounds} rounds\n")
    print("| program | ms/page | median | MB/s | pith ÷ it |\n|---|---|---|---|---|")
    for name, mean in sorted(means.items(), key=lambda item: item[1]):
        speed = size / len(pages) / mean / 1000
        median = statistics.median(best[name])
        print(f"| {name} | {mean:.2f} | {median:.2f} | {speed:.1f} | {means['pith'] / mean:.3f} |")
    sys.stdout.flush()


def time_program(pages):
    """The whole program over JSONL: pages a second, and the largest memory it had."""
    program = os.environ.get("PITH") or "src/pith"
    with tempfile.NamedTemporaryFile("w", prefix="pith-bench-", suffix=".jsonl") as file:
        for index, page in enumerate(pages):
            file.write(json.dumps({"id": str(index), "html": page.decode()}) + "\n")
        file.flush()
        seconds = {}
        for _ in range(3):
            for jobs in (1, 2):
                start = time.perf_counter()
                subprocess.run(
                    [program, f"-j{jobs}", "--from=jsonl", file.name], stdout=subprocess.DEVNULL, check=False
                )
                seconds[jobs] = min(seconds.get(jobs, 1e9), time.perf_counter() - start)
    print("\n| program | pages/s | ÷ -j1 |\n|---|---|---|")
    for jobs, time_taken in seconds.items():
        print(f"| pith -j{jobs} | {len(pages) / time_taken:.0f} | {seconds[1] / time_taken:.2f} |")
    sys.stdout.flush()


# A program begins with the memory of the one that starts it as its largest so far, so it is started
# by one that has none to speak of: run its arguments, print seconds of processor and KiB.
MEASURE = """
import os, resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def measure(path):
    """The program with one worker over a file of JSONL: seconds of processor, and MiB."""
    program = os.environ.get("PITH") or "src/pith"
    printed = subprocess.run(
        [sys.executable, "-S", "-c", MEASURE, program, "-j1", "--from=jsonl", path],
        capture_output=True, text=True, check=True,
    ).stdout.split()
    return float(printed[0]), int(printed[1]) / 1024


def peak_memory():
    """The largest resident size of the program over all of wcxb-dev with one worker."""
    with tempfile.NamedTemporaryFile("wb", prefix="pith-bench-", suffix=".jsonl") as file:
        with lzma.open(shared_folder() / "wcxb-dev.in.jsonl.xz", "rb") as pages:
            shutil.copyfileobj(pages, file)
        file.flush()
        _, memory = measure(file.name)
    print(f"\npeak memory over wcxb-dev, -j1: {memory:.0f} MiB", flush=True)


def time_dumps():
    """Dumps of text: how fast the program cleans them on one core, start-up left out, and what it
    takes for one of a hundred megabytes in a line."""
    with lzma.open(shared_folder() / "text-wcxb-dev.in.jsonl.xz", "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    size = sum(len(text.encode()) for text in texts)
    long_text = "\n".join(texts * (LONG_LINE // size + 1))[:LONG_LINE]
    print("\n| dumps | seconds | MB/s | MiB |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory(prefix="pith-bench-") as folder:
        for title, pages, count in (("text-wcxb-dev", texts, size), ("one of 100 MB", [long_text], LONG_LINE)):
            path = str(pathlib.Path(folder) / "dumps.jsonl")
            with open(path, "w", encoding="utf-8") as file:
                file.writelines(json.dumps({"id": "a", "text": text}, ensure_ascii=False) + "\n" for text in pages)
            empty = str(pathlib.Path(folder) / "empty.jsonl")
            pathlib.Path(empty).write_text("", encoding="utf-8")
            start_up = min(measure(empty)[0] for _ in range(3))
            runs = [measure(path) for _ in range(3)]
            seconds = min(run[0] for run in runs) - start_up
            print(f"| {title} | {seconds:.2f} | {count / seconds / 1e6:.1f} | {runs[0][1]:.0f} |", flush=True)


STAGES = (
    ("charset", "pith__page_read"),
    ("clean", "pith__clean_markup"),
    ("skeleton", "pith__skeleton_of"),
    ("trees of tags that nest", "pith__nest"),
    ("Gumbo, for the other pages", "gumbo_parse_with_options"),
    ("the rest of the DOM view", "pith__dom_parse"),
    ("names of elements", "pith__labels_of"),
    ("blocks", "pith__html_blocks"),
    ("metadata", "pith__meta_html"),
    ("features", "pith__features_of"),
    ("model", "pith__judge"),
    ("the rest of scoring", "pith__score_html"),
    ("article", "pith__article_fill"),
)
INSIDE = {
    "pith__dom_parse": ("pith__clean_markup", "pith__skeleton_of", "pith__nest", "gumbo_parse_with_options"),
    "pith__html_blocks": ("pith__labels_of",),
    "pith__score_html": ("pith__features_of", "pith__judge"),
}


def callgrind(path, times):
    """Instructions of functions, with what they call, for so many passes over the pages."""
    program = os.environ.get("PITH_BENCH") or "bench/bench"
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / "callgrind"
        subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", program, "loop", str(times), "all", path],
            check=True,
            stderr=subprocess.DEVNULL,
        )
        listing = subprocess.run(
            ["callgrind_annotate", "--inclusive=yes", "--threshold=100", output],
            check=True, capture_output=True, text=True,
        ).stdout
    counts = {}
    for line in listing.splitlines():
        found = re.match(r"\s*([\d,]+) \(.*?\)\s+\S*?:(\w+)", line)
        if found:
            counts.setdefault(found[2], int(found[1].replace(",", "")))
        elif "PROGRAM TOTALS" in line:
            counts[""] = int(line.split()[0].replace(",", ""))
    return counts


def count_instructions(pages):
    """By stage, without start-up: two passes less one."""
    size = sum(map(len, pages))
    with pack(pages) as file:
        one, two = callgrind(file.name, 1), callgrind(file.name, 2)
    spent = {name: two[name] - one.get(name, 0) for name in two}
    print(f"\nInstructions a byte of input, {len(pages)} pages\n\n| stage | instructions |\n|---|---|")
    for title, name in STAGES:
        own = spent.get(name, 0) - sum(spent.get(inner, 0) for inner in INSIDE.get(name, ()))
        print(f"| {title} | {own / size:.1f} |")
    print(f"| all | {spent[''] / size:.1f} |", flush=True)


def main():
    parser = argparse.ArgumentParser(description="Times pith and other extractors on the same pages.")
    parser.add_argument("--pages", type=int, default=181)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-callgrind", action="store_true")
    arguments = parser.parse_args()
    if not shared_folder().is_dir():
        print(f"skipped: {shared_folder()} is not there")
        return SKIPPED
    run_in_environment()
    from importlib.metadata import version

    model = next((l.split(":")[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name")), "?")
    print(f"{model}, {os.cpu_count()} processors; {platform.platform()}; Python {platform.python_version()}")
    print(", ".join(f"{name} {version(name)}" for name in ("resiliparse", "trafilatura", "justext", "readability-lxml")))
    pages = news_pages(arguments.pages)
    time_libraries(pages, arguments.rounds)
    time_program(pages)
    peak_memory()
    time_dumps()
    if not arguments.no_callgrind:
        count_instructions(pages[:24])
    return 0


if __name__ == "__main__":
    sys.exit(main())
