"""Nodes of a container that are no text: hidden copies, controls, boxes, quotes of stock prices, lists of links."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipelines.chrome import phrasebook
from pipelines.chrome.container import Container
from pipelines.chrome.document import CONTROL, HIDDEN, ITEM, Document
from pipelines.chrome.lines import Line, shape_of, usual_shape
from pipelines.chrome.mask import chrome_mask

_STOCK_QUOTE = re.compile(
    r"^[(（\[]?\s*(?:[^\s\d()（）,]{2,12}\s+)?[-+]?[\d,.]{1,12}\s*[,\s]\s*(?:[-+▲▼↑↓]?\s?[\d,.]{1,12}\s*[,\s]\s*)?"
    r"[-+▲▼↑↓]?\s?[\d.]{1,8}%\s*[)）\]]?$"
)
_INLINE = frozenset(("span", "a", "em", "font"))
_LISTS = frozenset(("ul", "ol", "dl", "table", "div", "section", "aside", "p", "blockquote"))


def drop(box: Container, selectors: tuple[str, ...]) -> None:
    """What a source's rules call chrome."""
    for selector in selectors:
        for i in box.doc.select(selector):
            if box.root < i < box.end:
                box.remove(i, f"drop:{selector}")


def hidden(box: Container) -> None:
    """What is not shown (unless the container itself is hidden) and what is a control."""
    doc = box.doc
    invisible = HIDDEN & ~doc.bits[box.root]
    for i in range(box.root + 1, box.end):
        bits = doc.bits[i]
        if bits & (invisible | CONTROL) and doc.tags[i] and not box.mask[i]:
            box.remove(i, "hidden" if bits & invisible else "control")


def boxes(box: Container, page: list[Line]) -> None:
    """Elements that are chrome by name or repetition; ``page`` are the container's lines with its captions."""
    doc = box.doc
    chrome = chrome_mask(doc, page, -1, box.root + 1, box.end)
    shape = usual_shape(doc, [x for x in page if not chrome[x.first]])
    firsts = [x.first for x in page]
    for i in range(box.root + 1, box.end):
        if chrome[i] and not box.mask[i] and not chrome[doc.parents[i]]:
            inner = page[bisect_left(firsts, i) : bisect_left(firsts, doc.ends[i])]
            if not (shape[1] and any(x.prose and shape_of(doc, x) == shape for x in inner)):  # a class says: text
                box.remove(i, "box")


def inside_lines(box: Container) -> None:
    """Short inline elements in a sentence: (005930, 71,000, +1.2%), and links that are tools."""
    doc = box.doc
    for i in range(box.root + 1, box.end):
        if doc.tags[i] in _INLINE and not box.mask[i] and doc.ends[i] - i <= 24:
            shown = doc.text(i)
            if len(shown) < 40 and _STOCK_QUOTE.match(shown) and not _opens(doc, i):
                box.remove(i, "stock_quote")
            elif doc.tags[i] == "a" and 2 < len(shown) < 24 and phrasebook.is_chrome(shown):
                box.remove(i, "link")


def _opens(doc: Document, i: int) -> bool:
    """Whether a bracket that the text opens stands right before a node: what it holds is part of the sentence."""
    before = next((doc.texts[j] for j in range(i - 1, max(0, i - 6), -1) if doc.texts[j]), "")
    return before.rstrip().endswith(("(", "（", "[", "【"))


def link_lists(box: Container) -> None:
    """Elements of at least two lines, most of which are links."""
    doc = box.doc
    page = box.lines()
    firsts = [x.first for x in page]
    i = box.root + 1
    while i < box.end:
        if not box.mask[i] and doc.tags[i] in _LISTS and doc.ends[i] - i > 3:
            inner = page[bisect_left(firsts, i) : bisect_left(firsts, doc.ends[i])]
            if 2 <= len(inner) <= 200 and _is_link_list(inner):
                box.remove(i, "link_list")
                i = doc.ends[i]
                continue
        i += 1


def _is_link_list(inner: list[Line]) -> bool:
    linked, size = sum(x.link for x in inner), sum(len(x.text) for x in inner)
    heads = sum(x.link > (0.35 if x.bits & ITEM else 0.6) * len(x.text) for x in inner)
    return (
        heads >= 2
        and linked > (0.4 if heads == len(inner) else 0.6) * size
        and not any(x.prose and x.size > 60 for x in inner)
    )
