"""Which elements are chrome by their name or by repetition, before anything is known of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate
from operator import attrgetter

from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import CONTROL, HIDDEN, LINK, Document
from pipelines.chrome.lines import Line

# names that never name an article
_STRONG = re.compile(
    r"(?i)(?:^|[^a-z])(?:comments?|reply|repl(?:y|ies)|cmts?|pinglun|gentie|foot(?:er)?|related|relation|recommend\w*"
    r"|rank(?:ing)?|sidebar|nav|gnb|lnb)(?:$|[^a-z])"
)
_WHOLE_PAGE = frozenset(("html", "body"))
_INLINE = frozenset((
    "a", "span", "b", "strong", "em", "i", "u", "font", "mark", "small", "big", "sub", "sup", "ins", "s", "del",
    "q", "cite", "abbr", "time", "label", "code",
))  # fmt: skip
_QUOTES = frozenset(("blockquote", "q"))
"""Named after what they quote."""
_LIMIT, _LIMIT_BODY, _LIMIT_STRONG = 0.3, 0.12, 0.97
"""Share of the prose below which a chrome name is believed: in general, beside a name of the text, of ``_STRONG``."""
_HEAD, _BAR, _TOLD = 16, 50, 40
"""Width of a heading of other articles, of the bar of comments, and of the prose that has to stand above them."""
_SURELY = 3
"""Times the prose above it up to which the prose of a box is chrome by its heading alone."""
_MOMENT = re.compile(
    r"(?<!\d)\d{1,2}:\d\d|(?:19|20)\d\d\s?[-./年년]\s?\d|(?<!\d)\d{1,4}\s?(?:분|시간|일)\s?전|(?<!\d)\d{1,4}\s?(?:分[钟鐘]|小[时時]|天)前"
)
_COUNT = re.compile(r"(?:댓글|의견|评论|評論|留言|回應|Comments?)\s?[(（\[]?\d{1,6}[)）\]]?\s?개?")
_REPEAT = 3
"""Siblings of one shape from which they are a list."""


def chrome_mask(
    doc: Document, page: list[Line], title_node: int = -1, start: int = 0, end: int | None = None
) -> bytearray:
    """Nodes inside elements that are chrome by name, heading or repetition, one byte a node of the document.

    ``page`` are the lines of the node range ``start`` to ``end``. Names are opinions: they are honoured only where the
    elements of that name hold a small part of the range's prose, except the few that never name an article (comments,
    footers, rankings), and never where the headline stands inside.
    """
    end = len(doc) if end is None else end
    mask = bytearray(len(doc))
    firsts = [line.first for line in page]
    prose = list(accumulate((x.size if x.prose and not x.linked else 0 for x in page), initial=0))
    total = prose[-1] or 1
    ends, tags, named = doc.ends, doc.tags, doc.named

    def share(i: int) -> float:
        return (prose[bisect_left(firsts, ends[i])] - prose[bisect_left(firsts, i)]) / total

    def holds_title(i: int) -> bool:
        return title_node >= 0 and i <= title_node < ends[i]

    def close(i: int) -> None:
        mask[i : ends[i]] = b"\1" * (ends[i] - i)

    suspects = [i for i in range(start, end) if named[i] & hints.CHROME and tags[i] not in _WHOLE_PAGE]
    shares = [share(i) for i in suspects]
    names = [doc.attr(i, "class") or doc.attr(i, "id") for i in suspects]
    grouped: dict[str, float] = defaultdict(float)  # a name that many elements share is judged by all of them
    for name, part in zip(names, shares, strict=True):
        grouped[name] += part
    reached = start
    for i, part, name in zip(suspects, shares, names, strict=True):
        if i < reached or tags[i] in _QUOTES or (tags[i] in _INLINE and _in_sentence(doc, i)) or holds_title(i):
            continue
        if not part or max(part, grouped[name]) < _limit(doc, i, part):
            close(i)
            reached = ends[i]
    for i in _headed(doc, page, title_node):
        if i >= start and not holds_title(i):
            close(i)
    for i in _repeated(doc, page):
        if i >= start and not mask[i] and not holds_title(i) and share(i) < _LIMIT:
            close(i)
    return mask


def _headed(doc: Document, page: list[Line], title_node: int) -> list[int]:
    """Elements that begin with a heading of comments or of other articles, behind the headline and some prose: the
    outermost that begins there. What follows the heading in the same flow is no part of one.
    """
    found: list[int] = []
    told, reached = 0, -1
    for k, line in enumerate(page):
        if title_node < 0 or line.first < max(title_node, reached) or line.linked or line.bits & (CONTROL | HIDDEN):
            continue
        if told < _TOLD or not _heads(line):
            told += line.size if line.prose else 0
            continue
        above, box, node = page[k - 1].last if k else -1, -1, line.node
        while node > above and doc.tags[node] not in _WHOLE_PAGE:
            box, node = node, doc.parents[node]
        if box < 0:
            continue
        inside = page[k + 1 : bisect_left(page, doc.ends[box], key=attrgetter("first"))]
        if inside and (sum(x.size for x in inside if x.prose) <= _SURELY * told or _is_listed(inside)):
            found.append(box)
            reached = doc.ends[box]
    return found


def _is_listed(inside: list[Line]) -> bool:
    """Whether lines are a list rather than a text: mostly links, or with the times of several comments."""
    linked = sum(x.linked for x in inside)
    return 2 * linked > len(inside) or sum(_MOMENT.search(x.text) is not None for x in inside) > 1


def _heads(line: Line) -> bool:
    """Whether a line is the heading of other articles, or the bar of comments."""
    if line.size > _BAR:
        return False
    named = phrasebook.match(line.text, "tail")
    if _COUNT.fullmatch(line.text) or (named and named.action == "comments"):
        return True
    return named is not None and named.action == "cut" and line.size <= _HEAD


def _limit(doc: Document, i: int, part: float) -> float:
    """Share of the prose below which the element's name is believed."""
    if doc.named[i] & hints.BODY:
        return _LIMIT_BODY
    if part > 0.29 and _STRONG.search(f"{doc.attr(i, 'class')} {doc.attr(i, 'id')}"):
        return _LIMIT_STRONG
    return _LIMIT


def _in_sentence(doc: Document, i: int) -> bool:
    """An inline element with other text in the same block close to it."""
    block = _block(doc, i)
    start, end = max(block, i - 12), min(doc.ends[block], doc.ends[i] + 12)
    return any(
        doc.texts[j] and not doc.texts[j].isspace() and _block(doc, j) == block
        for j in range(start, end)
        if not i <= j < doc.ends[i]
    )


def _block(doc: Document, i: int) -> int:
    """The nearest ancestor that is no inline element."""
    parent = doc.parents[i]
    while parent > 0 and doc.tags[parent] in _INLINE:
        parent = doc.parents[parent]
    return parent


def _repeated(doc: Document, page: list[Line]) -> list[int]:
    """Siblings of one shape, each with a headline that is a link: link lists and other articles' leads."""
    groups: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for line in page:
        if line.size < 7 or not (line.linked or (line.link >= 8 and doc.bits[line.first] & LINK)):
            continue
        child = line.node
        for _ in range(5):
            parent = doc.parents[child]
            if parent < 0 or doc.tags[child] in _WHOLE_PAGE:
                break
            groups[parent, doc.tags[child], doc.attr(child, "class")].add(child)
            child = parent
    return sorted(child for members in groups.values() if len(members) >= _REPEAT for child in members)
