"""A page as flat lists: one pass over the parsed tree, after which every question is answered by list indexing.

The HTML5 parser is lexbor (through selectolax). A node's subtree is the contiguous range ``i < j < ends[i]``, so
sums over a subtree are differences of prefix sums, deep nesting costs no recursion, and a ten times larger page costs
ten times as much.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipelines.chrome import hints

# inherited: a node has the bit when it or an ancestor has it
LINK, HIDDEN, CAPTION, ITEM, CELL, BOLD, CHROME, CONTROL, QUOTE, HEADING = (1 << i for i in range(10))

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_SKIP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "embed",
        "canvas",
        "select",
        "option",
        "datalist",
        "audio",
        "video",
        "head",
        "map",
        "math",
        "noframes",
    ]
)
_PLAIN = frozenset(
    [
        "br",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "s",
        "tbody",
        "tr",
        "hr",
        "center",
        "sup",
        "sub",
        "wbr",
        "thead",
        "big",
        "small",
        "head",
    ]
)
"""Elements whose attributes say nothing here; not fetching them saves time."""
_NONE: dict[str, str | None] = {}
_TAG_BITS = {
    "a": LINK,
    "figcaption": CAPTION,
    "li": ITEM,
    "td": CELL,
    "th": CELL,
    "b": BOLD,
    "strong": BOLD,
    "h1": HEADING,
    "h2": HEADING,
    "h3": HEADING,
    "h4": HEADING,
    "h5": HEADING,
    "h6": HEADING,
    "button": CONTROL,
    "label": CONTROL,
    "input": CONTROL,
    "textarea": CONTROL | HIDDEN,
    "nav": CHROME,
    "footer": CHROME,
    "aside": CHROME,
    "dialog": CHROME | HIDDEN,
    "blockquote": QUOTE,
}
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_SPACES = re.compile(r"[ \t\n\r\f\v\u3000\xa0\u2002-\u200a]+")
MAX_DEPTH = 400
"""Deeper elements are folded into their ancestor at this depth: no real page nests so far."""


@dataclass(slots=True)
class Line:
    """A run of text that a reader sees as one line or paragraph."""

    text: str
    node: int
    """Its nearest block element."""
    first: int
    """Its first text node."""
    last: int
    """Its last text node."""
    link: int
    """Characters inside links."""
    bits: int
    """Bits that all of its text nodes share."""
    tag: str
    """Tag of the nearest block element."""
    after_break: bool = False
    """A <br> inside the same block stands before it."""


@dataclass(slots=True)
class Script:
    """A <script> or a <textarea>; its text is fetched when it is asked for."""

    kind: str
    """Lower-case type attribute; "textarea" for a text area."""
    name: str
    node: LexborNode

    @property
    def text(self) -> str:
        return self.node.text(deep=True) or ""


@dataclass(slots=True)
class Document:
    """``tags[i]`` is "" for a text node, whose text is in ``texts[i]``; attributes are None where there are none."""

    parser: LexborHTMLParser
    tags: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    attrs: list[dict[str, str | None] | None] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    """What class and id say (hints), of the element itself."""
    nodes: list[LexborNode | None] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    """Lower-case name, property or itemprop of <meta> -> contents."""
    links: dict[str, str] = field(default_factory=dict)
    """rel of <link> -> href."""
    title: str = ""
    scripts: list[Script] = field(default_factory=list)
    _index: dict[int, int] | None = None

    def __len__(self) -> int:
        return len(self.tags)

    def attr(self, i: int, name: str) -> str:
        attrs = self.attrs[i]
        return (attrs.get(name) or "") if attrs else ""

    def select(self, selector: str) -> list[int]:
        """Nodes that match a CSS selector, in document order. ValueError names a selector that does not parse."""
        try:
            found = self.parser.css(selector)
        except SelectolaxError as error:
            raise ValueError(f"not a CSS selector: {selector!r}") from error
        if not found:
            return []
        if self._index is None:
            self._index = {node.mem_id: i for i, node in enumerate(self.nodes) if node is not None}
        return [i for i in (self._index.get(node.mem_id) for node in found) if i is not None]

    def text(self, i: int) -> str:
        """All visible text below a node, white space collapsed."""
        texts, bits = self.texts, self.bits
        parts = [texts[j] for j in range(i, self.ends[i]) if texts[j] and not bits[j] & HIDDEN]
        return collapse("".join(parts))

    def within(self, i: int, ancestor: int) -> bool:
        return ancestor <= i < self.ends[ancestor]

    def first_meta(self, *names: str) -> str:
        for name in names:
            for value in self.meta.get(name, ()):
                if value.strip():
                    return value.strip()
        return ""


def collapse(text: str) -> str:
    """White space runs (ideographic and no-break spaces included) to one space, trimmed."""
    return _SPACES.sub(" ", text).strip()


def parse(html: str) -> Document:
    """Parse HTML text. Never raises on bad markup; an empty text gives an empty document."""
    parser = LexborHTMLParser(html or "<html></html>")
    doc = Document(parser)
    node = parser.root
    if node is None:
        return doc
    tags, texts, parents, ends, attrs_, bits_, named_, nodes = (
        doc.tags, doc.texts, doc.parents, doc.ends, doc.attrs, doc.bits, doc.named, doc.nodes,
    )  # fmt: skip
    tag_bits, meaning = _TAG_BITS, hints.meaning
    stack: list[int] = []  # indices of open elements
    handles = []
    parent, inherited, space = -1, 0, ""
    while node is not None:
        tag = node.tag
        child = None
        if tag == "-text":
            text = node.text_content
            if not text or parent < 0:
                pass
            elif text.isspace():
                space = " "  # joins the next text, in whatever element that stands
            else:
                tags.append("")
                texts.append(space + text if space else text)
                parents.append(parent)
                ends.append(len(tags))
                attrs_.append(None)
                bits_.append(inherited)
                named_.append(0)
                nodes.append(None)
                space = ""
        elif tag and tag[0] not in "-!_":
            attrs = node.attributes if tag not in _PLAIN else _NONE
            if tag in _SKIP and tag != "head":
                _keep_skipped(doc, tag, attrs, node)
            else:
                i = len(tags)
                own = inherited | tag_bits.get(tag, 0)
                named = 0
                if attrs:
                    named = meaning(attrs.get("class"), attrs.get("id"))
                    if attrs.get("itemprop") == "articleBody":
                        named |= hints.BODY
                    style = attrs.get("style")
                    if (style and _INVISIBLE_STYLE.search(style)) or "hidden" in attrs:
                        own |= HIDDEN
                    if tag == "meta":
                        _keep_meta(doc, attrs)
                    elif tag == "link":
                        rel, href = attrs.get("rel"), attrs.get("href")
                        if rel and href:
                            doc.links.setdefault(rel.lower(), href)
                    elif tag == "textarea":
                        doc.scripts.append(Script("textarea", attrs.get("id") or "", node))
                if tag == "title" and not doc.title:
                    doc.title = collapse(node.text(deep=True) or "")
                tags.append(tag)
                texts.append("")
                parents.append(parent)
                ends.append(i + 1)
                attrs_.append(attrs or None)
                bits_.append(own)
                named_.append(named)
                nodes.append(node)
                child = node.child if tag != "title" else None
                if child is not None and len(stack) < MAX_DEPTH:
                    stack.append(i)
                    handles.append(node)
                    parent, inherited = i, own
                    node = child
                    continue
                if child is not None:
                    deep = collapse(node.text(deep=True) or "")
                    if deep:
                        tags.append("")
                        texts.append(deep)
                        parents.append(i)
                        ends.append(len(tags))
                        attrs_.append(None)
                        bits_.append(own)
                        named_.append(0)
                        nodes.append(None)
                        ends[i] = len(tags)
        pending = node.next
        while pending is None and stack:
            i = stack.pop()
            ends[i] = len(tags)
            node = handles.pop()
            parent = parents[i]
            inherited = bits_[parent] if parent >= 0 else 0
            pending = node.next
        node = pending
    return doc


def _keep_skipped(doc: Document, tag: str, attrs: dict[str, str | None], node: LexborNode) -> None:
    if tag == "script":
        doc.scripts.append(Script((attrs.get("type") or "").lower(), attrs.get("id") or "", node))


def _keep_meta(doc: Document, attrs: dict[str, str | None]) -> None:
    content = attrs.get("content")
    if content:
        for key in ("property", "name", "itemprop", "http-equiv"):
            name = attrs.get(key)
            if name:
                doc.meta.setdefault(name.lower(), []).append(content)


def lines(doc: Document, start: int = 0, end: int | None = None, dropped: bytearray | None = None) -> list[Line]:
    """Text of a node range as lines: block elements and <br> separate, inline elements join.

    ``dropped`` is a mask over nodes; a dropped node's subtree must be marked node by node.
    """
    end = len(doc) if end is None else end
    tags, texts, parents, bits, ends = doc.tags, doc.texts, doc.parents, doc.bits, doc.ends
    blocks = _BLOCKS
    out: list[Line] = []
    parts: list[str] = []
    block = first = last = -1
    link, shared, broke = 0, -1, False
    close: list[int] = []  # ends of open blocks
    block_of: dict[int, int] = {}

    def flush() -> None:
        nonlocal parts, first, link, shared, broke
        if parts:
            text = collapse("".join(parts))
            if text:
                out.append(Line(text, block, first, last, min(link, len(text)), shared, tags[block], broke))
                broke = False
        parts, first, link, shared = [], -1, 0, -1

    i = start
    while i < end:
        while close and i >= close[-1]:
            flush()
            close.pop()
            broke = False
        if dropped is not None and dropped[i]:
            i += 1
            continue
        tag = tags[i]
        if tag:
            if tag in blocks:
                flush()
                broke = False
                close.append(ends[i])
            elif tag == "br":
                flush()
                broke = True
        else:
            text = texts[i]
            if first < 0:
                p = parents[i]
                first = i
                block = block_of.get(p, -1)
                if block < 0:
                    block = p
                    while block > 0 and tags[block] not in blocks:
                        block = parents[block]
                    block_of[p] = block
            last = i
            shared &= bits[i]
            if bits[i] & LINK:
                link += len(text.strip())
            parts.append(text)
        i += 1
    flush()
    return out


def width(text: str) -> int:
    """Weight of a text: Hangul, Han and kana count one, ASCII characters a half."""
    narrow = len(text.encode("ascii", "ignore"))
    return len(text) - narrow + narrow // 2
