"""What each output format says, read back: for the tests that hold formats against each other.

A format is read into blocks. A block is (path, kind, text, inlines): `path` names what it stands in,
`kind` is "paragraph", "heading 2", "code" or "row", and `inlines` are the (kind, text) of emphasis,
links and the like, sorted. The text has its white space collapsed, but not that of code.
"""

import html.parser
import re
import subprocess
import xml.etree.ElementTree as ElementTree

TEI = "{http://www.tei-c.org/ns/1.0}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def words(text):
    """The words of a text, marks of Unicode as part of them."""
    return re.findall(r"\w+", text)


def collapse(text):
    return " ".join(text.split())


# ---- JSON with --blocks --------------------------------------------------------------------------

SHOWN_INLINES = {"emphasis", "strong", "code", "link", "subscript", "superscript", "deleted",
                 "inserted", "marked", "quoted", "image", "formula"}


class Paths:
    """Names containers by their kind and by when they came up: "list 1 > item 2"."""

    def __init__(self):
        self.numbers = {}

    def name(self, kind, identity):
        number = self.numbers.setdefault(identity, len(self.numbers) + 1)
        return f"{kind} {number}"


def json_path(record, block, paths):
    names = []
    index = block.get("container")
    while index is not None:
        container = record["containers"][index]
        kind = container["kind"]
        if kind == "list":
            kind = "numbered list" if container.get("ordered") else "list"
        if container["kind"] in ("list", "item", "quote"):
            names.append((kind, index))
        index = container.get("parent")
    return tuple(paths.name(kind, identity) for kind, identity in reversed(names))


def json_inlines(block, start, end, in_table):
    """The inlines of a stretch of a block's text, and that text as Markdown shows it: formulas are
    written as TeX."""
    text, found, at = "", [], start
    for span in block.get("spans", []):
        if not (start <= span["start"] and span["end"] <= end):
            continue
        kind, part = span["kind"], block["text"][span["start"]:span["end"]]
        if kind == "image":
            # A cell's images are told with the row.
            continue
        if kind == "formula":
            tex = span.get("text")
            if tex is None or (in_table and re.search(r"[|\\]", tex)):
                continue
            text += block["text"][at:span["start"]] + f"${tex}$"
            at = span["end"]
            found.append(("code", collapse(tex)))
        elif kind == "link":
            found.append(("link " + span["url"], collapse(part)))
        elif kind in SHOWN_INLINES:
            found.append((kind, collapse(part)))
    return text + block["text"][at:end], found


def json_blocks(record):
    """The blocks of a record with --blocks, as Markdown shows them."""
    paths, blocks = Paths(), []
    for block in record["blocks"]:
        path = json_path(record, block, paths)
        kind, text = block["kind"], block["text"]
        images = sorted((span["url"], collapse(span.get("text", "")), span.get("caption", ""))
                        for span in block.get("spans", []) if span["kind"] == "image")
        if kind == "table_row":
            parts = [json_inlines(block, cell["start"], cell["end"], True) for cell in block["cells"]]
            text = " | ".join(collapse(part) for part, _ in parts if part.strip())
            inlines = sorted(inline for _, found in parts for inline in found)
            blocks.append((path, "row", text, inlines, images))
        elif kind == "preformatted":
            blocks.append((path, "code " + block.get("language", ""), text, [], []))
        else:
            text, inlines = json_inlines(block, 0, len(text), False)
            name = f"heading {max(2, block['level'])}" if kind == "heading" else "paragraph"
            blocks.append((path, name, collapse(text), sorted(inlines), images))
    return blocks


# ---- Markdown, as cmark-gfm reads it -------------------------------------------------------------

CMARK = "{http://commonmark.org/xml/1.0}"
TAGS = {"em": "emphasis", "strong": "strong", "code": "code", "sub": "subscript",
        "sup": "superscript", "del": "deleted", "ins": "inserted", "mark": "marked", "q": "quoted"}


class MarkdownReader:
    """Reads the XML that cmark-gfm makes."""

    def __init__(self):
        self.blocks = []
        self.paths = Paths()

    def read(self, node, path):
        kind = node.tag.removeprefix(CMARK)
        if kind in ("document", "table"):
            inner = path
        elif kind == "block_quote":
            inner = path + (self.paths.name("quote", id(node)),)
        elif kind == "list":
            name = "numbered list" if node.get("type") == "ordered" else "list"
            inner = path + (self.paths.name(name, id(node)),)
        elif kind in ("item", "tasklist"):
            inner = path + (self.paths.name("item", id(node)),)
        else:
            self.leaf(node, kind, path)
            return
        for child in node:
            self.read(child, inner)

    def leaf(self, node, kind, path):
        if kind == "code_block":
            text = (node.text or "").removesuffix("\n")
            self.blocks.append((path, "code " + node.get("info", ""), text, [], []))
            return
        if kind in ("table_row", "table_header"):
            parts = [self.inlines(cell) for cell in node]
            text = " | ".join(collapse(part[0]) for part in parts if part[0].strip())
            inlines = sorted(inline for part in parts for inline in part[1])
            images = sorted(image for part in parts for image in part[2])
            self.blocks.append((path, "row", text, inlines, images))
            return
        text, inlines, images = self.inlines(node)
        name = f"heading {node.get('level')}" if kind == "heading" else kind
        self.blocks.append((path, name, collapse(text), sorted(inlines), sorted(images)))

    def inlines(self, node):
        """Text, inlines and images under a node; tags of HTML count as what they are."""
        state = {"text": "", "found": [], "images": [], "tags": []}
        self.walk(node, state)
        assert not state["tags"], f"tags that stay open: {state['tags']}"
        return state["text"], state["found"], state["images"]

    def walk(self, node, state):
        for child in node:
            kind = child.tag.removeprefix(CMARK)
            start = len(state["text"])
            if kind == "text":
                state["text"] += child.text or ""
            elif kind in ("softbreak", "linebreak"):
                state["text"] += "\n"
            elif kind == "code":
                state["text"] += child.text or ""
                state["found"].append(("code", collapse(child.text or "")))
            elif kind == "html_inline":
                self.tag(child.text or "", state)
            elif kind == "image":
                alt = "".join(child.itertext())
                state["images"].append(
                    (child.get("destination"), collapse(alt), child.get("title", "")))
            else:
                self.walk(child, state)
                name = {"emph": "emphasis", "link": f"link {child.get('destination')}"}.get(kind, kind)
                state["found"].append((name, collapse(state["text"][start:])))

    @staticmethod
    def tag(text, state):
        name = text.strip("</>")
        if name == "br":
            state["text"] += "\n"
        elif text.startswith("</"):
            open_name, start = state["tags"].pop()
            assert open_name == name, f"{text} ends <{open_name}>"
            state["found"].append((TAGS[name], collapse(state["text"][start:])))
        else:
            assert text == f"<{name}>" and name in TAGS, f"unexpected {text}"
            state["tags"].append((name, len(state["text"])))


def markdown_blocks(markdown):
    """The blocks of Markdown by the program cmark-gfm."""
    done = subprocess.run(["cmark-gfm", "-e", "table", "--unsafe", "-t", "xml"],
                          input=markdown.encode(), capture_output=True, timeout=60, check=True)
    reader = MarkdownReader()
    reader.read(ElementTree.fromstring(done.stdout), ())
    return reader.blocks


def markdown_html(markdown):
    """Markdown as the HTML that cmark-gfm makes of it, its HTML passed on."""
    done = subprocess.run(["cmark-gfm", "-e", "table", "--unsafe", "-t", "html"],
                          input=markdown.encode(), capture_output=True, timeout=60, check=True)
    return done.stdout.decode()


# ---- HTML ----------------------------------------------------------------------------------------

VOID = {"br", "img", "link", "meta", "hr"}
INLINE = {"a", "em", "strong", "code", "sub", "sup", "del", "ins", "mark", "q"}
MATH = {"math", "mfrac", "mi", "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom",
        "mprescripts", "mroot", "mrow", "ms", "mspace", "msqrt", "mstyle", "msub", "msubsup", "msup",
        "mtable", "mtd", "mtext", "mtr", "munder", "munderover"}

# All that may be in the HTML that pith writes: elements, and the attributes of each.
ALLOWED = {
    "html": {"lang"}, "head": set(), "meta": {"charset", "name", "content"}, "title": set(),
    "link": {"rel", "href"}, "body": set(), "article": set(), "section": {"class"},
    "h1": {"id"}, "h2": {"id"}, "h3": {"id"}, "h4": {"id"}, "h5": {"id"}, "h6": {"id"}, "p": {"id"},
    "ul": set(), "ol": set(), "li": {"value"}, "dl": set(), "dt": set(), "dd": set(),
    "blockquote": set(), "pre": {"id"}, "figure": set(), "figcaption": {"id"}, "table": set(),
    "caption": {"id"}, "thead": set(), "tbody": set(), "tr": {"id"}, "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"}, "br": set(), "img": {"src", "alt", "title"}, "a": {"href"},
    "em": set(), "strong": {"id"}, "code": {"class"}, "sub": set(), "sup": set(), "del": set(),
    "ins": set(), "mark": set(), "q": set(), **{name: set() for name in MATH}, "hr": set(),
}
ALLOWED["math"] = {"display"}
URL = re.compile(r"(https?://[^\s\"'<>\\^`{|}]+|mailto:[^\s\"'<>\\^`{|}]+|#note-[0-9]+)\Z")


class HtmlReader(html.parser.HTMLParser):
    """Reads HTML that pith wrote: what is wrong with it, and the words of its article."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.problems = []
        self.open = []
        self.text = ""
        self.ids, self.references = [], []

    def handle_starttag(self, tag, attributes):
        if tag not in ALLOWED:
            self.problems.append(f"element {tag}")
        for name, value in attributes:
            if name not in ALLOWED.get(tag, set()):
                self.problems.append(f"attribute {name} of {tag}")
            if name in ("href", "src") and not URL.match(value or ""):
                self.problems.append(f"{name}={value!r}")
            if name == "class" and not re.match(
                    r"(language-[a-z0-9+#._-]+|math|comments)\Z", value or ""):
                self.problems.append(f"class={value!r}")
            if name == "id":
                self.ids.append(value)
            if name == "href" and (value or "").startswith("#"):
                self.references.append(value[1:])
        if tag not in VOID:
            self.open.append(tag)
        if tag not in INLINE and tag not in MATH:
            self.text += "\n"

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open[-1] != tag:
            self.problems.append(f"</{tag}> in {self.open[-1:]}")
        elif self.open:
            self.open.pop()
        if tag not in INLINE and tag not in MATH:
            self.text += "\n"

    def handle_data(self, data):
        if "article" in self.open and "h1" not in self.open and "figcaption" not in self.open:
            self.text += data

    def handle_comment(self, data):
        self.problems.append(f"comment {data!r}")

    def handle_decl(self, decl):
        if decl != "DOCTYPE html":
            self.problems.append(f"declaration {decl!r}")

    def handle_pi(self, data):
        self.problems.append(f"instruction {data!r}")

    def unknown_decl(self, data):
        self.problems.append(f"declaration {data!r}")


def read_html(text):
    """Reads a document; `problems` of the result are what must not be."""
    reader = HtmlReader()
    reader.feed(text)
    reader.close()
    if reader.open:
        reader.problems.append(f"open at the end: {reader.open}")
    if len(set(reader.ids)) != len(reader.ids):
        reader.problems.append(f"ids twice: {reader.ids}")
    for name in set(reader.references) - set(reader.ids):
        reader.problems.append(f"no element has the id {name}")
    return reader


# ---- TEI -----------------------------------------------------------------------------------------

TEI_INLINE = {TEI + name for name in ("hi", "ref", "code", "del", "add", "q", "formula", "graphic")}


def tei_text(document):
    """The text of the article in a TEI document, without the captions and descriptions of images."""
    root = ElementTree.fromstring(document)
    body = root.find(f"{TEI}text/{TEI}body/{TEI}div")
    parts = []

    def walk(node, in_figure):
        skip = node.tag == TEI + "figDesc" or (in_figure and node.tag == TEI + "head")
        inline = node.tag in TEI_INLINE or node.tag.startswith(MATHML)
        if not skip:
            parts.append("" if inline else "\n")
            parts.append(node.text or "")
            for child in node:
                walk(child, in_figure or node.tag == TEI + "figure")
                parts.append(child.tail or "")
            parts.append("" if inline else "\n")

    walk(body, False)
    return "".join(parts)
