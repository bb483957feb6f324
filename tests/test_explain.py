#!/usr/bin/env python3
"""--explain and --diff on the command line: the listing, JSON, terminals, totals, errors.

Environment: as for test_cli.py.
"""

import fcntl
import json
import os
import pathlib
import pty
import re
import struct
import subprocess
import tempfile
import termios
import unittest

from program import PROGRAM, SENTENCES, SOURCE, TIMEOUT_SECONDS, html_page, pith, text_page

SAMPLES = SOURCE / "samples"

PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A crane at the harbour</title></head><body>
<nav class="main-menu"><ul><li><a href="/">Home</a></li><li><a href="/s">Sport</a></li></ul></nav>
<article><h2>The crane</h2>{"".join(f"<p>{sentence}</p>" for sentence in SENTENCES)}</article>
<footer><p>All rights reserved.</p></footer></body></html>"""

# Numbers are those of the model, and so is what weighs most: # and ... stand for them.
LISTING = """page.html
HTML, 7 blocks, 4 kept, # uncertain; article #, ...
The best choice of blocks has an expected F1 of #; the threshold is k F1^power = # x #^#, not under
#, not over # or the best block: # (heuristics/models/html.conf).

    1  # -  navigation   li    Home
             nav.main-menu > ul > li > a
             Dropped as navigation: its probability # is under the threshold #. It matches the
             phrase "home" (line-navigation, heuristics/phrases/en.conf:#). ...

    2  # -  navigation   li    Sport
             nav.main-menu > ul > li > a
             Dropped as navigation: its probability # is under the threshold #. It stands in
             nav.main-menu, called "menu" (navigation, heuristics/vocabulary/classes.conf). ...

    3  # +  kept         h2    The crane
             article > h2
             Kept: its probability # reaches the threshold #. ...

    4  # +  kept         p     The harbour was built when the river still carried timber from ...
             article > p
             Kept: its probability # reaches the threshold #. ...

    5  # +  kept         p     Last week the council decided that the crane will be repaired, ...
             article > p
             Kept: its probability # reaches the threshold #. ...

    6  # +  kept         p     Work is to begin in spring, and the engineers expect that ...
             article > p
             Kept: its probability # reaches the threshold #. ...

    7  # -  footer       p     All rights reserved.
             footer > p
             Dropped as footer: its probability # is under the threshold #. It matches the phrase
             "* all rights reserved *" (line-footer, heuristics/phrases/en.conf:#). ...
"""


def joined(listing):
    """The words of a listing: where lines are broken depends on the numbers."""
    return " ".join(listing.split())


def pattern(listing):
    """A regular expression of a listing in which # stands for a number and ... for any words."""
    escaped = re.escape(joined(listing))
    uncertain = re.sub(r"(\\#\\ )\\?([-+])", r"\1\\\2\\??", escaped)
    return re.compile(uncertain.replace(r"\#", r"\d[\d.]*").replace(r"\ \.\.\.", r".*?"))


class Case(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pith-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return str(path)

    def good(self, *arguments, **options):
        result = pith(*arguments, **options)
        self.assertEqual((result.code, result.messages), (0, ""), result)
        return result.text

    def terminal(self, *arguments, columns=80, **environment):
        """What the program writes to a terminal of this width."""
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        variables = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        with subprocess.Popen([PROGRAM, *arguments], stdout=theirs, stdin=subprocess.DEVNULL,
                              env=dict(variables, **environment)) as process:
            os.close(theirs)
            written = b""
            while True:
                try:
                    piece = os.read(ours, 65536)
                except OSError:  # Linux: the other end is closed.
                    break
                if not piece:
                    break
                written += piece
            self.assertEqual(process.wait(TIMEOUT_SECONDS), 0)
        os.close(ours)
        return written.decode("utf-8").replace("\r\n", "\n")


class Text(Case):
    def test_listing(self):
        self.file("page.html", PAGE)
        listing = self.good("--explain", "page.html", cwd=self.folder)
        self.assertTrue(pattern(LISTING).fullmatch(joined(listing)), listing)
        self.assertLessEqual(max(map(len, listing.splitlines())), 100)
        self.assertEqual(listing, self.good("--explain=text", "page.html", cwd=self.folder))

    def test_every_sample(self):
        """All blocks of all samples, with a reason each, and nothing that steers a terminal."""
        pages = [path for path in sorted(SAMPLES.glob("*/input.*"))
                 if path.suffix in (".html", ".txt") and not (path.parent / "expected.error").exists()]
        self.assertGreater(len(pages), 30)
        listing = self.good("--explain", "--quiet", *pages)
        self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", listing))
        verdicts = re.findall(r"^ {13}(?:Kept: |Dropped as [a-z]+: )", listing, re.MULTILINE)
        blocks = re.findall(r"^ {0,4}\d+  \d\.\d\d [-+][ ?] ", listing, re.MULTILINE)
        self.assertEqual(len(verdicts), len(blocks))
        self.assertGreater(len(blocks), 500)

    def test_dump(self):
        listing = self.good("--explain", stdin=(text_page() + "\n\nRelated articles\n\nA\n").encode())
        self.assertIn("text dump, 5 blocks, 3 kept", listing)
        self.assertRegex(listing, r"\n    4  \d\.\d\d -. related ")
        self.assertRegex(joined(listing), r"phrase \"related .*?\" \(section-related, heuristics/phrases/en\.conf:\d+\)")

    def test_page_without_blocks(self):
        self.assertIn("HTML, 0 blocks", self.good("--explain", stdin=b"<html><body> </body></html>"))

    def test_colours_on_a_terminal(self):
        path = self.file("page.html", PAGE)
        colored = self.terminal("--explain", path, TERM="xterm", columns=70)
        self.assertIn("\x1b[32m", colored)
        plain = re.sub(r"\x1b\[\d+m", "", colored)
        self.assertNotIn("\x1b", plain)
        self.assertLessEqual(max(map(len, plain.splitlines()[1:])), 70)
        self.assertEqual(joined(plain), joined(self.terminal("--explain", path, TERM="xterm", NO_COLOR="1", columns=70)))

    def test_no_colours(self):
        path = self.file("page.html", PAGE)
        for environment in ({"TERM": "xterm", "NO_COLOR": "1"}, {"TERM": "dumb"}, {}):
            with self.subTest(environment=environment):
                self.assertNotIn("\x1b", self.terminal("--explain", path, **environment))
        self.assertIn("\x1b", self.terminal("--explain", path, TERM="xterm", NO_COLOR=""))
        self.assertNotIn("\x1b", self.good("--explain", path, env=dict(os.environ, TERM="xterm")))
        self.terminal("--explain", "-o", str(self.folder / "out"), path, TERM="xterm")
        self.assertNotIn("\x1b", (self.folder / "out").read_text(encoding="utf-8"))

    def test_page_cannot_steer_the_terminal(self):
        steering = "\x1b]0;title\x07 \x1b[2J \x9b31m \u202e &#27;[31m &#x9b;31m"
        page = PAGE.replace("The crane", "The crane " + steering).replace("main-menu", "main-menu \x1b[31m")
        path = self.file("na\x1b[31mme.html", page)
        written = self.terminal("--explain", path, TERM="xterm")
        self.assertEqual(set(re.findall(r"\x1b(?!\[\d+m)", written)), set())
        self.assertIsNone(re.search(r"[\x00-\x09\x0b-\x1a\x1c-\x1f\x7f-\x9f\u202e]", written))


class Json(Case):
    def test_one_object_a_page(self):
        path = self.file("page.html", PAGE)
        lines = self.good("--explain=json", path, stdin=b"").splitlines()
        self.assertEqual(len(lines), 1)
        page = json.loads(lines[0])
        self.assertEqual(list(page)[:2], ["name", "kind"])
        self.assertEqual(page["name"], path)
        self.assertEqual(page["metadata"]["title"], "A crane at the harbour")
        self.assertEqual(page["blocks_kept"], sum(block["kept"] for block in page["blocks"]))
        for number, block in enumerate(page["blocks"], 1):
            self.assertEqual(block["block"], number)
            amounts = [item["amount"] for item in block["features"] + block["surroundings"]]
            self.assertAlmostEqual(block["start"] + block["features_rest"] + sum(amounts), block["log_odds"], places=2)
            for item in block["features"] + block["surroundings"]:
                self.assertIn(item["name"], page["descriptions"])

    def test_jsonl(self):
        line = json.dumps({"id": "a-1", "url": "https://harbour.example/", "html": PAGE})
        bad = json.dumps({"id": "a-2", "html": ""})
        result = pith("--explain=json", "--from=jsonl", stdin=f"{line}\n{bad}\n".encode())
        self.assertEqual(result.code, 1)
        records = [json.loads(text) for text in result.text.splitlines()]
        self.assertEqual([record["id"] for record in records], ["a-1", "a-2"])
        self.assertEqual(records[1]["error"], "the input is empty")

    def test_same_decisions_as_without(self):
        for sample in ("html-product-page/input.html", "html-forum-thread/input.html", "dump-german/input.txt"):
            path = SAMPLES / sample
            article = json.loads(self.good("--to=json", path))
            page = json.loads(self.good("--explain=json", path))
            dropped = {}
            for block in page["blocks"]:
                if not block["kept"]:
                    dropped[block["reason"]] = dropped.get(block["reason"], 0) + 1
            self.assertEqual(dropped, article["dropped"])


class Diff(Case):
    def heuristics(self, name, text):
        """A folder that adds phrases to the built-in ones."""
        self.file(f"{name}/phrases/own.conf", text)
        return str(self.folder / name)

    def test_a_phrase_is_added(self):
        other = self.heuristics("b", "# Ours.\n[line-share]\nthe crane\n")
        dump = self.file("dump.txt", SENTENCES[0] + "\n\nThe crane\n\n" + "\n\n".join(SENTENCES[1:]) + "\n")
        unchanged = self.file("page.txt", text_page())
        report = self.good("--diff", other, dump, unchanged)
        words = joined(report)
        self.assertIn(f"{dump} 0 gained (0 words), 1 lost (2 words), 0 with another reason;", words)
        self.assertRegex(report, r"\n    2  \d\.\d\d -. share +p +The crane\n")
        self.assertIn("before: Kept: ", words)
        self.assertIn("after: Dropped as share: ", words)
        self.assertIn(f'new: phrase "the crane" (line-share), {other}/phrases/own.conf:3', words)
        self.assertNotIn(unchanged, report)
        self.assertTrue(report.endswith("kept before, 6 after\n"), report)
        self.assertIn("1 of 2 pages changed: 0 gained (0 words), 1 lost (2 words)", words)

    def test_two_folders(self):
        """The other way round, what was lost is gained."""
        one = self.heuristics("a", "[line-share]\nthe crane\n")
        none = self.heuristics("b", "[line-share]\nno such phrase\n")
        dump = self.file("dump.txt", SENTENCES[0] + "\n\nThe crane\n\n" + "\n\n".join(SENTENCES[1:]) + "\n")
        lines = self.good("--heuristics", one, "--diff", none, "--explain=json", dump).splitlines()
        page, totals = json.loads(lines[0]), json.loads(lines[1])["totals"]
        self.assertEqual(totals, {
            "pages": 1, "pages_changed": 1, "blocks": 4, "kept_before": 3, "kept_after": 4,
            "gained": 1, "gained_words": 2, "lost": 0, "lost_words": 0, "renamed": 0})
        self.assertEqual(page["totals"], totals)
        block, = page["blocks"]
        self.assertEqual((block["change"], block["text"]), ("gained", "The crane"))
        self.assertFalse(block["before"]["kept"])
        self.assertTrue(block["after"]["kept"])
        self.assertEqual([finding["text"] for finding in block["findings_gone"]], ["the crane"])
        self.assertEqual(block["findings_new"], [])

    def test_nothing_changes(self):
        path = self.file("page.html", PAGE)
        report = self.good("--diff", SOURCE / "heuristics", path)
        self.assertEqual(joined(report), "0 of 1 pages changed: 0 gained (0 words), 0 lost (0 words), "
                                         "0 with another reason, of 7 blocks; 4 kept before, 4 after")

    def test_a_threshold_is_changed(self):
        """Which the blocks themselves may depend on: what noscript holds counts only on poor pages."""
        other = self.folder / "b"
        self.file("b/thresholds.conf", "noscript-words = 100000\n")
        page = html_page().replace("</article>", f"</article><noscript><p>{SENTENCES[0]} Once more.</p></noscript>")
        lines = self.good("--diff", other, "--explain=json", self.file("page.html", page)).splitlines()
        self.assertEqual(json.loads(lines[1])["totals"]["pages"], 1)

    def test_html(self):
        path = self.file("page.html", PAGE)
        report = self.good("--diff", SOURCE / "heuristics", "--explain=html", path)
        self.assertIn('data-report="diff"', report)
        self.assertIn('class="totals"', report)
        self.assertTrue(report.endswith("</html>\n"))


class Usage(Case):
    def test_errors(self):
        path = self.file("page.html", PAGE)
        table = [
            (["--explain=xml"], 2, "pith: --explain=xml: not one of text|json|html"),
            (["--explain="], 2, "pith: --explain=: not one of text|json|html"),
            (["--explain", "--to=json"], 2, "pith: --to: not together with --explain"),
            (["--diff", "x", "--to=json"], 2, "pith: --to: not together with --diff"),
            (["--explain", "--features"], 2, "pith: --features: not together with --explain"),
            (["--diff", "/nowhere/at all"], 2, "pith: --diff: /nowhere/at all: No such file or directory"),
            (["--diff", self.file("bad/thresholds.conf", "x\n")[: -len("/thresholds.conf")]], 2,
             "pith: --diff: "),
            (["--explain", "/nowhere/page"], 1, "pith: /nowhere/page: No such file or directory"),
        ]
        for arguments, code, message in table:
            with self.subTest(arguments=arguments):
                result = pith(*arguments, path)
                self.assertEqual(result.code, code, result)
                self.assertTrue(result.messages.startswith(message), result)

    def test_failures_leave_an_older_report(self):
        report = self.file("report.html", "old")
        result = pith("--explain=html", "-o", report, "/nowhere/page")
        self.assertEqual(result.code, 1)
        self.assertEqual(pathlib.Path(report).read_text(encoding="utf-8"), "old")

    def test_a_file_may_follow(self):
        """An argument of its own is an input, not the form."""
        self.file("json", PAGE)
        self.assertIn("HTML, 7 blocks", self.good("--explain", "json", cwd=self.folder))


if __name__ == "__main__":
    unittest.main()
