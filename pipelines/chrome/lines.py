"""A document as lines: what a reader sees as one line or paragraph, whatever markup splits the text.

A row of a data table is one line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from operator import attrgetter

from pipelines.chrome.document import LINK, Document
from pipelines.chrome.grids import is_grid, is_row_border
from pipelines.chrome.prose import collapse, is_prose, width

_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip


@dataclass(slots=True)
class Line:
    """A run of text between two block borders or breaks."""

    text: str
    size: int
    """Its width."""
    prose: bool
    """Whether it reads as prose."""
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

    @property
    def linked(self) -> bool:
        """Whether most of it is a link."""
        return self.link > 0.6 * len(self.text)


def lines(doc: Document, start: int = 0, end: int | None = None, dropped: bytearray | None = None) -> list[Line]:
    """Text of a node range as lines: block elements and <br> separate, inline elements join.

    ``dropped`` is a mask over nodes; a dropped node's subtree must be marked node by node.
    """
    end = len(doc) if end is None else end
    tags, texts, parents, bits, ends = doc.tags, doc.texts, doc.parents, doc.bits, doc.ends
    out: list[Line] = []
    parts: list[str] = []
    block = first = last = -1
    link, shared = 0, -1
    close: list[int] = []  # ends of open blocks
    block_of: dict[int, int] = {}
    grid = row = -1  # end of the data table that is being read, and its row

    def flush() -> None:
        nonlocal parts, first, link, shared
        text = collapse("".join(parts))
        if text:
            size = width(text)
            prose = is_prose(text, size)
            out.append(Line(text, size, prose, block, first, last, min(link, len(text)), shared, tags[block]))
        parts, first, link, shared = [], -1, 0, -1

    for i in range(start, end):
        while close and i >= close[-1]:
            close.pop()
            if parts:
                flush()
        if dropped is not None and dropped[i]:
            continue
        tag = tags[i]
        if tag:
            if tag == "table" and i >= grid and is_grid(doc, i):
                grid = ends[i]
            if i < grid and not is_row_border(tag):
                if parts and tag != "wbr":
                    parts.append(" ")
            elif tag in _BLOCKS:
                row = i
                if parts:
                    flush()
                close.append(ends[i])
            elif tag == "br" and parts:
                flush()
            continue
        if first < 0 and i < grid:
            first, block = i, row
        elif first < 0:
            first, parent = i, parents[i]
            block = block_of.get(parent, -1)
            if block < 0:
                block = parent
                while block > 0 and tags[block] not in _BLOCKS:
                    block = parents[block]
                block_of[parent] = block
        last = i
        shared &= bits[i]
        if bits[i] & LINK:
            link += len(texts[i].strip())
        parts.append(texts[i])
    if parts:
        flush()
    return out


def at(page: list[Line], node: int) -> int:
    """Index of the first line that begins at the node or behind it; the number of lines where none does."""
    return bisect_left(page, node, key=attrgetter("first"))


def shape_of(doc: Document, line: Line) -> tuple[str, str]:
    """Tag and class of the block that a line stands in."""
    return line.tag, doc.attr(line.node, "class")


def is_broken(doc: Document, page: list[Line], k: int) -> bool:
    """Whether a line shares its own inline element with a line beside it: <b>… <br> …</b>."""
    own = doc.parents[page[k].first]
    beside = [page[j] for j in (k - 1, k + 1) if 0 <= j < len(page)]
    return own != page[k].node and any(doc.parents[line.first] == own for line in beside)


def usual_shape(doc: Document, page: list[Line]) -> tuple[str, str]:
    """The shape that most of the prose has; two empty strings where there is none."""
    weights: Counter[tuple[str, str]] = Counter()
    for line in page:
        if line.prose and not line.linked:
            weights[shape_of(doc, line)] += line.size
    return weights.most_common(1)[0][0] if weights else ("", "")
