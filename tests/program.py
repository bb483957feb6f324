"""The program under test, and pages to feed it. Shared by the tests of the command line."""

import os
import pathlib
import signal
import subprocess

# Who starts the tests in the background may have these signals ignored, and programs inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

SOURCE = pathlib.Path(os.environ.get("PITH_SOURCE") or pathlib.Path(__file__).resolve().parent.parent)
PROGRAM = str(pathlib.Path(os.environ.get("PITH") or "./src/pith").resolve())
TIMEOUT_SECONDS = 60
SANITIZED = "-fsanitize" in os.environ.get("PITH_CC", "")

SENTENCES = (
    "The harbour was built when the river still carried timber from the hills to the coast, and "
    "its oldest crane has stood on the northern quay for a hundred and forty years.",
    "Last week the council decided that the crane will be repaired, because the families who live "
    "beside the quay had collected signatures during the whole of a long, wet summer.",
    "Work is to begin in spring, and the engineers expect that it will take about two years until "
    "the machine can lift a boat out of the water again, as it did in the days of sail.",
)


def html_page(word="crane", head=""):
    """An article that nobody can miss, in a page; `word` stands in for "crane"."""
    paragraphs = "".join(f"<p>{sentence.replace('crane', word)}</p>\n" for sentence in SENTENCES)
    return (
        f"<!DOCTYPE html><html><head>{head}<title>A {word} at the harbour</title></head>\n"
        f"<body><article><h1>A {word} at the harbour</h1>\n{paragraphs}</article></body></html>\n"
    )


def text_page(word="crane"):
    """The same article as a text dump."""
    return "\n\n".join(sentence.replace("crane", word) for sentence in SENTENCES) + "\n"


class Result:
    """What a run of the program left: its exit code, its output as bytes, its messages as text."""

    def __init__(self, code, output, messages):
        self.code = code
        self.output = output
        self.messages = messages

    @property
    def text(self):
        return self.output.decode("utf-8")

    @property
    def lines(self):
        """The messages, one a line."""
        return self.messages.splitlines()

    def __repr__(self):
        return f"exit code {self.code}, output {self.output[:300]!r}, messages {self.messages!r}"


def pith(*arguments, stdin=b"", **options):
    """Runs the program; `stdin` is bytes, or a file as subprocess takes it."""
    feed = {"input": stdin} if isinstance(stdin, bytes) else {"stdin": stdin}
    options.setdefault("stdout", subprocess.PIPE)
    done = subprocess.run(
        [PROGRAM, *map(os.fsencode, arguments)],
        stderr=subprocess.PIPE,
        timeout=TIMEOUT_SECONDS,
        check=False,
        **feed,
        **options,
    )
    return Result(done.returncode, done.stdout or b"", done.stderr.decode("utf-8", "replace"))
