#!/usr/bin/env python3
"""HTML and Markdown hold nothing that runs, whatever the page holds.

Each case is a page with an article and, in the middle of it, a piece of hostile markup. What pith
writes is parsed again: only elements and attributes of a short list may be in it, and only URLs of
http, https and mailto. Markdown is turned into HTML by cmark-gfm first, with HTML passed on.
"""

import json
import re
import shutil
import sys
import unittest

import formats
from program import SENTENCES, pith

# Pieces of markup that stand in a paragraph. The word "mark" must not become code.
INLINE = [
    # Scripts as elements, in every spelling.
    "<script>mark()</script>",
    "<SCRIPT>mark()</SCRIPT>",
    "<script src=//evil.example/mark.js></script>",
    "<script src=data:text/javascript,mark()></script>",
    "<script/x>mark()</script>",
    "<script\n>mark()</script\n>",
    "<<script>mark();//<</script>",
    "<scr<script>ipt>mark()</scr</script>ipt>",
    "<script>mark()",
    "<script type=module>mark()</script>",
    "<noscript><p title=\"</noscript><img src=x onerror=mark()>\"></noscript>",
    "<svg><script>mark()</script></svg>",
    "<svg><script href=data:,mark() /></svg>",
    "<svg/onload=mark()>",
    "<svg><animate onbegin=mark() attributeName=x dur=1s>",
    "<svg><set attributeName=href to=javascript:mark() /><a>x</a></svg>",
    "<svg><foreignObject><script>mark()</script></foreignObject></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg onload=mark()>\"/></svg>",
    "<svg><style>{font-family:'<iframe/onload=mark()>'}</style></svg>",
    "<math><mtext><script>mark()</script></mtext></math>",
    "<math><maction actiontype=statusline xlink:href=javascript:mark()>click</maction></math>",
    "<math href=javascript:mark()>x</math>",
    "<math><mi onclick=mark()>x</mi></math>",
    "<math><annotation-xml encoding=text/html><img src=x onerror=mark()></annotation-xml></math>",
    "<math><mtext><table><mglyph><style><img src=x onerror=mark()></style></mglyph></table></mtext></math>",
    "<math><mi/><mtext></mtext><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=mark()&gt;\"></math>",
    "<math alttext='</math><script>mark()</script>'><mi>x</mi></math>",
    "<math alttext='`$<script>mark()</script>$`'><mi>x</mi></math>",
    "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>\\href{javascript:mark()}{x}"
    "`</annotation></semantics></math>",
    # Handlers.
    "<b onclick=mark()>x</b>",
    "<b onmouseover=\"mark()\">x</b>",
    "<img src=x onerror=mark()>",
    "<img src=x:x onerror=mark()>",
    "<img/src=x/onerror=mark()>",
    "<img src=https://a.example/x.png onload='mark()'>",
    "<img src=\"https://a.example/x.png\" alt='\"><script>mark()</script>'>",
    "<img src=\"https://a.example/x.png\" alt='\" onload=mark() x=\"'>",
    "<img src='https://a.example/\"onerror=mark()\".png'>",
    "<img src='https://a.example/x.png\" onerror=\"mark()'>",
    "<img alt='](javascript:mark())' src=https://a.example/x.png>",
    "<img alt='x' src='https://a.example/x.png) [x](javascript:mark()'>",
    "<a href=https://a.example/ onclick=mark()>x</a>",
    "<a href='https://a.example/\"onmouseover=mark()//'>x</a>",
    "<a href='https://a.example/\" onmouseover=\"mark()'>x</a>",
    "<a href=\"https://a.example/'><script>mark()</script>\">x</a>",
    "<a href='https://a.example/)[x](javascript:mark()'>x</a>",
    "<a href='https://a.example/ \"x\" onclick=mark()'>x</a>",
    "<p onfocus=mark() tabindex=1 autofocus>x",
    "<body onload=mark()>",
    "<html onclick=mark()>",
    "<marquee onstart=mark()>x</marquee>",
    "<details open ontoggle=mark()>x</details>",
    "<video><source onerror=mark()></video>",
    "<video src=x onerror=mark()></video>",
    "<audio src=x onerror=mark()></audio>",
    "<input autofocus onfocus=mark()>",
    "<select onfocus=mark() autofocus><option>x</select>",
    "<textarea onfocus=mark() autofocus>x</textarea>",
    "<keygen autofocus onfocus=mark()>",
    "<x onclick=mark()>x</x>",
    "<my-element onclick=mark()>x</my-element>",
    "<b style=\"background:url(javascript:mark())\">x</b>",
    "<b style=\"width:expression(mark())\">x</b>",
    "<b class='\"><script>mark()</script>' id='\" onclick=mark() \"'>x</b>",
    # URLs that run or embed.
    "<a href=javascript:mark()>x</a>",
    "<a href=JaVaScRiPt:mark()>x</a>",
    "<a href=' javascript:mark()'>x</a>",
    "<a href='\x01javascript:mark()'>x</a>",
    "<a href='java\tscript:mark()'>x</a>",
    "<a href='java\nscript:mark()'>x</a>",
    "<a href='&#106;avascript:mark()'>x</a>",
    "<a href='&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;mark()'>x</a>",
    "<a href='javascript&colon;mark()'>x</a>",
    "<a href='javascript&Tab;:mark()'>x</a>",
    "<a href='&NewLine;javascript:mark()'>x</a>",
    "<a href='javascript://a.example/%0Amark()'>x</a>",
    "<a href='javascript:%6d%61%72%6b()'>x</a>",
    "<a href='feed:javascript:mark()'>x</a>",
    "<a href='view-source:javascript:mark()'>x</a>",
    "<a href='jar:javascript:mark()!/'>x</a>",
    "<a href=vbscript:mark()>x</a>",
    "<a href=livescript:mark()>x</a>",
    "<a href=data:text/html,<script>mark()</script>>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5tYXJrKCk8L3NjcmlwdD4='>x</a>",
    "<a href='blob:https://a.example/x'>x</a>",
    "<a href='file:///etc/passwd'>x</a>",
    "<a href='intent://x#Intent;scheme=javascript;end'>x</a>",
    "<a href='mailto:a@b.example\" onclick=mark() x=\"'>x</a>",
    "<a href='mailto:a@b.example?body=<script>mark()</script>'>x</a>",
    "<a href='//evil.example/mark'>x</a>",
    "<a href='http:javascript:mark()'>x</a>",
    "<a href='https://a.example:javascript:mark()/'>x</a>",
    "<a href='https://user:\"pass@a.example/'>x</a>",
    "<a href='https://a.example/&quot;&gt;&lt;script&gt;mark()&lt;/script&gt;'>x</a>",
    "<a href='#\" onclick=mark() \"'>x</a>",
    "<a href='#\"><script>mark()</script>'>1</a><p id='\"><script>mark()</script>'>note",
    "<area href=javascript:mark()>",
    "<form action=javascript:mark()><button>x</button></form>",
    "<form><button formaction=javascript:mark()>x</button></form>",
    "<isindex action=javascript:mark() type=image>",
    "<img src=javascript:mark()>",
    "<img src=data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9bWFyaygpPg==>",
    "<img data-src=javascript:mark()>",
    "<img srcset='javascript:mark() 2x, data:image/gif;base64,R0lGOD 1x'>",
    "<img srcset='https://a.example/\"onerror=mark()\".png 2x'>",
    "<picture><source srcset=javascript:mark()><img></picture>",
    "<img lowsrc=javascript:mark() dynsrc=javascript:mark()>",
    "<base href=javascript:mark()//><a href=x>x</a>",
    "<link rel=stylesheet href=javascript:mark()>",
    "<link rel=import href=data:text/html,mark>",
    "<meta http-equiv=refresh content='0;url=javascript:mark()'>",
    "<iframe src=javascript:mark()></iframe>",
    "<iframe srcdoc='<script>mark()</script>'></iframe>",
    "<iframe onload=mark()></iframe>",
    "<frameset onload=mark()><frame src=javascript:mark()></frameset>",
    "<object data=javascript:mark()></object>",
    "<object type=text/html data=data:text/html,mark></object>",
    "<embed src=javascript:mark()>",
    "<applet code=mark></applet>",
    "<blockquote cite=javascript:mark()>x</blockquote>",
    "<q cite=javascript:mark()>x</q>",
    "<del cite=javascript:mark()>x</del>",
    "<table background=javascript:mark()><tr><td>x<td>y</table>",
    "<table><tr><td colspan='2\" onclick=\"mark()'>x<td rowspan=javascript:mark()>y</table>",
    "<ol start='1\" onclick=\"mark()'><li value='2\" onclick=\"mark()'>x</ol>",
    # Markup as text: it must stay text.
    "&lt;script&gt;mark()&lt;/script&gt;",
    "&lt;img src=x onerror=mark()&gt;",
    "<b>&lt;</b>script&gt;mark()&lt;/script&gt;",
    "&lt;<b>script</b>&gt;mark()",
    "&amp;lt;script&amp;gt;mark()",
    "<code>&lt;script&gt;mark()&lt;/script&gt;</code>",
    "<code>`&lt;script&gt;mark()&lt;/script&gt;`</code>",
    "<code>&lt;script&gt;<br>mark()&lt;/script&gt;</code>",
    "<code>`</code>&lt;img src=x onerror=mark()&gt;<code>`</code>",
    "`&lt;/code&gt;&lt;script&gt;mark()`",
    "[x](javascript:mark())",
    "![x](javascript:mark())",
    "[x]: javascript:mark()",
    "&lt;javascript:mark()&gt;",
    "<a href=https://a.example/>](javascript:mark())[x</a>",
    "<a href=https://a.example/>x](javascript:mark()) [</a>",
    "<b>](javascript:mark())</b>[x",
    "!<a href='javascript:mark()'>x</a>",
    "x\\<a href='https://a.example/'>](javascript:mark())</a>",
    "\\&lt;script&gt;mark()",
    "<i>\\</i>&lt;script&gt;mark()&lt;/script&gt;",
    "<sub>&lt;/sub&gt;&lt;script&gt;mark()</sub>",
    "<![CDATA[<script>mark()</script>]]>",
    "<!--><script>mark()</script>-->",
    "<!-- --!><img src=x onerror=mark()> -->",
    "<?xml version='1.0'?><script>mark()</script>",
    "<title></title><script>mark()</script>",
    "<xmp><script>mark()</script></xmp>",
    "<plaintext><script>mark()</script>",
    "<template><script>mark()</script></template>",
    "<listing>&lt;script&gt;mark()&lt;/script&gt;</listing>",
    "+ADw-script+AD4-mark()+ADw-/script+AD4-",
    "\u2028&lt;script&gt;mark()\u2029",
    "\ufeff<script>mark()</script>",
    "\u202e&lt;script&gt;mark()",
]

# Pieces that stand between paragraphs.
BLOCKS = [
    "<pre><code class='language-\"><script>mark()</script>'>x = 1</code></pre>",
    "<pre><code class='language-x onclick=mark()'>x = 1</code></pre>",
    "<pre>```\n&lt;script&gt;mark()&lt;/script&gt;\n```</pre>",
    "<pre>~~~\n````\n&lt;img src=x onerror=mark()&gt;</pre>",
    "<pre>&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;mark()</pre>",
    "<pre data-lang='\"><script>mark()</script>'>x = 1</pre>",
    "<figure><img src=https://a.example/x.png alt=x><figcaption>\"&gt;&lt;script&gt;mark()</figcaption></figure>",
    "<figure><img src=https://a.example/x.png alt=x><figcaption>x\") [x](javascript:mark())</figcaption></figure>",
    "<figure><img src=https://a.example/x.png onerror=mark()><figcaption onclick=mark()>x</figcaption></figure>",
    "<table><caption>&lt;script&gt;mark()&lt;/script&gt;</caption><tr><th>|&lt;script&gt;<th>`x`<tr><td>|<td>"
    "&lt;img src=x onerror=mark()&gt;</table>",
    "<table><tr><td><code>|&lt;script&gt;mark()&lt;/script&gt;|</code><td>x</table>",
    "<ul><li>&lt;script&gt;mark()&lt;/script&gt;<li onclick=mark()>x</ul>",
    "<dl><dt onclick=mark()>&lt;script&gt;<dd>mark()</dl>",
    "<blockquote onclick=mark()>&lt;script&gt;mark()&lt;/script&gt;</blockquote>",
    "<h2 onclick=mark()>&lt;script&gt;mark()&lt;/script&gt; # [x](javascript:mark())</h2>",
    "<p>&lt;div&gt;<br>&lt;script&gt;mark()&lt;/script&gt;<br>&lt;/div&gt;</p>",
    "<p><br>&lt;script&gt;mark()&lt;/script&gt;</p>",
    "<script type='math/tex'></script><script>mark()</script>",
    "<script type='math/tex'>x` <img src=x onerror=mark()> `</script>",
    "<script type='math/tex; mode=display'>\\text{</code><script>mark()}</script>",
]

# Heads: what metadata is made of.
HEADS = [
    "<title>&lt;/title&gt;&lt;script&gt;mark()&lt;/script&gt;</title>",
    "<title>x\" onclick=\"mark()</title><meta name=author content='\"><script>mark()</script>'>",
    "<meta property=og:title content='# [x](javascript:mark())'><meta name=author content='`x'>",
    "<meta name=description content='\"><script>mark()</script>'><meta name=keywords content='\"><b>'>",
    "<link rel=canonical href='javascript:mark()'>",
    "<link rel=canonical href='https://a.example/\"onload=mark()'>",
    "<meta property=og:url content='javascript:mark()'><html lang='\"><script>mark()</script>'>",
    "<meta property=article:published_time content='2024-01-01\"><script>mark()</script>'>",
    "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"</title><script>mark()\","
    "\"url\":\"javascript:mark()\",\"author\":\"<img src=x onerror=mark()>\"}</script>",
    "<base href='javascript:mark()//'>",
    "<base href='data:text/html,mark'>",
]


def page(inline="", block="", head=""):
    if not head:
        head = "<title>A crane at the harbour</title>"
    return (
        f"<!DOCTYPE html><html lang=en><head>{head}</head><body><article><h1>A crane at the harbour</h1>"
        f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]} {inline} And so it goes on for a while yet.</p>{block}"
        f"<p>{SENTENCES[2]}</p></article></body></html>"
    )


CASES = (
    [(text, page(inline=text)) for text in INLINE]
    + [(text, page(block=f"<p>{text} {SENTENCES[0]}</p>")) for text in INLINE]
    + [(text, page(block=text)) for text in BLOCKS]
    + [(text, page(head=text)) for text in HEADS]
)


def write(*arguments):
    """What pith makes of all cases, in one run."""
    lines = (json.dumps({"id": str(i), "html": html}) for i, (_, html) in enumerate(CASES))
    result = pith("-q", "--from", "jsonl", *arguments, "-", stdin="\n".join(lines).encode())
    assert result.code == 0, result
    documents = result.text.split("\f\n")
    assert len(documents) == len(CASES), (len(documents), len(CASES))
    return documents


class Safety(unittest.TestCase):
    def check(self, documents, read):
        for (markup, _), document in zip(CASES, documents):
            with self.subTest(markup):
                self.assertEqual(read(document), [])

    def test_there_are_cases_enough(self):
        self.assertGreaterEqual(len(set(INLINE + BLOCKS + HEADS)), 100)

    def test_html(self):
        self.check(write("--to", "html", "--url", "https://base.example/a"),
                   lambda document: formats.read_html(document).problems)

    def test_html_without_a_base(self):
        self.check(write("--to", "html"), lambda document: formats.read_html(document).problems)

    @unittest.skipUnless(shutil.which("cmark-gfm"), "cmark-gfm is not here")
    def test_markdown(self):
        whole = "\n\n".join(f"{d}\n\n- end\n\n<!-- -->\n" for d in write("--to", "markdown"))
        # One run of the parser: documents end in a comment, which pith never writes.
        documents = formats.markdown_html(whole).split("<!-- -->\n")[:-1]
        self.assertEqual(len(documents), len(CASES))
        self.check(documents, self.problems_of_markdown)

    @staticmethod
    def problems_of_markdown(document):
        problems = formats.read_html(document).problems
        return [p for p in problems if not re.match(r"(attribute (class|align|start) of|class='language-)", p)]

    def test_tei(self):
        for (markup, _), document in zip(CASES, write("--to", "tei")):
            with self.subTest(markup):
                self.assertNotRegex(document, r"(?i)<(script|style|iframe|object|svg)")
                for url in re.findall(r"(?:target|url)=\"([^\"]*)\"", document):
                    self.assertRegex(url, r"^(https?:|mailto:|#note-)")
                formats.tei_text(document)

    def test_plain_text_keeps_markup_as_text(self):
        for (markup, html), document in zip(CASES, write("--to", "text")):
            with self.subTest(markup):
                self.assertIn("harbour", document)


if __name__ == "__main__":
    sys.exit(unittest.main(verbosity=1))
