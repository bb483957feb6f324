"""Text dumps of HTML pages in many layouts: what tools and home-made scrapers leave of a page.

A layout is a tool, its line width, and what was done to its lines afterwards. Tools that are programs
(w3m, lynx) must be installed; the others are in requirements.txt.
"""
import hashlib
import re
import subprocess
from dataclasses import dataclass

import html2text
import lxml.etree
import lxml.html
from inscriptis import get_text
from resiliparse.extract.html2text import extract_plain_text

SECONDS = 30  # A program may take so long for a page.
LARGEST_PAGE = 3_000_000  # Characters.


# ---- Tools ---------------------------------------------------------------------------------------

def _resiliparse_main(html, _):
    return extract_plain_text(html, main_content=True)


def _resiliparse_all(html, _):
    return extract_plain_text(html, main_content=False)


def _inscriptis(html, _):
    return get_text(html)


def _run(command, html):
    done = subprocess.run(command, input=html.encode('utf-8', 'replace'), capture_output=True, timeout=SECONDS)
    return done.stdout.decode('utf-8', 'replace')


def _w3m(html, width):
    return _run(['w3m', '-dump', '-T', 'text/html', '-I', 'UTF-8', '-O', 'UTF-8', '-cols', str(width)], html)


def _lynx(html, width):
    return _run(['lynx', '-dump', '-nolist', '-stdin', '-force_html', '-assume_charset=utf-8',
                 '-assume_local_charset=utf-8', '-display_charset=utf-8', f'-width={width}'], html)


def _html2text(html, width):
    parser = html2text.HTML2Text(bodywidth=width)
    parser.ignore_links = parser.ignore_images = True
    return parser.handle(html)


HIDDEN = {'script', 'style', 'noscript', 'template', 'head', 'svg', 'iframe', 'select', 'textarea', 'object'}
BLOCKS = {'address', 'article', 'aside', 'blockquote', 'body', 'button', 'caption', 'center', 'dd', 'details', 'dialog',
          'div', 'dl', 'dt', 'fieldset', 'figcaption', 'figure', 'footer', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6',
          'header', 'hr', 'legend', 'li', 'main', 'menu', 'nav', 'ol', 'p', 'pre', 'section', 'summary', 'table', 'tbody',
          'tfoot', 'thead', 'tr', 'ul'}
HIDING = re.compile(r'display\s*:\s*none|visibility\s*:\s*hidden', re.IGNORECASE)


def _pieces(html):
    """The page as text pieces and required line breaks (0: cell, 1: line, 2: paragraph), in order."""
    html = re.sub(r'^\s*<\?xml[^>]*\?>', '', html)
    root = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding='utf-8') if isinstance(html, bytes)
                                         else None)
    hidden = 0
    for event, node in lxml.etree.iterwalk(root, events=('start', 'end', 'comment', 'pi')):
        if event in ('comment', 'pi'):
            if not hidden and node.tail:
                yield node.tail
            continue
        tag = node.tag.lower() if isinstance(node.tag, str) else ''
        hides = tag in HIDDEN or 'hidden' in node.attrib or bool(HIDING.search(node.get('style') or ''))
        breaks = 2 if tag == 'p' else 1 if tag in BLOCKS or tag == 'br' else 0 if tag in ('td', 'th') else None
        if event == 'start':
            hidden += hides
            if not hidden:
                if breaks is not None and tag not in ('td', 'th'):
                    yield breaks
                if node.text:
                    yield node.text
            continue
        if not hidden and breaks is not None and tag != 'br':
            yield breaks
        hidden -= hides
        if not hidden and node.tail:
            yield node.tail


def _inner_text(html, _):
    """As the innerText of a browser's body: a blank line around paragraphs, cells with tabs between them."""
    out, waiting = [], -1
    for piece in _pieces(html):
        if isinstance(piece, int):
            waiting = max(waiting, piece)
            continue
        text = re.sub(r'\s+', ' ', piece)
        if waiting >= 0:
            text = text.lstrip()
        if not text:
            continue
        if waiting >= 0 and out:
            out.append('\t' if waiting == 0 else '\n' * waiting)
        out.append(text)
        waiting = -1
    return re.sub(r' *\n *', '\n', ''.join(out)).strip()


def _text_nodes(html, _):
    """Each piece of text on a line of its own, as the simplest scrapers do it: links split their lines."""
    return '\n'.join(text for text in (' '.join(piece.split()) for piece in _pieces(html) if isinstance(piece, str))
                     if text)


# ---- What was done to the lines ------------------------------------------------------------------

BULLET = re.compile(r'^(\s*)[*•·◦▪‣+○●■□-]\s+')


def _no_blanks(text):
    return '\n'.join(line for line in text.splitlines() if line.strip())


def _double_blanks(text):
    return '\n\n'.join(text.splitlines())


def _no_indent(text):
    return '\n'.join(line.strip() for line in text.splitlines())


def _no_bullets(text):
    return '\n'.join(BULLET.sub(r'\1', line) for line in text.splitlines())


@dataclass(frozen=True)
class Layout:
    name: str
    family: str  # Layouts of one family look alike: they are left out of training together.
    tool: object
    width: int = 0
    after: tuple = ()

    def dump(self, html):
        text = self.tool(html, self.width)
        for change in self.after:
            text = change(text)
        return text


LAYOUTS = (
    Layout('resiliparse-main', 'resiliparse', _resiliparse_main),
    Layout('resiliparse-all', 'resiliparse', _resiliparse_all),
    Layout('resiliparse-all-bare', 'resiliparse', _resiliparse_all, 0, (_no_blanks, _no_bullets, _no_indent)),
    Layout('inscriptis', 'inscriptis', _inscriptis),
    Layout('inscriptis-bare', 'inscriptis', _inscriptis, 0, (_no_blanks, _no_indent)),
    Layout('inscriptis-double', 'inscriptis', _inscriptis, 0, (_no_bullets, _double_blanks)),
    Layout('w3m-80', 'w3m', _w3m, 80),
    Layout('w3m-60', 'w3m', _w3m, 60),
    Layout('w3m-100-bare', 'w3m', _w3m, 100, (_no_blanks,)),
    Layout('lynx-80', 'lynx', _lynx, 80),
    Layout('lynx-wide-bare', 'lynx', _lynx, 990, (_no_blanks, _no_indent, _no_bullets)),
    Layout('html2text-78', 'html2text', _html2text, 78),
    Layout('html2text-bare', 'html2text', _html2text, 0, (_no_blanks, _no_bullets)),
    Layout('inner-text', 'inner-text', _inner_text),
    Layout('inner-text-bare', 'inner-text', _inner_text, 0, (_no_blanks,)),
    Layout('text-nodes', 'text-nodes', _text_nodes),
)
BY_NAME = {layout.name: layout for layout in LAYOUTS}
FAMILIES = tuple(dict.fromkeys(layout.family for layout in LAYOUTS))


def layouts_of(identifier, count):
    """The layouts that a page is dumped in: `count` of them, by its id alone."""
    def rank(layout):
        return hashlib.sha1(f'{layout.name} {identifier}'.encode()).digest()
    return sorted(LAYOUTS, key=rank)[:count]


def dump(layout, html):
    """The dump, or None where the tool gives up."""
    if len(html) > LARGEST_PAGE:
        return None
    try:
        text = layout.dump(html)
    except Exception:  # Whatever a page does to a tool: it gives no dump then.
        return None
    return text if text.strip() else None
