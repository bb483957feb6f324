#!/usr/bin/env python3
"""The command line: options, inputs, outputs, messages and exit codes.

Environment: PITH is the program (default ./src/pith), PITH_SOURCE the source folder.
"""

import json
import os
import pathlib
import pty
import re
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from program import PROGRAM, SANITIZED, SOURCE, html_page, pith, text_page


class Case(unittest.TestCase):
    """A test with a folder of its own, which is the current one of no program."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pith-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, content):
        """Writes a file of the folder; returns its path."""
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def jsonl(self, *values, name="pages.jsonl"):
        """A file of lines; what is no string is written as JSON."""
        lines = [value if isinstance(value, str) else json.dumps(value) for value in values]
        return self.file(name, "".join(line + "\n" for line in lines))

    def records(self, result):
        return [json.loads(line) for line in result.text.splitlines()]

    def check_good(self, result):
        self.assertEqual((result.code, result.messages), (0, ""), result)

    def check_bad(self, result, code, *messages):
        """Exactly these messages, each one line; "..." in one stands for anything."""
        self.assertEqual(result.code, code, result)
        self.assertEqual(len(result.lines), len(messages), result)
        for line, message in zip(result.lines, messages):
            pattern = ".*".join(map(re.escape, message.split("...")))
            self.assertRegex(line, f"^{pattern}$")

    def check_usage(self, result, message):
        self.check_bad(result, 2, message, "Try 'pith --help' for the options.")
        self.assertEqual(result.output, b"", result)


class Jobs(Case):
    """Records worked on at a time: what comes out does not depend on their number."""

    def lines(self):
        """Pages of very different sizes, and lines that fail."""
        for i in range(60):
            word = f"crane{i}"
            page = html_page(word)
            if i % 7 == 3:
                page = page.replace("</article>", f"<p>{word} and others.</p>" * 4000 + "</article>")
            if i % 11 == 5:
                yield {"id": f"p{i}", "html": 5}
            elif i % 13 == 6:
                yield "{broken"
            else:
                yield {"id": f"p{i}", "html": page, "n": i}

    def test_same_output(self):
        path = self.jsonl(*self.lines())
        expected = pith("-j1", path)
        self.assertEqual(expected.code, 1)
        ids = [record.get("id") for record in self.records(expected)]
        self.assertEqual([i for i in ids if i], [v["id"] for v in self.lines() if isinstance(v, dict)])
        for jobs in ("-j2", "-j3", "--jobs=16"):
            result = pith(jobs, path)
            self.assertEqual(result.output, expected.output)
            self.assertEqual(result.messages, expected.messages)
            self.assertEqual(result.code, 1)

    def test_same_output_of_files(self):
        paths = [self.file(f"{i}.html", html_page(f"crane{i}")) for i in range(20)]
        paths.insert(5, str(self.folder / "missing.html"))
        expected = pith("-j1", "--to=text", *paths)
        result = pith("-j4", "--to=text", *paths)
        self.assertEqual(result.output, expected.output)
        self.assertEqual(result.messages, expected.messages)

    def test_output_that_ends(self):
        """Workers that are still at work do not keep the program."""
        path = self.jsonl(*[{"html": html_page()}] * 200)
        with open("/dev/full", "wb") as full:
            result = pith("-j4", path, stdout=full)
        self.check_bad(result, 1, "pith: standard output: No space left on device")

    def test_number(self):
        for jobs in ("0", "-1", "x", "1025", ""):
            result = pith(f"--jobs={jobs}", "x.html")
            self.assertEqual(result.code, 2, jobs)


class Split(Case):
    """Several pages in one file, with lines between them."""

    PAGES = [text_page(topic) for topic in ("harbour", "library", "orchard")]

    def texts(self, *arguments):
        result = pith("--from", "text", "--to", "json", *arguments)
        self.check_good(result)
        return [(record.get("id"), record["text"]) for record in self.records(result)]

    def whole(self, page):
        return self.texts(self.file("whole.txt", page))[0][1]

    def test_lines_between_pages(self):
        table = [
            ("-----", "-----\n"),
            ("-----", "  -----\t\r\n"),
            ("=== * ===", "=== page 7 of 9 ===\n"),
            ("\\[\\*\\]", "[*]\n"),
            ("\\f", "\f\n"),
            ("\\f", "\f"),
        ]
        for pattern, line in table:
            with self.subTest(pattern=pattern, line=line):
                path = self.file("pages.txt", line.join(self.PAGES))
                lines = [1]
                for page in self.PAGES[:2]:
                    lines.append(lines[-1] + page.count("\n") + line.count("\n"))
                found = self.texts("--split", pattern, path)
                self.assertEqual([name for name, _ in found], [f"{path}:{n}" for n in lines])
                self.assertEqual([text for _, text in found], [self.whole(p) for p in self.PAGES])

    def test_parts_without_text_are_no_pages(self):
        path = self.file("pages.txt", "--\n\n--\n" + self.PAGES[0] + "--\n \n--\n" + self.PAGES[1] + "--\n--")
        self.assertEqual([text for _, text in self.texts("--split", "--", path)],
                         [self.whole(page) for page in self.PAGES[:2]])

    def test_a_file_without_such_lines_is_one_page(self):
        path = self.file("page.txt", self.PAGES[0])
        self.assertEqual(self.texts("--split", "--", path), [(f"{path}:1", self.whole(self.PAGES[0]))])

    def test_a_page_over_a_limit_does_not_stop_the_next(self):
        path = self.file("pages.txt", self.PAGES[0] + "x" * 5000 + "\n--\n" + self.PAGES[1])
        result = pith("--from", "text", "--to", "json", "--split", "--", "--max-line", "4K", path)
        self.check_bad(result, 1, f"pith: {path}:1: a line is longer than 4096 bytes (see --max-line)")
        self.assertEqual(self.records(result)[1]["text"], self.whole(self.PAGES[1]))
        long_page = self.PAGES[0] * 50
        path = self.file("pages.txt", long_page + "--\n" + self.PAGES[1])
        records = self.records(pith("--to", "json", "--split", "--", "--max-input", "4000", path))
        self.assertEqual([record["truncated"] for record in records], [True, False])
        self.assertEqual(records[1]["text"], self.whole(self.PAGES[1]))

    def test_jsonl_is_not_split(self):
        self.check_usage(pith("--from=jsonl", "--split=--"), "pith: --split: JSONL holds a page a line already")


class Options(Case):
    def test_help(self):
        for option in ("--help", "-h"):
            result = pith(option)
            self.check_good(result)
            self.assertTrue(result.text.startswith("Usage: pith "))
            self.assertLess(max(map(len, result.text.splitlines())), 80)

    def test_version(self):
        for option in ("--version", "-V"):
            result = pith(option)
            self.check_good(result)
            self.assertRegex(result.text, r"^pith \d+\.\d+\.\d+\nlibpith \d.*, libcurl \d.*, jansson \d")

    def test_man_page_and_help_agree(self):
        """The same options, in the same order, with the same arguments and defaults."""
        manual = (SOURCE / "docs" / "pith.1").read_text(encoding="utf-8")
        section = manual[manual.index(".SH OPTIONS") : manual.index(".SH INPUT")]
        in_manual = []
        for entry in section.split("\n.TP\n")[1:]:
            tag, _, description = entry.partition("\n")
            tag = re.sub(r"\\f.|^\.[A-Z]+ ", "", tag.replace("\\~", " ").replace("\\-", "-"))
            words = re.findall(r"--[a-z-]+|(?<!-)-[a-zA-Z]\b|\b[A-Z]{2,}\b", tag)
            default = re.search(r"\(default: (\w+)\)", description)
            in_manual.append((frozenset(words), default and default[1]))
        in_help = []
        text = re.sub(r"\n {8,}", " ", pith("--help").text)
        for line in re.findall(r"^ +(-.*)$", text, re.MULTILINE):
            tag, _, description = line.partition("  ")
            words = re.findall(r"--[a-z-]+|(?<!-)-[a-zA-Z]\b|\b[A-Z]{2,}\b", tag)
            default = re.search(r"\(default: (\d\w*)\)", description)
            in_help.append((frozenset(words), default and default[1]))
        self.assertGreater(len(in_help), 15)
        self.assertEqual(in_manual, in_help)

    def test_man_page_names_the_version(self):
        version = pith("--version").text.split()[1]
        manual = (SOURCE / "docs" / "pith.1").read_text(encoding="utf-8")
        self.assertIn(f'"pith {version}"', manual)

    def test_wrong_options(self):
        table = [
            (["--nonsense"], "pith: --nonsense: unknown or ambiguous option"),
            (["--ma"], "pith: --ma: unknown or ambiguous option"),
            (["-x"], "pith: -x: unknown option"),
            (["-\x1b"], "pith: -\\x1B: unknown option"),
            (["--from"], "pith: --from: the option needs an argument"),
            (["-o"], "pith: -o: the option needs an argument"),
            (["--help=me"], "pith: --help=me: the option takes no argument"),
            (["--from", "pdf"], "pith: --from pdf: not one of auto|html|text|jsonl"),
            (["--from", ""], "pith: --from : not one of ..."),
            (["--to=jsonl", "--pretty"], "pith: --pretty: JSONL is one object on one line"),
            (["--to=html", "--pretty"], "pith: --pretty: for JSON only"),
            (["--to=text", "--blocks"], "pith: --blocks: for JSON only"),
            (["--front-matter"], "pith: --front-matter: for --to markdown only"),
            (["--links", "--no-links"], "pith: --links: not together with --no-links"),
            (["--no-images", "--images"], "pith: --images: not together with --no-images"),
            (["--formatting", "--no-formatting"], "pith: --formatting: not together with --no-formatting"),
            (["--tables", "none"], "pith: --tables none: not one of tabs|aligned|exclude"),
            (["--to", "htm"], "pith: --to htm: not one of text|markdown|json|jsonl|html|tei"),
            (["--max-input", "10T"], "pith: --max-input 10T: not a size ..."),
            (["--max-input", "-1"], "pith: --max-input -1: not a size ..."),
            (["--max-input", "0"], "pith: --max-input 0: not a size ..."),
            (["--max-input", "1KB"], "pith: --max-input 1KB: not a size ..."),
            (["--max-input", "99999999999999999999"], "pith: --max-input 9...9: not a size ..."),
            (["--max-input", "99999999999G"], "pith: --max-input ...G: not a size ..."),
            (["--max-depth", "1K"], "pith: --max-depth 1K: not a whole number from 1 to ..."),
            (["--timeout", "0"], "pith: --timeout 0: not a whole number from 1 to 86400"),
            (["--timeout", "1.5"], "pith: --timeout 1.5: not a whole number ..."),
            (["--max-redirs", "\n"], "pith: --max-redirs \\x0A: not a whole number ..."),
            (["--url", "http://a/", "a", "b"], "pith: --url: allowed with one input only"),
            (["--from=jsonl", "--charset=utf-8"], "pith: --charset: JSONL is always UTF-8"),
        ]
        for arguments, message in table:
            with self.subTest(arguments=arguments):
                self.check_usage(pith(*arguments), message)

    def test_sizes_are_read(self):
        page = self.file("page.txt", text_page())
        for size in ("1G", "2m", "8K", "9000"):
            with self.subTest(size=size):
                self.check_good(pith("--max-input", size, page))

    def test_options_after_inputs_and_names_after_two_dashes(self):
        page = self.file("-page.html", html_page())
        result = pith("--", "-page.html", cwd=self.folder)
        self.check_good(result)
        self.assertEqual(self.records(pith(page, "--to", "json"))[0]["text"] + "\n", result.text)

    def test_terminal_without_input_gives_usage(self):
        controller, terminal = pty.openpty()
        try:
            result = pith(stdin=terminal)
        finally:
            os.close(controller)
            os.close(terminal)
        self.check_bad(result, 2, "Usage: pith [OPTION]... [INPUT]...", "Try 'pith --help' for more.")

    def test_kind(self):
        page = html_page(head="<meta name=author content='N. N.'>").encode()
        as_html = pith("--from", "html", stdin=page)
        as_text = pith("--from", "text", stdin=page)
        self.assertNotIn("<p>", as_html.text)
        self.assertNotEqual(as_html.text, as_text.text)
        self.assertEqual(pith("--from", "auto", stdin=page).text, as_html.text)

    def test_url(self):
        page = self.file("page.html", html_page())
        record = self.records(pith("--to=json", "--url", "https://example.org/a", page))[0]
        self.assertEqual(record["url"], "https://example.org/a")

    def test_charset(self):
        page = self.file("page.html", html_page("Krän").encode("iso-8859-1"))
        result = pith("--charset", "iso-8859-1", page)
        self.check_good(result)
        self.assertIn("Krän", result.text)

    def test_unknown_charset(self):
        page = self.file("page.html", html_page())
        result = pith("--charset", "klingon\x1b", page)
        self.check_bad(result, 2, "pith: --charset: ...klingon...")
        self.assertNotIn("\x1b", result.messages)
        self.assertEqual(result.output, b"")

    def test_heuristics(self):
        page = self.file("page.html", html_page())
        self.check_good(pith("--heuristics", str(SOURCE / "heuristics"), page))

    def test_malformed_heuristics(self):
        folder = self.folder / "mine"
        folder.mkdir()
        (folder / "thresholds.conf").write_text("# fine\n= nonsense [\n")
        result = pith("--heuristics", str(folder), self.file("page.html", html_page()))
        self.check_bad(result, 2, f"pith: {folder}/thresholds.conf:2: ...")
        self.assertEqual(result.output, b"")

    def test_missing_heuristics(self):
        result = pith("--heuristics", "/nowhere/at all", stdin=b"x")
        self.check_bad(result, 2, "pith: .../nowhere/at all...")

    def test_quiet(self):
        page = self.file("page.html", html_page())
        loud = pith("--max-input", "300", page)
        self.check_bad(loud, 0, f"pith: {page}: warning: a limit was reached: ...")
        quiet = pith("--quiet", "--max-input", "300", page)
        self.check_good(quiet)
        self.assertEqual(loud.output, quiet.output)
        self.check_bad(pith("-q", "/nowhere"), 1, "pith: /nowhere: No such file or directory")

    def test_limits_are_told(self):
        deep = "<div>" * 300 + html_page() + "</div>" * 300
        table = [
            (["--max-input", "300"], html_page()),
            (["--max-elements", "3"], html_page()),
            (["--max-blocks", "1"], html_page()),
            (["--max-depth", "100"], deep),
        ]
        for arguments, page in table:
            with self.subTest(arguments=arguments):
                result = pith("--to=json", *arguments, stdin=page.encode())
                self.check_good(result)
                self.assertIs(self.records(result)[0]["truncated"], True)
        result = pith("--to=json", stdin=html_page().encode())
        self.assertIs(self.records(result)[0]["truncated"], False)

    def test_memory_limit(self):
        result = pith("--max-memory", "1K", stdin=html_page().encode())
        self.check_bad(result, 1, "pith: standard input: out of memory...")


class Inputs(Case):
    def test_file_and_standard_input_give_the_same(self):
        page = html_page()
        path = self.file("page.html", page)
        expected = pith(path)
        self.check_good(expected)
        self.assertIn("oldest crane", expected.text)
        for result in (pith(stdin=page.encode()), pith("-", stdin=page.encode())):
            self.check_good(result)
            self.assertEqual(result.output, expected.output)

    def test_fifo(self):
        path = self.folder / "fifo"
        os.mkfifo(path)
        writer = subprocess.Popen(["sh", "-c", 'cat "$0" > "$1"', self.file("a", html_page()), path])
        try:
            result = pith(str(path))
        finally:
            writer.kill()
            writer.wait()
        self.check_good(result)
        self.assertIn("oldest crane", result.text)

    def test_inputs_that_fail(self):
        folder = self.folder / "folder"
        folder.mkdir()
        table = [
            (str(self.folder / "missing"), "No such file or directory"),
            (str(folder), "Is a directory"),
            (self.file("empty", b""), "the input is empty"),
            (self.file("blank", b" \n\t\r\n"), "the input is empty"),
            (self.file("picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 9), "the input is not text"),
            ("", "No such file or directory"),
            ("ftp://127.0.0.1/", "only http and https URLs can be fetched"),
            ("file:///etc/passwd", "only http and https URLs can be fetched"),
            ("/proc/self/mem", "Input/output error"),
        ]
        for name, cause in table:
            with self.subTest(name=name):
                result = pith(name)
                self.check_bad(result, 1, f"pith: {name}: {cause}")
                self.assertEqual(result.output, b"")
                result = pith("--to", "json", name)
                self.check_bad(result, 1, f"pith: {name}: {cause}")
                self.assertEqual([record["error"] for record in self.records(result)], [cause])

    def test_unreadable_file(self):
        page = self.file("page.html", html_page())
        os.chmod(page, 0)
        options = {}
        if os.getuid() == 0:
            # Root reads everything, so somebody else has to try.
            os.chmod(self.folder, 0o755)
            options["user"] = 65534
            try:
                subprocess.run([PROGRAM, "--version"], capture_output=True, check=True, **options)
            except (OSError, subprocess.SubprocessError):
                self.skipTest("an ordinary user cannot run the program where it lies")
        self.check_bad(pith(page, **options), 1, f"pith: {page}: Permission denied")

    def test_standard_input_that_fails(self):
        result = pith(preexec_fn=lambda: os.close(0), stdin=subprocess.DEVNULL)
        self.check_bad(result, 1, "pith: standard input: Bad file descriptor")
        folder = os.open(self.folder, os.O_RDONLY)
        result = pith(stdin=folder)
        os.close(folder)
        self.check_bad(result, 1, "pith: standard input: Is a directory")

    def test_the_others_are_still_done(self):
        good = self.file("good.html", html_page())
        other = self.file("other.html", html_page("mill"))
        result = pith("--to=text", "/nowhere", good, self.file("empty", b""), other)
        self.check_bad(
            result, 1, "pith: /nowhere: No such file or directory", "pith: ...empty: the input is empty"
        )
        first, second = result.text.split("\f\n")
        self.assertEqual(first, pith(good).text)
        self.assertEqual(second, pith(other).text)

    def test_names_are_escaped(self):
        table = [
            ("/nowhere/a\nb\x1b[31m", "/nowhere/a\\x0Ab\\x1B[31m"),
            ("/nowhere/\x7f\x9b", "/nowhere/\\x7F\\xC2\\x9B"),
            (b"/nowhere/\xff\xc3", "/nowhere/\\xFF\\xC3"),
            (b"/nowhere/\xed\xa0\x80\xf4\x90\x80\x80", "/nowhere/\\xED\\xA0\\x80\\xF4\\x90\\x80\\x80"),
            (b"/nowhere/\xc0\xaf\xe0\x80\xaf", "/nowhere/\\xC0\\xAF\\xE0\\x80\\xAF"),
            ("/nowhere/äß€😀", "/nowhere/äß€😀"),
        ]
        for name, shown in table:
            with self.subTest(name=name):
                self.check_bad(pith(name), 1, f"pith: {shown}: No such file or directory")
        result = pith("--to=json", b"/nowhere/\xff", "/nowhere/b")
        self.assertEqual([record["id"] for record in self.records(result)], ["/nowhere/\\xFF", "/nowhere/b"])

    def test_several_inputs_are_records_with_their_names(self):
        first = self.file("first.html", html_page())
        second = self.file("second.txt", text_page("mill"))
        result = pith(first, second)
        self.check_good(result)
        self.assertEqual([record["id"] for record in self.records(result)], [first, second])
        self.assertNotIn("id", self.records(pith("--to=json", first))[0])

    def test_endless_input(self):
        """No more than the limit is read of an input that never ends."""
        with subprocess.Popen(["yes", text_page().splitlines()[0]], stdout=subprocess.PIPE) as endless:
            result = pith("--to=json", "--max-input", "64K", stdin=endless.stdout)
            endless.stdout.close()
        self.assertEqual(result.code, 0, result)
        self.assertIs(self.records(result)[0]["truncated"], True)

    def test_page_without_an_article(self):
        page = b"<!DOCTYPE html><html><body><nav><a href=/>Home</a></nav></body></html>"
        result = pith(stdin=page)
        self.check_bad(result, 0, "pith: standard input: warning: no article was found")
        result = pith("--to=json", stdin=page)
        self.check_good(result)
        self.assertEqual(self.records(result)[0]["text"], "")


class Jsonl(Case):
    def test_is_recognized(self):
        line = json.dumps({"id": "a", "html": html_page()})
        table = [
            ("first line", line),
            ("no line feed needed", line.rstrip()),
            ("blank lines before", "\n \r\n" + line),
            ("byte order mark", "\ufeff" + line),
            ("carriage returns", line + "\r\n" + line + "\r\n"),
            ("lone surrogate", '{"id": "a", "note": "\\ud800", "text": "x y z"}'),
        ]
        for name, content in table:
            with self.subTest(name):
                result = pith(stdin=content.encode())
                self.check_good(result)
                self.assertEqual(self.records(result)[0]["id"], "a")

    def test_is_not_taken_for(self):
        """What only looks a little like JSONL is a page."""
        for content in ('{"name": "value"}\n', "{ so it began, he said }\n", "[1]\n", '{"text": 1\n'):
            with self.subTest(content):
                page = content + text_page()
                result = pith(stdin=page.encode())
                self.assertEqual(result.code, 0, result)
                self.assertIn("oldest crane", result.text)

    def test_name_decides(self):
        for name in ("pages.jsonl", "PAGES.JSONL", "pages.ndjson"):
            with self.subTest(name):
                path = self.jsonl("nonsense", {"id": 1, "text": text_page()}, name=name)
                result = pith(path)
                self.check_bad(result, 1, f"pith: {path}:1: not valid JSON: ...")
                self.assertEqual(len(self.records(result)), 2)

    def test_captured_and_provenance(self):
        page = "<title>A mill</title><h1>A mill</h1><p>2 days ago</p><p>Text of the page.</p>"
        path = self.jsonl(
            {"id": "own", "html": page, "captured": "2024-03-05T10:00:00Z"},
            {"id": "option", "html": page},
            {"id": "none", "html": page, "captured": "some day"},
            {"id": "number", "html": page, "captured": 5},
        )
        result = pith("--captured", "2023-01-01", "--provenance", path)
        self.assertEqual(result.code, 1, result)
        records = self.records(result)
        self.assertEqual(
            [record["date"] for record in records], ["2024-03-03", "2022-12-30", None, None]
        )
        self.assertEqual(records[0]["provenance"]["title"], "heading")
        self.assertEqual(records[0]["provenance"]["date"], "byline")
        self.assertNotIn("author", records[0]["provenance"])
        self.assertEqual(records[0]["captured"], "2024-03-05T10:00:00Z")
        self.assertIn("the time of capture is no date: some day", records[2]["error"])
        self.assertIn('"captured" is not a string', records[3]["error"])
        result = pith(path)
        self.assertIsNone(self.records(result)[1]["date"])
        self.assertNotIn("provenance", self.records(result)[0])

    def test_html_and_text(self):
        path = self.jsonl(
            {"id": "h", "html": html_page()},
            {"id": "t", "text": text_page("mill")},
            {"id": "both", "html": html_page("sluice"), "text": "other"},
            {"id": "null", "html": None, "text": text_page("weir")},
        )
        result = pith(path)
        self.check_good(result)
        records = self.records(result)
        self.assertEqual([record["id"] for record in records], ["h", "t", "both", "null"])
        for record, word in zip(records, ("crane", "mill", "sluice", "weir")):
            self.assertIn(f"oldest {word}", record["text"])

    def test_other_formats(self):
        path = self.jsonl({"text": text_page()}, {"text": text_page("mill")})
        for name in ("text", "markdown"):
            with self.subTest(name):
                result = pith("--to", name, path)
                self.check_good(result)
                first, second = result.text.split("\f\n")
                self.assertIn("oldest crane", first)
                self.assertIn("oldest mill", second)

    def test_separator_is_in_no_article(self):
        page = html_page().replace("oldest", "old\fest&#12;").replace("</p>", "</p><pre>a\f\nb</pre>")
        path = self.jsonl({"html": page}, {"text": text_page().replace("oldest", "old\fest")})
        for name in ("text", "markdown"):
            with self.subTest(name):
                self.assertEqual(pith("--to", name, path).text.count("\f"), 1)

    def test_members_are_carried_through(self):
        own = {
            "string": 'a "quoted" \\ one',
            "unicode": "ä😀\u2028",
            "escaped\n": "\x01",
            "nul": "a\0b",
            "null": None,
            "true": True,
            "nested": {"html": [1, {"text": "}"}], "": []},
            "small": 0.1,
            "precise": 3.141592653589793,
            "large": 12345678901234567890123,
            "exponent": 1e300,
        }
        result = pith("--from=jsonl", stdin=json.dumps({"id": "a", **own, "text": text_page()}).encode())
        self.check_good(result)
        record = self.records(result)[0]
        self.assertEqual({key: record.get(key) for key in own}, own)
        self.assertNotIn("html", record)
        self.assertEqual(list(record)[0], "id")
        self.assertEqual(list(record)[-len(own) :], list(own))

    def test_carried_members_do_not_replace_pith_s(self):
        page = {"title": "theirs", "error": "theirs", "kept": 1, "html": html_page()}
        record = self.records(pith(self.jsonl(page)))[0]
        self.assertIsNone(record["error"])
        self.assertNotEqual(record["title"], "theirs")
        self.assertEqual(record["kept"], 1)

    def test_id_keeps_its_type(self):
        ids = ["a", "", "0", 7, 1.5, "a\0b"]
        path = self.jsonl(*({"id": value, "text": text_page()} for value in ids))
        result = pith(path)
        self.check_good(result)
        self.assertEqual([record["id"] for record in self.records(result)], ids)
        for absent in ({}, {"id": None}):
            record = self.records(pith(self.jsonl({**absent, "text": text_page()})))[0]
            self.assertIsNone(record.get("id"))

    def test_url_of_a_line(self):
        path = self.jsonl({"url": "http://a.example/", "html": html_page()}, {"html": html_page()})
        records = self.records(pith("--url", "http://b.example/", path))
        self.assertEqual([record["url"] for record in records], ["http://a.example/", "http://b.example/"])

    def test_page_is_not_decoded_twice(self):
        page = html_page("Krän", head='<meta charset="iso-8859-1">')
        record = self.records(pith(self.jsonl({"html": page})))[0]
        self.assertIn("oldest Krän", record["text"])

    def test_lone_surrogates(self):
        line = '{"id": "\\udc00x", "note": "\\\\ud800 \\ud83d\\ude00 \\uD83D", "text": %s}'
        result = pith("--from=jsonl", stdin=(line % json.dumps(text_page("\udcff"))).encode())
        self.check_good(result)
        record = self.records(result)[0]
        self.assertEqual(record["id"], "\ufffdx")
        self.assertEqual(record["note"], "\\ud800 😀 \ufffd")
        self.assertIn("oldest \ufffd has", record["text"])

    def test_page_in_unusual_lines(self):
        """What cannot be read where it stands in the line is read all the same."""
        plain = text_page()
        page, other = json.dumps(plain), json.dumps(text_page("nothing but another page"))
        table = [
            (f'{{"text": {page}, "id": "a"}}', plain),
            (f'{{"text": {page.replace("e", chr(92) + "u0065")}}}', plain),
            (f' {{ "more" : [ {{"text": {other}, "x": "]}}"}} ], "text" : {page} }} ', plain),
            (f'{{"text": {other}, "text": {page}}}', plain),
            (f'{{"text": {page}, "text": "short one"}}', "short one"),
            (f'{{"text": {other}, "te\\u0078t": {page}}}', plain),
            (f'{{"html": null, "text": {page}}}', plain),
            (f'{{"text": {other}, "html": {page}}}', plain),
            (f'{{"text": {page}, "text\\u0000": {other}}}', None),
            (f'{{"text": {page[:-1]}\\ud83d\\ude00 \\ud83d \\u0000 {chr(92)}/ \xe9\u6f22"}}',
                plain + "\U0001f600 \ufffd \0 / \xe9\u6f22"),
        ]
        for line, text in table:
            with self.subTest(line=line[:40]):
                record = self.records(pith("--from=jsonl", stdin=line.encode()))[0]
                if text is None:
                    self.assertRegex(record["error"], "^not valid JSON: ")
                    continue
                kind = "html" if '"html": "' in line else "text"
                again = json.dumps({kind: text}).encode()
                same = self.records(pith("--from=jsonl", stdin=again))[0]
                self.assertEqual(record["text"], same["text"])
                self.assertIsNone(record["error"])

    def test_page_with_malformed_end(self):
        """The message is that for the whole line, and counts its bytes."""
        page = json.dumps(text_page())
        bad = [page[:-1] + "\\x" + '"', page[:-1] + "\t" + '"', page[:-1] + "\\u12g4" + '"', page[:-1]]
        for text in bad:
            line = '{"id": "a", "text": ' + text + "}"
            result = pith("--from=jsonl", stdin=line.encode())
            self.check_bad(result, 1, "pith: standard input:1: not valid JSON: ...")
            position = int(re.search(r"\(byte (\d+)\)", result.text + result.lines[0]).group(1))
            self.assertGreater(position, len(page))
        result = pith("--from=jsonl", stdin=b'{"id": "a", "text": ' + page[:-1].encode() + b'\xed\xa0\x80"}')
        self.check_bad(result, 1, "pith: standard input:1: not valid JSON: ...")

    def test_bad_lines(self):
        good = {"id": "good", "text": text_page()}
        table = [
            ("nonsense", None, "not valid JSON: ..."),
            ('{"id": "cut", "text": "abc', None, "not valid JSON: ..."),
            ('{"id": "more", "text": "a b"} x', None, "not valid JSON: ..."),
            ("[" * 100000, None, "not valid JSON: ..."),
            ('["array"]', None, "not a JSON object"),
            ("7", None, "not valid JSON: ..."),
            ({"id": "neither"}, "neither", 'the object has no member "html" or "text"'),
            ({"id": "nulls", "html": None}, "nulls", 'the object has no member "html" or "text"'),
            ({"id": "type", "html": 5}, "type", 'the member "html" is not a string'),
            ({"id": "type", "text": ["a"]}, "type", 'the member "text" is not a string'),
            ({"id": "url", "url": 5, "text": "a"}, "url", 'the member "url" is not a string'),
            ({"id": 5, "text": ""}, 5, "the input is empty"),
            ({"id": "blank", "html": " \n"}, "blank", "the input is empty"),
        ]
        for line, name, cause in table:
            with self.subTest(line=str(line)[:60]):
                path = self.jsonl(good, "", line, good)
                result = pith(path)
                self.check_bad(result, 1, f"pith: {path}:3: {cause}")
                before, bad, after = self.records(result)
                self.assertEqual((before["id"], before["error"], after), ("good", None, before))
                self.assertEqual(bad.get("id"), name)
                self.assertEqual(f"pith: {path}:3: {bad['error']}", result.lines[0])
                self.assertIsNone(bad["text"])

    def test_failed_line_keeps_what_is_carried(self):
        record = self.records(pith(self.jsonl({"id": "a", "mine": [1], "html": ""})))[0]
        self.assertEqual((record["id"], record["mine"]), ("a", [1]))
        self.assertTrue(record["error"])

    def test_line_that_is_not_utf_8(self):
        result = pith("--from=jsonl", stdin=b'{"id": "a", "text": "\xff"}\n')
        self.check_bad(result, 1, "pith: standard input:1: not valid JSON: ...")

    def test_line_that_is_too_long(self):
        long_line = {"id": "long", "text": "word " * 100000}
        path = self.jsonl({"id": "a", "text": text_page()}, long_line, {"id": "b", "text": text_page()})
        result = pith("--max-line", "10K", path)
        self.check_bad(result, 1, f"pith: {path}:2: the line is longer than 10240 bytes (see --max-line)")
        self.assertEqual([record.get("id") for record in self.records(result)], ["a", None, "b"])
        exact = json.dumps({"id": "a", "text": text_page()})
        self.check_good(pith("--from=jsonl", "--max-line", str(len(exact)), stdin=exact.encode()))
        self.check_bad(
            pith("--from=jsonl", "--max-line", str(len(exact) - 1), stdin=exact.encode() + b"\n"),
            1,
            "pith: standard input:1: the line is longer...",
        )

    def test_no_lines(self):
        for content in (b"", b"\n \r\n\n"):
            with self.subTest(content):
                result = pith("--from=jsonl", stdin=content)
                self.check_good(result)
                self.assertEqual(result.output, b"")

    def test_order_and_streaming(self):
        """A record comes out before the next line goes in, and memory does not grow."""
        with subprocess.Popen([PROGRAM, "--from=jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            try:
                for number in range(3):
                    line = json.dumps({"id": str(number), "text": text_page()})
                    child.stdin.write(line.encode() + b"\n")
                    child.stdin.flush()
                    self.assertEqual(json.loads(child.stdout.readline())["id"], str(number))
            finally:
                child.stdin.close()

    @unittest.skipIf(SANITIZED, "sanitizers keep freed memory")
    def test_memory_does_not_grow_with_the_number_of_lines(self):
        line = json.dumps({"text": text_page() * 20}).encode() + b"\n"
        peaks = []
        with subprocess.Popen([PROGRAM, "--from=jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            try:
                for number in range(1, 1001):
                    child.stdin.write(line)
                    child.stdin.flush()
                    child.stdout.readline()
                    if number in (50, 1000):
                        status = pathlib.Path(f"/proc/{child.pid}/status").read_text()
                        peaks.append(int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]))
            finally:
                child.stdin.close()
        self.assertLess(peaks[1], peaks[0] + 4096, "KiB")


class Output(Case):
    def setUp(self):
        super().setUp()
        self.page = self.file("page.html", html_page())
        self.expected = pith(self.page).output

    def listing(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_to_a_file(self):
        target = self.folder / "out"
        for option in (["-o", str(target)], [f"--output={target}"]):
            result = pith(*option, self.page)
            self.check_good(result)
            self.assertEqual((result.output, target.read_bytes()), (b"", self.expected))
            self.assertEqual(self.listing(), ["out", "page.html"])
        self.assertEqual(pith("-o", "-", self.page).output, self.expected)

    def test_input_may_be_the_output(self):
        self.check_good(pith("-o", self.page, self.page))
        self.assertEqual(pathlib.Path(self.page).read_bytes(), self.expected)

    def test_modes(self):
        target = self.folder / "out"
        pith("-o", str(target), self.page, umask=0o027)
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o640)
        target.chmod(0o604)
        pith("-o", str(target), self.page)
        self.assertEqual(stat.S_IMODE(target.stat().st_mode), 0o604)

    def test_link_stays_a_link(self):
        target, link = self.folder / "target", self.folder / "link"
        target.write_text("old")
        link.symlink_to("target")
        self.check_good(pith("-o", str(link), self.page))
        self.assertTrue(link.is_symlink())
        self.assertEqual(target.read_bytes(), self.expected)

    def test_old_file_stays_when_nothing_came_out(self):
        target = self.folder / "out"
        target.write_text("old")
        result = pith("-o", str(target), "/nowhere")
        self.check_bad(result, 1, "pith: /nowhere: No such file or directory")
        self.assertEqual(target.read_text(), "old")
        self.assertEqual(self.listing(), ["out", "page.html"])

    def test_file_is_written_when_some_inputs_failed(self):
        target = self.folder / "out"
        result = pith("--to=json", "-o", str(target), "/nowhere", self.page)
        self.assertEqual(result.code, 1)
        self.assertEqual(len(target.read_text().splitlines()), 2)

    def test_file_that_cannot_be_written(self):
        for target, cause in (
            ("/nowhere/out", "No such file or directory"),
            (str(self.folder), "Is a directory"),
            ("", "No such file or directory"),
        ):
            with self.subTest(target):
                self.check_bad(pith("-o", target, self.page), 1, f"pith: {target}: {cause}")

    def test_full_disk(self):
        message = "No space left on device"
        self.check_bad(pith("-o", "/dev/full", self.page), 1, f"pith: /dev/full: {message}")
        with open("/dev/full", "w") as full:
            for arguments in ([self.page], ["--to=json", self.page, self.page], ["--help"], ["--version"]):
                with self.subTest(arguments=arguments):
                    result = pith(*arguments, stdout=full)
                    self.check_bad(result, 1, f"pith: standard output: {message}")
        self.assertTrue(stat.S_ISCHR(os.stat("/dev/full").st_mode))

    def test_closed_pipe(self):
        reader, writer = os.pipe()
        os.close(reader)
        result = pith(self.page, stdout=writer)
        os.close(writer)
        self.check_bad(result, 1, "pith: standard output: Broken pipe")

    def test_closed_output(self):
        result = pith(self.page, preexec_fn=lambda: os.close(1))
        self.check_bad(result, 1, "pith: standard output: Bad file descriptor")

    def test_closed_messages_do_not_land_in_the_output(self):
        target = self.folder / "out"
        result = pith("-o", str(target), "--to=json", "/nowhere", preexec_fn=lambda: os.close(2))
        self.assertEqual(result.code, 1)
        self.assertNotIn("pith:", target.read_text())

    def test_stopped_program_leaves_no_temporary_file(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number=number):
                child = subprocess.Popen(
                    [PROGRAM, "--from=jsonl", "-o", str(self.folder / "out")], stdin=subprocess.PIPE
                )
                for _ in range(500):
                    if len(self.listing()) > 1:
                        break
                    time.sleep(0.01)
                # The file exists a moment before the program has noted its name.
                time.sleep(0.1)
                child.send_signal(number)
                self.assertEqual(child.wait(30), -number)
                child.stdin.close()
                self.assertEqual(self.listing(), ["page.html"])


if __name__ == "__main__":
    unittest.main()
