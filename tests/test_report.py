#!/usr/bin/env python3
"""The report of --explain=html and --diff, opened in a browser: filters, keys, reasons, looks.

Environment: as for test_cli.py; PITH_SCREENSHOTS is a folder to leave pictures in.
Skipped where there is no Chromium with its driver: ./setup install checkers brings both.
"""

import json
import os
import pathlib
import shutil
import sys
import tempfile
import unittest

import browser as browsers
from program import SOURCE, pith

SAMPLES = SOURCE / "samples"
PAGES = {
    "article": "html-news-with-all-furniture/input.html",
    "forum": "html-forum-thread/input.html",
    "product": "html-product-page/input.html",
    "dump": "dump-related-articles-tail/input.txt",
}
WIDE, NARROW = (1400, 900), (360, 740)

HOSTILE = """<!DOCTYPE html><html><head><title></title></head><body>
<article class="a&quot;onmouseover=window.ran=1&quot; </script><script>window.ran=1</script>">
<p>&lt;/script&gt;&lt;script&gt;window.ran = 1&lt;/script&gt; &lt;img src=http://192.0.2.1/x onerror=window.ran=1&gt; is how
the harbour's website was broken into, and the office says that the crane was not touched by it.</p>
<p>&lt;!-- and the second paragraph of the page tells about &amp;lt; and &amp;#x202E; and the men who run the
harbour, who were not amused by any of this when they came to work on a grey Monday.</p>
<nav><a href="javascript:window.ran=1">&lt;b&gt;Home&lt;/b&gt;</a> <a href="//192.0.2.1/">Away</a></nav>
</article></body></html>"""

CONTRAST = """
const luminance = c => c.map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const parse = text => {
    const numbers = text.match(/[-\\d.e]+/g).map(Number);
    return text.startsWith('color(') ? numbers.slice(0, 3) : numbers.slice(0, 3).map(v => v / 255);
};
const opaque = text => text !== 'transparent' && !/^rgba\\(.*, 0\\)$/.test(text);
const worst = {ratio: 99};
for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || element.closest('script, style, noscript, option, dialog') || element.getClientRects().length === 0)
        continue;
    let behind = element;
    while (behind !== null && !opaque(getComputedStyle(behind).backgroundColor))
        behind = behind.parentElement;
    const back = behind === null ? [1, 1, 1] : parse(getComputedStyle(behind).backgroundColor);
    const pair = [luminance(parse(getComputedStyle(element).color)), luminance(back)].sort((a, b) => b - a);
    const ratio = (pair[0] + 0.05) / (pair[1] + 0.05);
    if (ratio < worst.ratio)
        Object.assign(worst, {ratio, what: element.outerHTML.slice(0, 200)});
}
return worst;
"""


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="pith-report-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.browser = browsers.Browser().__enter__()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.browser.look(*WIDE, "light")

    def report(self, *arguments, stdin=b""):
        """Writes a report and opens it; returns its path."""
        path = self.folder / "report.html"
        result = pith("--explain=html", "-o", path, *arguments, stdin=stdin)
        self.assertEqual((result.code, result.messages), (0, ""), result)
        self.browser.messages()
        self.browser.requests()
        self.browser.open(path)
        return path

    def sample(self, name):
        """Opens the report of a page; returns the same as JSON."""
        page = SAMPLES / PAGES[name]
        self.report(page)
        return json.loads(pith("--explain=json", page).text)

    def rows(self):
        return int(self.browser.run("return document.querySelectorAll('#blocks .block').length"))

    def chosen(self):
        """The number of the chosen block; 0: none is."""
        return self.browser.run(
            "const chosen = document.querySelector('[aria-selected=true]');"
            "return chosen === null ? 0 : Number(chosen.id.slice(6)) + 1")

    def why(self):
        return self.browser.text("#why")

    def check_quiet(self):
        """Nothing was said on the console, and nothing asked for but the file itself."""
        self.assertEqual(self.browser.messages(), [])
        outside = [url for url in self.browser.requests()
                   if not url.startswith(("file:", "data:", "about:"))]
        self.assertEqual(outside, [])

    def picture(self, name):
        folder = os.environ.get("PITH_SCREENSHOTS")
        if folder:
            self.browser.screenshot(pathlib.Path(folder) / f"{name}.png")

    # ---- what is shown ----

    def test_all_blocks_are_there(self):
        for name in PAGES:
            with self.subTest(page=name):
                page = self.sample(name)
                self.assertEqual(self.rows(), len(page["blocks"]))
                shown = self.browser.run(
                    "return [...document.querySelectorAll('#blocks .text')].map(e => e.textContent)")
                self.assertEqual(shown, [block["text"] for block in page["blocks"]])
                kept = self.browser.run("return document.querySelectorAll('#blocks .block.kept').length")
                self.assertEqual(kept, sum(block["kept"] for block in page["blocks"]))
                self.check_quiet()

    def test_filters(self):
        for name in PAGES:
            with self.subTest(page=name):
                blocks = self.sample(name)["blocks"]
                for which, expected in (
                    ("kept", sum(block["kept"] for block in blocks)),
                    ("dropped", sum(not block["kept"] for block in blocks)),
                    ("uncertain", sum(block["uncertain"] for block in blocks)),
                    ("all", len(blocks)),
                ):
                    self.browser.click(f"#filter-{which}")
                    self.assertEqual(self.rows(), expected, which)
                    self.assertEqual(
                        self.browser.run("return document.querySelector('[aria-pressed=true]').dataset.filter"), which)
                    self.assertIn(f"{expected} of {len(blocks)}", self.browser.text("#count"))
                self.check_quiet()

    def test_reasons_are_read(self):
        for name in PAGES:
            with self.subTest(page=name):
                blocks = self.sample(name)["blocks"]
                for block in blocks[:12]:
                    self.browser.click(f"#block-{block['block'] - 1}")
                    self.assertEqual(self.chosen(), block["block"])
                    why = self.why()
                    self.assertIn(" ".join(block["words"].split()), " ".join(why.split()))
                    for finding in block["findings"]:
                        self.assertIn(finding["text"], why)
                        self.assertIn(finding["file"], why)
                    for item in block["features"]:
                        self.assertIn(item["name"], why)
                self.check_quiet()

    def test_pointing_shows_reasons(self):
        blocks = self.sample("article")["blocks"]
        self.browser.point("#block-3")
        self.assertIn(f"Block 4: {blocks[3]['reason']}", self.why())
        self.assertEqual(self.chosen(), 0)

    def test_reason_filter_and_search(self):
        blocks = self.sample("article")["blocks"]
        self.browser.run("const s = document.getElementById('reason'); s.value = 'share';"
                         "s.dispatchEvent(new Event('change'))")
        self.assertEqual(self.rows(), sum(block["reason"] == "share" for block in blocks))
        self.browser.click("#filter-all")
        self.browser.press("/")
        self.assertEqual(self.browser.run("return document.activeElement.id"), "search")
        self.browser.press(*"COOKIE")
        count = self.rows()
        self.assertGreater(count, 0)
        self.assertLess(count, len(blocks))
        self.assertEqual(self.browser.run("return document.querySelector('#blocks mark').textContent").lower(), "cookie")
        self.browser.press("Escape", "Escape")
        self.assertEqual(self.rows(), len(blocks))
        self.browser.press("/")
        self.browser.press(*"no such text")
        self.assertEqual(self.rows(), 0)
        self.assertIn("No block", self.browser.text("#empty"))
        self.check_quiet()

    def test_metadata(self):
        page = self.sample("article")
        self.browser.press("m")
        about = self.browser.text("#about")
        self.assertIn(page["threshold_words"], about)
        for key, value in page["metadata"].items():
            if value is not None:
                self.assertIn(key, about)
                self.assertIn(" ".join(value.split()), " ".join(about.split()))
                if page["provenance"][key] is not None:
                    self.assertIn(page["provenance"][key], about)
        self.assertIn("title", [key for key, source in page["provenance"].items() if source])

    def test_map(self):
        blocks = self.sample("article")["blocks"]
        colors = self.browser.run(
            "const c = document.getElementById('map'); const d = c.getContext('2d').getImageData(1, 0, 1, c.height).data;"
            "const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add(d.slice(i, i + 3).join());"
            "return seen.size")
        self.assertGreater(colors, 1)
        self.browser.click("#map")
        self.assertGreater(self.chosen(), len(blocks) // 4)

    # ---- keys ----

    def test_keys(self):
        for name in PAGES:
            with self.subTest(page=name):
                blocks = self.sample(name)["blocks"]
                press, chosen = self.browser.press, self.chosen
                press("j", "j", "j")
                self.assertEqual(chosen(), 3)
                press("k")
                self.assertEqual(chosen(), 2)
                press("ArrowDown")
                self.assertEqual(chosen(), 3)
                press("End")
                self.assertEqual(chosen(), len(blocks))
                press("Home")
                self.assertEqual(chosen(), 1)
                press("n")
                self.assertEqual(chosen(), next(b["block"] for b in blocks if b["kept"] != blocks[0]["kept"]))
                press("Home", "u")
                uncertain = [b["block"] for b in blocks[1:] if b["uncertain"]]
                self.assertEqual(chosen(), uncertain[0] if uncertain else 1)
                press("2")
                self.assertEqual(self.rows(), sum(block["kept"] for block in blocks))
                press("1")
                self.assertEqual(self.rows(), len(blocks))
                self.check_quiet()

    def test_keys_are_listed(self):
        self.sample("article")
        self.browser.press("?")
        self.assertTrue(self.browser.run("return document.getElementById('help').open"))
        self.assertIn("next uncertain block", self.browser.text("#help"))
        self.browser.press("j")
        self.assertEqual(self.chosen(), 0)
        self.browser.press("Escape")
        self.assertFalse(self.browser.run("return document.getElementById('help').open"))

    def test_reasons_are_copied(self):
        blocks = self.sample("article")["blocks"]
        block = next(b for b in blocks if any(f["kind"] == "phrase" for f in b["findings"]))
        self.browser.click(f"#block-{block['block'] - 1}")
        self.browser.press("y")
        for _ in range(50):
            copied = self.browser.run("return document.documentElement.dataset.copied || ''")
            if copied:
                break
        phrase = next(f for f in block["findings"] if f["kind"] == "phrase")
        self.assertIn(block["text"], copied)
        self.assertIn(block["words"], copied)
        self.assertIn(f"{phrase['file']}:{phrase['line']}", copied)
        self.assertIn(PAGES["article"], copied)

    def test_everything_is_reached_by_tab(self):
        self.sample("article")
        seen = set()
        for _ in range(20):
            self.browser.press("Tab")
            seen.add(self.browser.run(
                "const e = document.activeElement; return e.id || (e.closest('[id]') || e).id || e.textContent"))
        for control in ("about", "filter-all", "filter-uncertain", "next-uncertain", "reason", "search", "why"):
            self.assertIn(control, seen)
        self.assertTrue(any(item.startswith("block-") for item in seen), seen)

    # ---- for all ----

    def test_names_for_assistive_technology(self):
        blocks = self.sample("article")["blocks"]
        self.browser.click("#block-0")
        unnamed = []
        self.browser.run("document.querySelectorAll('button, select, input, section, [role=listbox], dialog')"
                         ".forEach((e, i) => e.setAttribute('data-test', i))")
        count = self.browser.run("return document.querySelectorAll('[data-test]').length")
        self.assertGreater(count, 8)
        for number in range(count):
            shown = self.browser.run("return document.querySelector(`[data-test='${arguments[0]}']`)"
                                     ".getClientRects().length > 0", number)
            if shown and not self.browser.label(f"[data-test='{number}']"):
                unnamed.append(self.browser.run(
                    "return document.querySelector(`[data-test='${arguments[0]}']`).outerHTML.slice(0, 120)", number))
        self.assertEqual(unnamed, [])
        label = self.browser.label("#block-0")
        self.assertIn(blocks[0]["text"], label)
        self.assertIn(blocks[0]["reason"], label)
        self.assertIn("probability", label)
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
        self.assertIn(PAGES["article"], self.browser.run("return document.title"))

    def test_looks(self):
        """Nothing sticks out, and all text can be read, in four looks."""
        for name in PAGES:
            self.sample(name)
            for width, height in (WIDE, NARROW):
                for scheme in ("light", "dark"):
                    with self.subTest(page=name, width=width, scheme=scheme):
                        self.browser.look(width, height, scheme)
                        self.browser.press("n")
                        overflow = self.browser.run(
                            "return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        self.assertLessEqual(overflow, 0)
                        covered = self.browser.run(
                            "const row = document.querySelector('[aria-selected=true]').getBoundingClientRect();"
                            "const at = document.elementFromPoint(row.left + 40, row.top + 8);"
                            "return at === null || at.closest('.block') === null")
                        self.assertFalse(covered)
                        worst = self.browser.run(CONTRAST)
                        self.assertGreaterEqual(worst["ratio"], 4.5, worst)
                        self.picture(f"{name}-{width}-{scheme}")
            self.browser.look(*WIDE, "light")
            self.check_quiet()

    def test_narrow_panel_closes(self):
        self.sample("article")
        self.browser.look(*NARROW, "light")
        self.assertFalse(self.browser.run("return document.getElementById('why').getClientRects().length > 0"))
        self.browser.click("#block-2")
        self.assertIn("Block 3", self.why())
        self.browser.click("#why .close")
        self.assertFalse(self.browser.run("return document.getElementById('why').getClientRects().length > 0"))
        self.assertEqual(self.browser.run("return document.activeElement.id"), "block-2")

    # ---- several pages ----

    def test_several_pages(self):
        self.report(*(SAMPLES / page for page in PAGES.values()))
        self.assertEqual(self.browser.run("return document.getElementById('page').options.length"), len(PAGES))
        names = [self.browser.text("#name")]
        for _ in range(len(PAGES) - 1):
            self.browser.press("]")
            names.append(self.browser.text("#name"))
        self.assertEqual([pathlib.Path(name).parent.name for name in names],
                         [page.split("/")[0] for page in PAGES.values()])
        self.browser.press("[")
        self.assertIn("html-product-page", self.browser.text("#name"))
        self.check_quiet()

    def test_address_of_a_block(self):
        path = self.report(*(SAMPLES / page for page in PAGES.values()))
        self.browser.press("]", "j", "j")
        fragment = self.browser.run("return location.hash")
        self.browser.open(path, fragment)
        self.assertIn("html-forum-thread", self.browser.text("#name"))
        self.assertEqual(self.chosen(), 2)

    def test_diff(self):
        heuristics = self.folder / "heuristics"
        shutil.copytree(SOURCE / "heuristics" / "phrases", heuristics / "phrases")
        (heuristics / "phrases" / "own.conf").write_text("[line-share]\nwhat happens offline\n", encoding="utf-8")
        pages = [SAMPLES / PAGES["dump"], SAMPLES / PAGES["product"]]
        comparison = pith("--diff", heuristics, "--explain=json", *pages).text.splitlines()
        page, totals = json.loads(comparison[0]), json.loads(comparison[-1])["totals"]
        changed = [block for block in page["blocks"] if block["change"]]
        self.assertEqual([block["change"] for block in changed], ["lost"])
        self.report("--diff", heuristics, *pages)
        self.assertIn(f"{totals['pages_changed']} of 2 pages changed", self.browser.text("#totals"))
        self.assertEqual(self.rows(), 1)
        self.browser.press("c")
        why = self.why()
        self.assertIn("Newly found", why)
        self.assertIn("what happens offline", why)
        self.assertIn("own.conf:2", why)
        self.assertIn(changed[0]["before"]["words"], why)
        self.assertIn(changed[0]["after"]["words"], why)
        for width, scheme in ((WIDE, "light"), (NARROW, "dark")):
            self.browser.look(*width, scheme)
            self.picture(f"diff-{width[0]}-{scheme}")
        self.browser.look(*WIDE, "light")
        self.browser.press("1")
        self.assertGreater(self.rows(), 20)
        self.check_quiet()

    # ---- what pages must not do ----

    def test_hostile_page(self):
        path = self.folder / "<img src=x onerror=window.ran=1>.html"
        path.write_text(HOSTILE, encoding="utf-8")
        self.report(path)
        self.assertIn("</script><script>window.ran = 1</script>", self.browser.text("#blocks"))
        for number in range(self.rows()):
            self.browser.click(f"#block-{number}")
        self.assertIn("<img src=x", self.browser.text("#name"))
        self.assertFalse(self.browser.run("return 'ran' in window"))
        self.assertEqual(self.browser.run("return document.querySelectorAll('#blocks img, #blocks script, #blocks a').length"), 0)
        self.check_quiet()

    def test_policy(self):
        """What is put into the page from elsewhere does not run, and nothing can be fetched."""
        self.sample("product")
        self.browser.run("const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s);"
                         "const i = new Image(); i.src = 'http://192.0.2.1/x.png'; document.body.append(i)")
        answer = self.browser.ask("POST", "/execute/async", {
            "script": "fetch('http://192.0.2.1/').then(() => arguments[0]('sent'), error => arguments[0](error.name))", "args": []})
        self.assertEqual(answer, "TypeError")
        self.assertFalse(self.browser.run("return 'ran' in window"))
        said = " ".join(self.browser.messages())
        self.assertIn("script-src", said)
        self.assertIn("Content Security Policy", said)


if __name__ == "__main__":
    if not browsers.available():
        print("skipped: no Chromium with its driver here; ./setup install checkers brings both")
        sys.exit(77)
    unittest.main()
