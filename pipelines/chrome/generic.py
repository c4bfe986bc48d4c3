"""The generic extractor: where on an unknown page the article's text stands.

Each line of the page earns or costs: prose earns its width, link lines, controls and known chrome cost. The element
whose lines sum highest is the container; it is the smallest one that holds most of the prose and least of the rest,
whether the text is split by <p>, <div>, <br> or plain text nodes. All sums are prefix sums: linear in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate

from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import CONTROL, HIDDEN, LINK, Document, Line, width

_STRONG = re.compile(
    r"(?i)(?:^|[^a-z])(?:comments?|reply|repl(?:y|ies)|cmts?|pinglun|gentie|foot(?:er)?|related|relation|recommend\w*|rank(?:ing)?|sidebar|nav|gnb|lnb)(?:$|[^a-z])"
)
_STOP = re.compile(r"[。！？；]|[다요죠음임함까네][.!?]|[.!?…][\"'”’」』）)]?(?:\s|$)")
_CLOSED = re.compile(r"[。！？；.!?…][\"'”’」』）)\]】]*$|[」』”’]$")
_COMMAS = re.compile(r"[，、,]")
_SQUASH = re.compile(r"[\W_]+")
_GENERIC_TAGS = frozenset(("html", "body"))
_INLINE = frozenset(
    [
        "a",
        "span",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "font",
        "mark",
        "small",
        "big",
        "sub",
        "sup",
        "ins",
        "s",
        "del",
        "q",
        "cite",
        "abbr",
        "time",
        "label",
        "code",
    ]
)
_NAMED_BODY = re.compile(
    r"(?i)article[-_]?(?:body|content|txt|text)|art(?:i)?[-_]?body|news[-_]?(?:body|text|txt|ct|content)|end[-_]?text|post[-_]?(?:text|body|content)"
    r"|story[-_]?body|entry[-_]?content|(?:^|\s)(?:article|artical|story)(?:\s|$)|view[-_]?con(?:tent)?s?|body[-_]?text"
)

LINK_COST, CHROME_COST, REPEAT = 14, 12, 3
_PROMISED = 150.0
"""Score from which the container that begins as the description says is taken without a look at the others."""


def squash(text: str) -> str:
    """Word characters only: what two copies of one line share."""
    return _SQUASH.sub("", text)


def is_prose(text: str) -> bool:
    """Whether a line reads as part of a text: it has a sentence end, or is long and has commas."""
    size = width(text)
    if size < 10:
        return False
    return bool(_STOP.search(text)) or (size >= 30 and len(_COMMAS.findall(text)) >= 1) or size >= 60


def is_closed(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return bool(_CLOSED.search(text))


def chrome_mask(
    doc: Document, page: list[Line], title_node: int = -1, start: int = 0, end: int | None = None
) -> bytearray:
    """Nodes inside elements that are chrome by name or by repetition, one byte a node of the document.

    ``page`` are the lines of the node range ``start`` to ``end``. Names are opinions: they are honoured only where the
    elements of that name hold a small part of the range's prose, except the few that never name an article (comments,
    footers, rankings), and never where the headline stands inside.
    """
    end = len(doc) if end is None else end
    mask = bytearray(len(doc))
    firsts = [line.first for line in page]
    prose = list(accumulate((width(x.text) if not _linked(x) and is_prose(x.text) else 0 for x in page), initial=0))
    total = prose[-1] or 1
    ends, tags, named = doc.ends, doc.tags, doc.named

    def share(i: int) -> float:
        return (prose[bisect_left(firsts, ends[i])] - prose[bisect_left(firsts, i)]) / total

    def holds_title(i: int) -> bool:
        return title_node >= 0 and i <= title_node < ends[i]

    suspects = [i for i in range(start, end) if named[i] & hints.CHROME and tags[i] not in _GENERIC_TAGS]
    grouped: dict[str, float] = defaultdict(float)  # a name that many elements share is judged by all of them
    shares = [share(i) for i in suspects]
    for i, part in zip(suspects, shares, strict=True):
        if part:
            grouped[doc.attr(i, "class") or doc.attr(i, "id")] += part
    reached = start
    for i, part in zip(suspects, shares, strict=True):
        if i < reached or (tags[i] in _INLINE and _in_sentence(doc, i)):
            continue
        limit = 0.3
        if named[i] & hints.BODY:
            limit = 0.12
        elif part > 0.29 and _STRONG.search(f"{doc.attr(i, 'class')} {doc.attr(i, 'id')}"):
            limit = 0.97
        if (not part or max(part, grouped[doc.attr(i, "class") or doc.attr(i, "id")]) < limit) and not holds_title(i):
            mask[i : ends[i]] = b"\1" * (ends[i] - i)
            reached = ends[i]
    for child in _repeated(doc, page):
        if not mask[child] and child >= start and not holds_title(child) and share(child) < 0.3:
            mask[child : ends[child]] = b"\1" * (ends[child] - child)
    return mask


def _in_sentence(doc: Document, i: int) -> bool:
    """An inline element with other text in the same block close to it."""
    parent = doc.parents[i]
    while parent > 0 and doc.tags[parent] in _INLINE:
        parent = doc.parents[parent]
    start, end = max(parent, i - 12), min(doc.ends[parent], doc.ends[i] + 12)
    return any(
        doc.texts[j] and not doc.texts[j].isspace() and _block(doc, j) == parent
        for j in range(start, end)
        if not i <= j < doc.ends[i]
    )


def _block(doc: Document, j: int) -> int:
    parent = doc.parents[j]
    while parent > 0 and doc.tags[parent] in _INLINE:
        parent = doc.parents[parent]
    return parent


def _linked(line: Line) -> bool:
    return line.link > 0.6 * len(line.text)


def _repeated(doc: Document, page: list[Line]) -> list[int]:
    """Siblings of one shape, each with a headline that is a link: link lists and other articles' leads."""
    groups: dict[tuple[int, str, str], set[int]] = defaultdict(set)
    for line in page:
        if width(line.text) < 7 or not (_linked(line) or (line.link >= 8 and doc.bits[line.first] & LINK)):
            continue
        child = line.node
        for _ in range(5):
            parent = doc.parents[child]
            if parent < 0 or doc.tags[child] in _GENERIC_TAGS:
                break
            attrs = doc.attrs[child]
            groups[parent, doc.tags[child], (attrs.get("class") or "") if attrs else ""].add(child)
            child = parent
    return sorted(child for members in groups.values() if len(members) >= REPEAT for child in members)


def gains(doc: Document, page: list[Line], mask: bytearray, title_at: int, lead: str) -> list[float]:
    """What each line earns (width of prose) or costs."""
    seen: set[str] = {squash(page[title_at].text)} if title_at >= 0 else set()
    out: list[float] = []
    anchor = squash(lead)[:24]
    for k, line in enumerate(page):
        text = line.text
        size = width(text)
        if line.bits & HIDDEN:
            out.append(0.0)
            continue
        if line.bits & CONTROL:
            out.append(-CHROME_COST / 2)
            continue
        if _linked(line):
            out.append(-LINK_COST - min(size, 40) * 0.3)
            continue
        if k == title_at:
            out.append(0.0)
            continue
        key = squash(text)
        if mask[line.first]:
            out.append(-CHROME_COST)
            continue
        if is_prose(text):
            if key in seen:
                out.append(0.0)
                continue
            seen.add(key)
            gain = float(size)
            if size < phrasebook.LONGEST and phrasebook.match(text, "middle"):
                gain = -CHROME_COST
            elif anchor and len(anchor) >= 12 and (key.startswith(anchor) or anchor in key):
                gain += 60
            if k < title_at:
                gain *= 0.2
            out.append(gain)
        elif size >= 6 and phrasebook.match(text, "tail"):
            out.append(-CHROME_COST)
        else:
            out.append(min(size, 30) * 0.15)
    return out


def find_body(doc: Document, page: list[Line], mask: bytearray, title_at: int = -1, lead: str = "") -> int:
    """Index of the element that holds the article's text, or -1.

    ``page`` are the lines of the whole document, ``title_at`` the line of the headline (-1: unknown), ``lead`` a
    text that the page itself gives as the beginning (meta description).
    """
    worth = gains(doc, page, mask, title_at, lead)
    sums = list(accumulate(worth, initial=0.0))
    firsts = [line.first for line in page]
    earning = [k for k, gain in enumerate(worth) if gain > 8]
    headline = squash(page[title_at].text) if title_at >= 0 else ""
    anchor = squash(lead)[:16]
    if anchor and anchor in headline:
        anchor = ""
    promised = [k for k in earning if squash(page[k].text[:60]).startswith(anchor)] if len(anchor) >= 12 else []
    best, best_score = _best(doc, page, sums, firsts, promised)
    if best_score < _PROMISED:
        best, best_score = _best(doc, page, sums, firsts, earning)
    if best < 0:
        return _named(doc, page, title_at)
    return _tighter(doc, page, worth, sums, firsts, best, best_score)


def _best(doc: Document, page: list[Line], sums: list[float], firsts: list[int], among: list[int]) -> tuple[int, float]:
    """The element with the highest sum that holds one of the lines ``among``, and its score."""
    best, best_score = -1, 0.0
    visited: set[int] = set()
    for k in among:
        node = page[k].node
        while node > 0 and node not in visited:
            visited.add(node)
            score = sums[bisect_left(firsts, doc.ends[node])] - sums[bisect_left(firsts, node)]
            meaning = doc.named[node]
            if meaning & hints.BODY and not meaning & hints.CHROME:
                score *= 1.06
            if doc.attr(node, "itemprop") == "articleBody":
                score *= 1.25
            if score > best_score or (score == best_score and node > best):
                best, best_score = node, score
            node = doc.parents[node]
    return best, best_score


def _named(doc: Document, page: list[Line], title_at: int) -> int:
    """Where nothing reads as prose (a gallery, a card): the element behind the headline that is named as the article."""
    best, most = -1, 0
    for line in page[title_at + 1 :]:
        if _linked(line) or line.bits & (CONTROL | HIDDEN):
            continue
        node = line.node
        for _ in range(4):
            if node <= 0:
                break
            if (
                _NAMED_BODY.search(f"{doc.attr(node, 'class')} {doc.attr(node, 'id')}")
                or doc.attr(node, "itemprop") == "articleBody"
            ):
                size = width(line.text)
                if size > most and size >= 6 and not phrasebook.match(line.text, "tail"):
                    best, most = node, size
                break
            node = doc.parents[node]
    return best


def _tighter(
    doc: Document,
    page: list[Line],
    worth: list[float],
    sums: list[float],
    firsts: list[int],
    best: int,
    best_score: float,
) -> int:
    """An element inside the best one that is named as the article and begins about where it does: the rest is not the text."""
    if best < 0:
        return best
    start, stop = bisect_left(firsts, best), bisect_left(firsts, doc.ends[best])
    openings = [k for k in range(start, stop) if worth[k] > 8][:3]
    choice, most = best, 0.55 * best_score
    seen: set[int] = set()
    for opening in openings:
        node = page[opening].node
        while node > best and node not in seen:
            seen.add(node)
            named = f"{doc.attr(node, 'class')} {doc.attr(node, 'id')}"
            if doc.attr(node, "itemprop") == "articleBody" or _NAMED_BODY.search(named):
                score = sums[bisect_left(firsts, doc.ends[node])] - sums[bisect_left(firsts, node)]
                if score > most:
                    choice, most = node, score
            node = doc.parents[node]
    return choice
