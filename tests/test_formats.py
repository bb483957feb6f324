#!/usr/bin/env python3
"""The output formats, read back by parsers that are not pith's: over all golden samples.

Markdown is read by cmark-gfm, HTML by Python's parser and by tidy, TEI by libxml2's xmllint with a
schema. A check whose program is not there is skipped; ./setup install checkers brings them.
"""

import functools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import formats
from program import SOURCE, pith

SCHEMA = SOURCE / "tests" / "tei-lite-subset.rng"
URL = "https://base.example/articles/page"


def needs(program):
    return unittest.skipUnless(shutil.which(program), f"{program} is not here")


class Sample:
    """A golden sample, and what pith makes of it."""

    def __init__(self, folder):
        self.name = folder.name
        self.input = next(p for p in sorted(folder.iterdir()) if p.name.startswith("input."))
        options = folder / "options"
        self.options = options.read_text(encoding="utf-8").split() if options.exists() else []

    @functools.lru_cache(maxsize=None)
    def write(self, *arguments):
        url = [] if self.input.suffix == ".jsonl" or "--url" in self.options else ["--url", URL]
        result = pith("-q", *self.options, *url, *arguments, str(self.input))
        assert result.code == 0, f"{self.name}: {result}"
        return result.text

    def record(self):
        return json.loads(self.write("--to", "json", "--blocks"))


@functools.lru_cache(maxsize=None)
def samples():
    folders = sorted(p for p in (SOURCE / "samples").iterdir() if p.is_dir())
    return [Sample(folder) for folder in folders if not (folder / "expected.error").exists()]


class Words(unittest.TestCase):
    """The same article has the same words in every format."""

    def test_samples(self):
        for sample in samples():
            with self.subTest(sample.name):
                record = sample.record()
                expected = [w for block in record["blocks"] for w in formats.words(block["text"])]
                self.check_text(record, expected)
                page = formats.read_html(sample.write("--to", "html"))
                self.assertEqual(formats.words(page.text), expected)

    def check_text(self, record, expected):
        """Plain text has the numbers of lists, too."""
        text = record["text"]
        for container in record["containers"]:
            if "number" in container:
                text = re.sub(rf"(?m)^( *){container['number']}\. ", r"\1", text, count=1)
        self.assertEqual(sorted(formats.words(text)), sorted(expected))

    def test_tei(self):
        for sample in samples():
            with self.subTest(sample.name):
                record = sample.record()
                if any(span["kind"] == "formula" for b in record["blocks"] for span in b.get("spans", [])):
                    continue  # TEI has their source.
                expected = [w for block in record["blocks"] for w in formats.words(block["text"])]
                self.assertEqual(formats.words(formats.tei_text(sample.write("--to", "tei"))), expected)

    def test_plain_text_has_no_markup(self):
        for sample in samples():
            with self.subTest(sample.name):
                text = sample.write("--to", "text")
                self.assertNotRegex(text, r"[ \t]\n")
                self.assertNotRegex(text, r"[\x00-\x08\x0b-\x1f\x7f]")
                self.assertNotRegex(text, r"\n\n\n(?!.*\n\n\n)\Z")


@needs("cmark-gfm")
class Markdown(unittest.TestCase):
    """What a parser makes of Markdown is the article: the same blocks, in the same lists and
    quotations, with the same text, emphasis, links and images."""

    def test_samples(self):
        for sample in samples():
            with self.subTest(sample.name):
                self.check(sample.record(), sample.write("--to", "markdown"))

    def check(self, record, markdown):
        expected = formats.json_blocks(record)
        title = record["title"]
        if title:
            expected.insert(0, ((), "heading 1", formats.collapse(title), [], []))
        self.assertEqual(formats.markdown_blocks(markdown), expected)

    def test_front_matter(self):
        for sample in samples():
            with self.subTest(sample.name):
                plain = sample.write("--to", "markdown")
                whole = sample.write("--to", "markdown", "--front-matter")
                match = re.match(r"---\n(.*?)---\n(\n|\Z)", whole, re.S)
                self.assertIsNotNone(match)
                self.assertEqual(whole[match.end():], plain)
                self.check_front_matter(match[1], sample.record())

    def check_front_matter(self, yaml, record):
        """Scalars and sequences of YAML, which are JSON strings here."""
        found, key = {}, None
        for line in yaml.splitlines():
            if line.startswith("  - "):
                found[key].append(json.loads(line[4:]))
                continue
            key, value = line.split(":", 1)
            found[key] = json.loads(value) if value.strip() else []
        known = {k: record[k] for k in found}
        self.assertEqual(found, known)
        self.assertTrue(all(record[k] is None for k in ("title", "author", "date") if k not in found))


class Html(unittest.TestCase):
    def test_samples_hold_what_is_allowed(self):
        for sample in samples():
            with self.subTest(sample.name):
                self.assertEqual(formats.read_html(sample.write("--to", "html")).problems, [])

    @needs("tidy")
    def test_samples_are_valid(self):
        for sample in samples():
            with self.subTest(sample.name):
                self.assertEqual(tidy(sample.write("--to", "html")), "")


def tidy(document):
    """What tidy has to say about a document."""
    done = subprocess.run(["tidy", "-quiet", "-errors", "-utf8"], input=document.encode(),
                          capture_output=True, timeout=60, check=False)
    return done.stderr.decode("utf-8", "replace")


@needs("xmllint")
class Tei(unittest.TestCase):
    def test_samples_are_valid(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = []
            for sample in samples():
                path = pathlib.Path(folder) / f"{sample.name}.xml"
                path.write_text(sample.write("--to", "tei"), encoding="utf-8")
                paths.append(str(path))
            done = subprocess.run(["xmllint", "--nonet", "--noout", "--relaxng", str(SCHEMA), *paths],
                                  capture_output=True, timeout=120, check=False)
            messages = done.stderr.decode("utf-8", "replace")
            self.assertEqual(
                [line for line in messages.splitlines() if not line.endswith(" validates")], [])


class Options(unittest.TestCase):
    """--links, --images, --formatting and --tables, in the formats."""

    PAGE = (
        "<html><head><title>A crane</title></head><body><article><p>The harbour was built when the "
        "river still carried <em>timber</em> from the <a href='/hills'>hills</a> to the coast, and its "
        "oldest crane has <strong>stood</strong> on the quay for a hundred and forty years.</p>"
        "<figure><img src='/crane.jpg' alt='The crane'></figure><p>Last week the council decided that "
        "the crane will be repaired, because the families who live beside the quay had collected "
        "signatures during the whole of a long, wet summer.</p><table><tr><th>Year</th><th>Lifts</th>"
        "</tr><tr><td>1904</td><td>12,000</td></tr></table><p>Work is to begin in spring, and the "
        "engineers expect that it will take about two years until the machine can lift a boat out "
        "of the water again, as it did in the days of sail.</p></article></body></html>"
    )

    def write(self, *arguments):
        result = pith("-q", "--url", "https://harbour.example/a", *arguments, "-", stdin=self.PAGE.encode())
        self.assertEqual(result.code, 0, result)
        return result.text

    def test_text(self):
        plain = self.write()
        for mark in ("<https", "_timber_", "*stood*", "[The crane]"):
            self.assertNotIn(mark, plain)
        self.assertIn("Year\tLifts\n1904\t12,000\n", plain)
        self.assertIn("hills <https://harbour.example/hills> to", self.write("--links"))
        self.assertIn("\n\n[The crane] <https://harbour.example/crane.jpg>\n\n", self.write("--images"))
        formatted = self.write("--formatting")
        self.assertIn("_timber_", formatted)
        self.assertIn("*stood*", formatted)
        self.assertIn("Year  Lifts\n1904  12,000\n", self.write("--tables", "aligned"))
        self.assertNotIn("1904", self.write("--tables", "exclude"))

    def test_rich_formats(self):
        signs = {
            "markdown": ("[hills](", "![The crane](", "*timber*", "| 1904 |"),
            "html": ("<a href", "<img ", "<em>", "<table>"),
            "tei": ("<ref target=", "<graphic ", "<hi ", "<table>"),
        }
        switches = (["--no-links"], ["--no-images"], ["--no-formatting"], ["--tables", "exclude"])
        for name, marks in signs.items():
            whole = self.write("--to", name)
            for mark, switch in zip(marks, switches):
                with self.subTest(format=name, switch=switch):
                    self.assertIn(mark, whole)
                    self.assertNotIn(mark, self.write("--to", name, *switch))

    def test_json(self):
        record = json.loads(self.write("--to", "json"))
        self.assertNotIn("blocks", record)
        self.assertEqual(record["text"] + "\n", self.write())
        linked = json.loads(self.write("--to", "json", "--links", "--tables", "aligned"))
        self.assertEqual(linked["text"] + "\n", self.write("--links", "--tables", "aligned"))
        blocks = json.loads(self.write("--to", "json", "--blocks"))["blocks"]
        kinds = [block["kind"] for block in blocks]
        self.assertEqual(
            kinds, ["paragraph", "image", "paragraph", "table_row", "table_row", "paragraph"])
        spans = {span["kind"]: blocks[0]["text"][span["start"]:span["end"]] for span in blocks[0]["spans"]}
        self.assertEqual(spans, {"emphasis": "timber", "link": "hills", "strong": "stood"})
        self.assertEqual([cell.get("header") for cell in blocks[3]["cells"]], [True, True])

    def test_pretty_json_is_the_same_record(self):
        line = self.write("--to", "json", "--blocks")
        pretty = self.write("--to", "json", "--blocks", "--pretty")
        self.assertGreater(pretty.count("\n"), 20)
        self.assertEqual(json.loads(pretty), json.loads(line))
        self.assertEqual(list(json.loads(pretty)), list(json.loads(line)))
        self.assertEqual(line, self.write("--to", "jsonl", "--blocks"))
        self.assertEqual(pith("--to", "jsonl", "--pretty", "-", stdin=b"x").code, 2)
        source = json.dumps({"html": self.PAGE, "id": "7", "crawl": [1, {"a": 2}]}).encode()
        carried = pith("--to", "json", "--pretty", "--from", "jsonl", "-", stdin=source)
        self.assertEqual(json.loads(carried.text)["crawl"], [1, {"a": 2}])

    def test_comments(self):
        comments = "".join(
            f"<li class='comment'><div class='comment-author'>{name}</div><time>{day} May 2024 at 10:39</time>"
            f"<p>{text}</p><a href='#reply'>Reply</a></li>" for name, day, text in (
                ("Ada Quill", 3, "My grandfather worked on that crane for thirty years and would be glad."),
                ("Jon Reed", 4, "I think the money would be better spent on the school roof."),
                ("Mia Sand", 5, "Whoever has seen it lift a boat will never forget the sight of it.")))
        page = self.PAGE.replace("</article>", "</article><section id='comments' class='comments'>"
            f"<h3>3 comments</h3><ol class='comment-list'>{comments}</ol></section>")
        for name in ("html", "tei"):
            separate, excluded, included = (
                pith("-q", "--to", name, "--comments", how, "-", stdin=page.encode()).text
                for how in ("separate", "exclude", "include"))
            with self.subTest(name):
                self.assertIn("grandfather", separate)
                self.assertNotIn("grandfather", excluded)
                self.assertIn("comments\">", separate)
                self.assertNotIn("comments\">", included)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
