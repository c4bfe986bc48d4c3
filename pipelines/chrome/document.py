"""A page as flat lists: one pass over the parsed tree, after which every question is answered by list indexing.

The HTML5 parser is lexbor (through selectolax). A node's subtree is the contiguous range ``i < j < ends[i]``, so
sums over a subtree are differences of prefix sums, deep nesting costs no recursion, and a ten times larger page costs
ten times as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipelines.chrome import hints
from pipelines.chrome.prose import collapse

LINK, HIDDEN, CAPTION, ITEM, BOLD, CHROME, CONTROL, HEADING = (1 << i for i in range(8))
"""What a tag or style says; inherited: a node has the bit when it or an ancestor has it."""

_TAG_BITS = {
    "a": LINK,
    "figcaption": CAPTION,
    "li": ITEM,
    **dict.fromkeys(("b", "strong"), BOLD),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), HEADING),
    **dict.fromkeys(("button", "label", "input"), CONTROL),
    "textarea": CONTROL | HIDDEN,
    **dict.fromkeys(("nav", "footer", "aside"), CHROME),
    "dialog": CHROME | HIDDEN,
}
_SKIP = frozenset((
    "style", "noscript", "template", "svg", "iframe", "object", "embed", "canvas", "select", "option",
    "datalist", "audio", "video", "map", "math", "noframes", "script",
))  # fmt: skip
_PLAIN = frozenset((
    "br", "b", "i", "u", "s", "tbody", "tr", "hr", "center", "sup", "sub", "wbr", "thead", "big",
    "small", "head",
))  # fmt: skip
"""Elements whose attributes say nothing here; not fetching them saves time."""
_INLINE = frozenset(("a", "b", "i", "u", "s", "em", "strong", "span", "font", "big", "small", "code", "sub", "sup"))
_INVISIBLE_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NOTED = frozenset(("meta", "link", "textarea", "title"))
MAX_DEPTH = 400
"""Deeper elements are folded into their ancestor at this depth, blocks as breaks: no real page nests so far."""

_MANY_TAGS, _DEEPEST = 10_000, 1_000
_LONGEST_NAME = 1_000
"""Characters of a class attribute that are kept."""
_BLOCK_TAG = re.compile(
    r"<(/?)(?:div|section|article|main|aside|header|footer|nav|ul|ol|dl|table|tbody|tr|td|blockquote|center|form"
    r"|fieldset|figure|span|font|b|i|u|em|strong|a|details|address)\b[^<>]{0,2000}>",
    re.I,
)

Attributes = dict[str, str | None]
_NONE: Attributes = {}


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
    attrs: list[Attributes | None] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    named: list[int] = field(default_factory=list)
    """What class and id say (hints), of the element itself."""
    ids: list[int] = field(default_factory=list)
    """The parser's number of an element, 0 for a text node."""
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
            self._index = {number: i for i, number in enumerate(self.ids) if number}
        return [i for i in (self._index.get(node.mem_id) for node in found) if i is not None]

    def text(self, i: int) -> str:
        """All visible text below a node, white space collapsed."""
        texts, bits = self.texts, self.bits
        return collapse("".join([texts[j] for j in range(i, self.ends[i]) if texts[j] and not bits[j] & HIDDEN]))

    def show(self, i: int) -> None:
        """Take a hidden node for a shown one; what is hidden inside it by its own style stays so."""
        own = self.bits[self.parents[i]] & HIDDEN if self.parents[i] >= 0 else 0
        j = i
        while j < self.ends[i]:
            if j > i and self.tags[j] and _is_hidden(self.attrs[j] or _NONE):
                j = self.ends[j]
                continue
            self.bits[j] = self.bits[j] & ~HIDDEN | own
            j += 1

    def unlink(self, links: Iterable[int]) -> None:
        """Take what stands in these elements for no link."""
        for link in links:
            for i in range(link, self.ends[link]):
                self.bits[i] &= ~LINK

    def within(self, i: int, ancestor: int) -> bool:
        return ancestor <= i < self.ends[ancestor]

    def first_meta(self, *names: str) -> str:
        """The first content that is not blank, by the order of the names."""
        for name in names:
            for value in self.meta.get(name, ()):
                if value.strip():
                    return value.strip()
        return ""


def parse(html: str) -> Document:
    """Parse HTML text. Never raises on bad markup; an empty text gives an empty document."""
    doc = Document(LexborHTMLParser(_shallow(html) or "<html></html>"))
    tags, texts, parents, attributes, bits, named, ids = (
        doc.tags, doc.texts, doc.parents, doc.attrs, doc.bits, doc.named, doc.ids,
    )  # fmt: skip
    index = {0: -1}  # the parser's number of an element whose children are read -> its index
    depths: list[int] = []
    space = ""
    root = doc.parser.root
    for node in root.traverse(include_text=True) if root else ():
        above = node.parent
        parent = index.get(above.mem_id) if tags and above else -1
        if parent is None:
            continue  # inside an element that is skipped
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            if text.isspace():
                space = " "  # joins the next text, in whatever element that stands
                continue
            if not text:
                continue
            own, meaning, attrs, number, depth = bits[parent], 0, None, 0, 0
            text, tag, space = space + text, "", ""
        elif tag in _SKIP or tag[0] in "-!_":
            if tag == "script":
                attrs = node.attributes
                doc.scripts.append(Script((attrs.get("type") or "").lower(), attrs.get("id") or "", node))
            continue
        else:
            number, text, meaning, depth, own = node.mem_id, "", 0, 0, 0
            if parent >= 0:
                depth, own = depths[parent] + 1, bits[parent]
            if depth > MAX_DEPTH:
                index[number] = parent
                if tag in _INLINE:
                    continue
                number, tag = 0, "br"  # what it holds stands apart still
            if tag in _TAG_BITS:
                own |= _TAG_BITS[tag]
            attrs = None if tag in _PLAIN else node.attributes or None
            if attrs:
                if len(attrs.get("class") or "") > _LONGEST_NAME:
                    attrs["class"] = attrs["class"][:_LONGEST_NAME]
                if "class" in attrs or "id" in attrs:
                    meaning = hints.meaning(attrs.get("class"), attrs.get("id"))
                if attrs.get("itemprop") == "articleBody":
                    meaning |= hints.BODY
                if _is_hidden(attrs):
                    own |= HIDDEN
            if tag in _NOTED:
                _note(doc, tag, attrs or _NONE, node)
            if tag != "title" and number:
                index[number] = len(tags)
        tags.append(tag)
        texts.append(text)
        parents.append(parent)
        attributes.append(attrs)
        bits.append(own)
        named.append(meaning)
        ids.append(number)
        depths.append(depth)
    doc.ends = _ends(parents)
    return doc


def _shallow(html: str) -> str:
    """The page without the tags of elements nested deeper than ``_DEEPEST``: the parser's time is quadratic in depth.

    Only pages of very many tags are looked at.
    """
    if html.count("<") < _MANY_TAGS:
        return html
    kept: list[str] = []
    depth = extra = done = 0
    for tag in _BLOCK_TAG.finditer(html):
        closing = bool(tag[1])
        if not closing and depth < _DEEPEST:
            depth += 1
        elif closing and not extra:
            depth = max(0, depth - 1)
        else:
            extra += -1 if closing else 1
            kept.append(html[done : tag.start()])
            done = tag.end()
    return "".join([*kept, html[done:]]) if kept else html


def _is_hidden(attrs: Attributes) -> bool:
    return "hidden" in attrs or ("style" in attrs and _INVISIBLE_STYLE.search(attrs["style"] or "") is not None)


def _ends(parents: list[int]) -> list[int]:
    """For each node the index behind its subtree."""
    ends = list(range(1, len(parents) + 1))
    for i in range(len(parents) - 1, 0, -1):
        parent = parents[i]
        if parent >= 0 and ends[i] > ends[parent]:
            ends[parent] = ends[i]
    return ends


def _note(doc: Document, tag: str, attrs: Attributes, node: LexborNode) -> None:
    """Keep what is asked for by name."""
    if tag == "meta":
        content = attrs.get("content")
        names = (attrs.get(key) for key in ("property", "name", "itemprop", "http-equiv"))
        if content:
            for name in filter(None, names):
                doc.meta.setdefault(name.lower(), []).append(content)
    elif tag == "link":
        rel, href = attrs.get("rel"), attrs.get("href")
        if rel and href:
            doc.links.setdefault(rel.lower(), href)
    elif tag == "textarea":
        doc.scripts.append(Script("textarea", attrs.get("id") or "", node))
    elif tag == "title" and not doc.title:
        doc.title = collapse(node.text(deep=True) or "")
