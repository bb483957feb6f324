#!/usr/bin/env python3
"""What becomes of markup, well formed or not: pieces of a page, and what they are in an output format.

Each piece stands in the middle of an article. All are given to pith in one run, as JSONL.
"""

import json
import sys
import unittest

from program import SENTENCES, pith

URL = "https://base.example/a/b?c#d"
LONG = "Some words of an item that is long enough to be kept with the others beside it."

# (piece, Markdown)
MARKDOWN = [
    # Lists as pages have them.
    ("<ul><li>a one</li><li>b two</li></ul>", "- a one\n- b two"),
    ("<ol start=0><li>a one<li>b two</ol>", "0. a one\n1. b two"),
    ("<ol reversed><li>a one<li>b two<li>c three</ol>", "3. a one\n2. b two\n1. c three"),
    ("<ul><li>a one</li><ul><li>b two</li></ul><li>c three</li></ul>", "- a one\n  - b two\n- c three"),
    ("<ul>bare words<li>a one</li></ul>", "- bare words\n\n- a one"),
    ("<li>a one</li><li>b two</li>", "- a one\n- b two"),
    ("<ul><li>a one</li></ul><ul><li>b two</li></ul>", "- a one\n\n* b two"),
    ("<ul><li>a one</li></ul><ol><li>b two</li></ol>", "- a one\n\n1. b two"),
    ("<ul><li>a one<p>second words</p></li><li>b two</li></ul>", "- a one\n\n  second words\n\n- b two"),
    ("<ul><li>a one<pre>x\n  y</pre></li></ul>", "- a one\n\n  ```\n  x\n    y\n  ```"),
    ("<ul><li>a one<blockquote>said so</blockquote></li></ul>", "- a one\n\n  > said so"),
    ("<ol><li>a one<ol start=5><li>b two</ol></ol>", "1. a one\n\n   5. b two"),
    ("<blockquote><ol><li>a one<li>b two</ol></blockquote>", "> 1. a one\n> 2. b two"),
    ("<blockquote>a one<blockquote>b two</blockquote></blockquote>", "> a one\n>\n> > b two"),
    ("<blockquote>a one</blockquote><blockquote>b two</blockquote>", "> a one\n\n> b two"),
    # Emphasis where Markdown can say it, and where it cannot.
    ("<p>a <b>b</b> c <i>d</i> e</p>", "a **b** c *d* e"),
    ("<p>un<b>believ</b>able words</p>", "un**believ**able words"),
    ("<p>a<b>(b)</b>c and more</p>", "a<strong>(b)</strong>c and more"),
    ("<p>a <b> b </b>c and more</p>", "a **b** c and more"),
    ("<p><b>a</b><b>b</b> and more</p>", "**ab** and more"),
    ("<p><b>a</b><i>b</i> and more</p>", "**a**<em>b</em> and more"),
    ("<p><b>a <i>b</i></b> and more</p>", "**a <em>b</em>** and more"),
    ("<p><i><b>a</b></i> and more</p>", "***a*** and more"),
    ("<p><b>a <b>b</b> c</b> and more</p>", "**a b c** and more"),
    ("<p><i>a</i> * <i>b</i> and more</p>", "*a* \\* *b* and more"),
    ("<p><b>a<br>b</b> and more</p>", "**a\\\nb** and more"),
    ("<h2><b>a heading</b> # 1</h2>", "## a heading \\# 1"),
    ("<p><code>a*b</code> and <code>`</code> and <code>a`b``c</code></p>", "`a*b` and `` ` `` and ```a`b``c```"),
    ("<p><code>a<i>b</i></code> and more</p>", "<code>a*b*</code> and more"),
    ("<p>x<sub>i</sub> and <del>y</del> and <mark>z</mark></p>",
     "x<sub>i</sub> and <del>y</del> and <mark>z</mark>"),
    # Links.
    ("<p>go <a href='/x'>there</a> now</p>", "go [there](https://base.example/x) now"),
    ("<p>go <a href='x/../y?q=1#f'>there</a> now</p>", "go [there](https://base.example/a/y?q=1#f) now"),
    ("<p>go <a href='//o.example/x'>there</a> now</p>", "go [there](https://o.example/x) now"),
    ("<p>go <a href='?x=1&amp;lt=2'>there</a> now</p>", "go [there](https://base.example/a/b?x=1\\&lt=2) now"),
    ("<p>go <a href='https://o.example/ä b'>there</a> now</p>",
     "go [there](https://o.example/%c3%a4%20b) now"),
    ("<p>go <a href='https://o.example/a_(b)'>there</a> now</p>",
     "go [there](https://o.example/a_\\(b\\)) now"),
    ("<p>go <a href='https://o.example/a[1]?p=100%&amp;q=%20'>there</a> now</p>",
     "go [there](https://o.example/a%5B1%5D?p=100%25\\&q=%20) now"),
    ("<p>go <a href='https://o.example/x://[\"a]'>there</a> now</p>",
     "go [there](https://o.example/x://%5B%22a%5D) now"),
    ("<p>go <a href='http://[::1]/a'>there</a> now</p>", "go [there](http://[::1]/a) now"),
    ("<p>go <a href='javascript:x'>there</a> now</p>", "go there now"),
    ("<p>go <a>there</a> now</p>", "go there now"),
    ("<p>go <a href='#top'>there</a> now</p>", "go [there](https://base.example/a/b?c#top) now"),
    ("<p>go! <a href=/x>there</a>!<a href=/y>here</a></p>",
     "go! [there](https://base.example/x)\\![here](https://base.example/y)"),
    ("<p>go <a href=/x>to <b>the</b> [mill]</a> now</p>", "go [to **the** \\[mill\\]](https://base.example/x) now"),
    # Tables.
    ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ("<table><tr><td>a<td><td>c<tr><td><td>2<td></table>",
     "| a |  | c |\n| --- | --- | --- |\n|  | 2 |  |"),
    ("<table><tr><td>a<td>b<tr><td>1<td>2<td>3</table>", "| a | b | |\n| --- | --- | --- |\n| 1 | 2 | 3 |"),
    ("<table><tr><td rowspan=2>a<td>b<tr><td>c<td>d</table>", "| a | b | |\n| --- | --- | --- |\n| | c | d |"),
    ("<table><tr><td>a<br>b<td><b>c</b> | <code>d|e</code></table>",
     "| a<br>b | **c** \\| <code>d\\|e</code> |\n| --- | --- |"),
    ("<table><tr><td colspan=99999999999>a<td>b</table>", None),
    ("<table><tr><td colspan=-1 rowspan=x>a<td>b</table>", "| a | b |\n| --- | --- |"),
    # Code.
    ("<pre class='lang-C'>int x;</pre>", "```c\nint x;\n```"),
    ("<pre><code class='hljs language-c++'>int x;</code></pre>", "```c++\nint x;\n```"),
    ("<div class='highlight highlight-source-shell'><pre>ls</pre></div>", "```shell\nls\n```"),
    ("<pre class='brush: js; gutter: false'>x</pre>", "```js\nx\n```"),
    ("<pre class='languagebar'>some code</pre>", "```\nsome code\n```"),
    ("<pre>a\n```\nb</pre>", "````\na\n```\nb\n````"),
    # Images.
    ("<figure><img src=x.png alt='a b'></figure>", "![a b](https://base.example/a/x.png)"),
    ("<figure><img src='data:image/png;base64,xx' data-original=/y.png></figure>",
     "![](https://base.example/y.png)"),
    ("<figure><img srcset='s.png 1x, l.png 2x, m.png 1.5x'></figure>", "![](https://base.example/a/l.png)"),
    ("<figure><img srcset='/a,b/s.png 400w,/a,b/l.png 1600w'></figure>", "![](https://base.example/a,b/l.png)"),
    ("<figure><picture><source srcset='w.webp 800w'><img></picture></figure>",
     "![](https://base.example/a/w.webp)"),
    ("<figure><img src=x.png alt=' a\n &quot;b&quot; '></figure>",
     '![a \\"b\\"](https://base.example/a/x.png)'),
    ("<p>see <img src=x.png alt=it> here</p>", "see ![it](https://base.example/a/x.png) here"),
    ("<figure><img src=x.png width=1 height=1></figure>", None),
    ("<figure><img src=/img/spacer.gif></figure>", None),
    ("<div hidden><img src=x.png></div>", None),
    # Formulas.
    ("<p>so <math><mi>x</mi><annotation encoding='application/x-tex'>x_1</annotation></math> is</p>",
     "so $`x_1`$ is"),
    ("<p>so <math><mi>x</mi></math> is</p>", "so x is"),
    ("<p>so <script type='math/tex'>x^2</script> is more</p>", "so $`x^2`$ is more"),
    # Definitions and the rest.
    ("<dl><dt>head</dt><dd>how high the water stands</dd></dl>", "head\n\nhow high the water stands"),
    ("<p>e<b>\u0301</b> and more words</p>", "\u00e9 and more words"),
    ("<p>\u1100<b>\u1161</b> and more words</p>", "\uac00 and more words"),
    ("<p><b>e\u0301</b>a and <i>o\u0308</i> more</p>", "**\u00e9**a and *\u00f6* more"),
]


def pages(pieces):
    for index, piece in enumerate(pieces):
        html = (
            f"<!DOCTYPE html><html lang=en><title>A crane</title><article><h1>A crane</h1><p>"
            f"{SENTENCES[0]}</p><p>{SENTENCES[1]}</p>{piece}<p>{SENTENCES[2]}</p></article>"
        )
        yield json.dumps({"id": str(index), "url": URL, "html": html})


def write(pieces, *arguments):
    result = pith("-q", "--from", "jsonl", "--favor", "recall", *arguments, "-",
                  stdin="\n".join(pages(pieces)).encode())
    assert result.code == 0, result
    return result.text.removesuffix("\n").split("\n\f\n" if "--to" in arguments else "\n")


def middle(document):
    """What stands between the sentences around the piece."""
    start = document.index(SENTENCES[1][:40])
    start = document.index("\n", start)
    return document[start:document.index(SENTENCES[2][:40])].strip("\n")


class Structure(unittest.TestCase):
    def test_markdown(self):
        documents = write([piece for piece, _ in MARKDOWN], "--to", "markdown")
        for (piece, expected), document in zip(MARKDOWN, documents):
            with self.subTest(piece):
                found = middle(document)
                if expected is None:
                    self.assertNotIn("![", found)
                else:
                    self.assertEqual(found, expected)

    def test_notes_are_found_wherever_they_are(self):
        """Each reference leads to an element, whatever block the note is."""
        notes = [
            "<p id=n>a note</p>",
            "<table><tr id=n><td>a note<td>in a table</table>",
            "<pre id=n>a note</pre>",
            "<dl><dt id=n>a note<dd>and what it means</dl>",
            "<ol><li>a note before<li id=n>a note</ol>",
            "<blockquote id=n>a note</blockquote>",
            "<p><a name=n></a>a note</p>",
            "<h3 id=n>a note</h3>",
        ]
        pieces = [f"<p>words with a note<sup><a href=#n>1</a></sup> in them</p>{note}" for note in notes]
        for name, reference, target in (
            ("html", 'href="#note-1"', ' id="note-1"'),
            ("tei", 'target="#note-1"', ' xml:id="note-1"'),
        ):
            for piece, document in zip(pieces, write(pieces, "--to", name)):
                with self.subTest(format=name, piece=piece):
                    self.assertEqual(document.count(reference), 1)
                    self.assertEqual(document.count(target), 1)

    def test_deep_nesting_is_bounded(self):
        pieces = [
            "<ul><li>" * 400 + LONG,
            "<blockquote>" * 400 + LONG,
            "<dl><dd>" * 400 + LONG,
            "<p>" + "<b><i>" * 400 + LONG,
            "<p>" + "".join(f"<a href=/{i}><q>" for i in range(400)) + LONG,
        ]
        for name in ("markdown", "html", "tei"):
            for piece, document in zip(pieces, write(pieces, "--to", name)):
                with self.subTest(format=name, piece=piece[:12]):
                    self.assertIn("enough to be kept", document)
                    self.assertLess(max(map(len, document.splitlines())), 2000)

    def test_wide_cells_are_bounded(self):
        row = "<tr>" + "<td colspan=1000 rowspan=1000>a<td>b"
        for name in ("text", "markdown", "html", "tei"):
            with self.subTest(name):
                (document,) = write(["<table>" + row * 300 + "</table>"], "--to", name)
                self.assertLess(len(document), 2_000_000)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
