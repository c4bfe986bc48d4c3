"""The generic extractor: where on an unknown page the article's text stands.

Each line of the page earns or costs: prose earns its width, link lines, controls and known chrome cost. The element
whose lines sum highest is the container; it is the smallest one that holds most of the prose and least of the rest,
whether the text is split by <p>, <div>, <br> or plain text nodes. All sums are prefix sums: linear in the page.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from pipelines.chrome import hints, phrasebook
from pipelines.chrome.document import CONTROL, HIDDEN, Document
from pipelines.chrome.lines import Line
from pipelines.chrome.prose import anchor, squash

# class and id names that say "the text of the article"
_NAMED_BODY = re.compile(
    r"(?i)article[-_]?(?:body|content|txt|text)|art(?:i)?[-_]?body|news[-_]?(?:body|text|txt|ct|content)"
    r"|end[-_]?text|post[-_]?(?:text|body|content)|story[-_]?body|entry[-_]?content"
    r"|(?:^|\s)(?:article|artical|story)(?:\s|$)|view[-_]?con(?:tent)?s?|body[-_]?text"
)
_LINK_COST, _CHROME_COST, _LEAD_GAIN = 14, 12, 60
"""What a link line and a line of chrome cost, what the line that the page's description promises earns, in width."""
_EARNING = 8
"""Gain from which a line says where the text is."""
_FENCED = 80.0
"""Score from which an element may be the whole text although more of what earns stands behind it."""
_PROMISED = 150.0
"""Score from which the container that begins as the description says is taken without a look at the others."""


def find_body(doc: Document, page: list[Line], mask: bytearray, title_at: int = -1, lead: str = "") -> int:
    """Index of the element that holds the article's text, or -1.

    ``page`` are the lines of the whole document, ``mask`` the chrome nodes (:func:`mask.chrome_mask`), ``title_at`` the
    line of the headline (-1: unknown), ``lead`` a text that the page itself gives as the beginning (meta description).
    """
    return _Finder(doc, page, mask, title_at, lead).find()


class _Finder:
    """The page with what each of its lines earns."""

    def __init__(self, doc: Document, page: list[Line], mask: bytearray, title_at: int, lead: str):
        self.doc, self.page, self.mask, self.title_at = doc, page, mask, title_at
        self.headline = squash(page[title_at].text) if title_at >= 0 else ""
        self.lead = anchor(lead, 24)
        self.worth = self._gains()
        self.sums = list(accumulate(self.worth, initial=0.0))
        self.firsts = [line.first for line in page]

    def find(self) -> int:
        earning = [k for k, gain in enumerate(self.worth) if gain > _EARNING]
        best, score = self._best(self._promised(earning))
        if score < _PROMISED:
            best, score = self._best(earning)
        return self._tighter(*self._fenced(best, score)) if best >= 0 else self._named()

    def _gains(self) -> list[float]:
        seen = {self.headline} if self.headline else set()
        return [self._gain(k, line, seen) for k, line in enumerate(self.page)]

    def _gain(self, k: int, line: Line, seen: set[str]) -> float:
        """What a line earns (width of prose) or costs. ``seen`` are the texts that have earned."""
        text, size = line.text, line.size
        if line.bits & HIDDEN:
            return 0.0
        if line.bits & CONTROL:
            return -_CHROME_COST / 2
        if line.linked:
            return -_LINK_COST - min(size, 40) * 0.3
        if k == self.title_at:
            return 0.0
        if self.mask[line.first]:
            return -_CHROME_COST
        if not line.prose:
            return -_CHROME_COST if size >= 6 and phrasebook.match(text, "tail") else min(size, 30) * 0.15
        key = squash(text)
        if key in seen:
            return 0.0
        seen.add(key)
        gain = float(size)
        if size < phrasebook.LONGEST and phrasebook.match(text, "middle"):
            gain = -_CHROME_COST
        elif self.lead and self.lead in key:
            gain += _LEAD_GAIN
        return gain * 0.2 if k < self.title_at else gain

    def _promised(self, earning: list[int]) -> list[int]:
        """Lines that begin as the page's description does."""
        start = self.lead[:16]
        if not start:
            return []
        found = [k for k in earning if squash(self.page[k].text[:60]).startswith(start)]
        if start in self.headline:  # what begins with the headline has to say more than that
            found = [k for k in found if len(squash(self.page[k].text)) > 2 * len(self.headline)]
        return found

    def _sum(self, node: int) -> float:
        return self.sums[bisect_left(self.firsts, self.doc.ends[node])] - self.sums[bisect_left(self.firsts, node)]

    def _best(self, among: list[int]) -> tuple[int, float]:
        """The element with the highest sum that holds one of the lines ``among``, and its score; (-1, 0) if none."""
        doc = self.doc
        best, best_score = -1, 0.0
        visited: set[int] = set()
        for k in among:
            node = self.page[k].node
            while node > 0 and node not in visited:
                visited.add(node)
                score = self._sum(node)
                if doc.named[node] & hints.BODY and not doc.named[node] & hints.CHROME:
                    score *= 1.06
                if doc.attr(node, "itemprop") == "articleBody":
                    score *= 1.25
                if score > best_score or (score == best_score and node > best):
                    best, best_score = node, score
                node = doc.parents[node]
        return best, best_score

    def _fenced(self, best: int, best_score: float) -> tuple[int, float]:
        """The outermost element inside the best one that ends before the heading of related articles or comments.

        What earns behind such a heading is not the text, unless it stands in elements of the text's own class.
        """
        start, stop = bisect_left(self.firsts, best), bisect_left(self.firsts, self.doc.ends[best])
        opening = next((k for k in range(start, stop) if self.worth[k] > _EARNING), -1)
        if opening < 0:
            return best, best_score
        chain = []
        node = self.page[opening].node
        while node > best:
            chain.append(node)
            node = self.doc.parents[node]
        for node in reversed(chain):
            score = self._sum(node)
            if score > max(_FENCED, 0.25 * best_score) and self._is_fence_behind(node, stop):
                return node, score
        return best, best_score

    def _is_fence_behind(self, node: int, stop: int) -> bool:
        """Whether a heading of other texts stands behind the element before anything earns there."""
        behind = bisect_left(self.firsts, self.doc.ends[node])
        for k in range(behind, stop):
            line = self.page[k]
            found = phrasebook.match(line.text, "tail") if line.size <= 16 and not line.bits & HIDDEN else None
            if found and found.action in ("cut", "comments"):
                kind = {self._kind(x) for x in self.page[bisect_left(self.firsts, node) : behind] if x.prose}
                return not any(self.worth[j] > _EARNING and self._kind(self.page[j]) in kind for j in range(k, stop))
            if self.worth[k] > _EARNING:
                return False
        return False

    def _kind(self, line: Line) -> tuple[str, str, str]:
        doc, node = self.doc, line.node
        return line.tag, doc.attr(node, "class"), doc.attr(max(0, doc.parents[node]), "class")

    def _tighter(self, best: int, best_score: float) -> int:
        """An element inside the best one that is named as the article and begins about where it does, if there is one.

        The rest of the best one is then not the text.
        """
        start, stop = bisect_left(self.firsts, best), bisect_left(self.firsts, self.doc.ends[best])
        openings = [k for k in range(start, stop) if self.worth[k] > _EARNING][:3]
        promised = self._promise(best)
        choice, most = best, 0.55 * best_score
        visited: set[int] = set()
        for k in openings:
            node = self.page[k].node
            while node > best and node not in visited:
                visited.add(node)
                if self._is_named_body(node) and self._sum(node) > most and self._promise(node) == promised:
                    choice, most = node, self._sum(node)
                node = self.doc.parents[node]
        return choice

    def _promise(self, node: int) -> bool:
        """Whether an element holds the beginning that the description promises."""
        inside = self.page[bisect_left(self.firsts, node) : bisect_left(self.firsts, self.doc.ends[node])]
        return bool(self.lead) and any(line.prose and self.lead in squash(line.text) for line in inside)

    def _named(self) -> int:
        """Where nothing reads as prose (a gallery, a card): the element behind the headline named as the article."""
        best, most = -1, 5
        for line in self.page[self.title_at + 1 :]:
            if line.linked or line.bits & (CONTROL | HIDDEN):
                continue
            node = line.node
            for _ in range(4):
                if node <= 0:
                    break
                if self._is_named_body(node):
                    size = line.size
                    if size > most and not phrasebook.match(line.text, "tail"):
                        best, most = node, size
                    break
                node = self.doc.parents[node]
        return best

    def _is_named_body(self, node: int) -> bool:
        names = f"{self.doc.attr(node, 'class')} {self.doc.attr(node, 'id')}"
        return self.doc.attr(node, "itemprop") == "articleBody" or _NAMED_BODY.search(names) is not None
