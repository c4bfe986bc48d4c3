"""How one article sets its text, its captions and its marks: what a single line is held against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from pipelines.chrome import phrasebook
from pipelines.chrome.container import Container
from pipelines.chrome.document import BOLD, HEADING
from pipelines.chrome.lines import Line, shape_of, usual_shape
from pipelines.chrome.prose import is_closed

_CENTRED = re.compile(r"(?i)text-align\s*:\s*center")
_TRIANGLES = "▲▼△▽"
_FLOW = 0.4
"""Share of the prose from which the element that it stands in is the text's own."""
_HEADS = 3
"""Bold centred lines behind pictures from which they are subheads."""
_LEAST = 40
"""Width of prose that a notice at the end leaves for a text."""
_MARKS = "■□◆◇●○▶▷★☆※◈【"


class Habits:
    """Of the lines that a container has left."""

    def __init__(self, box: Container):
        self.box, self.doc = box, box.doc
        self.page = box.lines()
        self.prose = [x.size if x.prose and not x.linked else 0 for x in self.page]
        """Width of each line that is prose, 0 for the others, and for notices behind the text."""
        self._drop_notices()
        self.total = sum(self.prose) or 1
        self.last = max((k for k, size in enumerate(self.prose) if size), default=-1)
        """The last line that is prose."""
        self.after_image = self._lines_after_images()
        """For each line whether a picture stands between it and the line before."""
        self.marks = Counter(x.text[0] for x in self.page if x.text[0] in _MARKS and not x.prose)
        """Marks at the head of lines that are no prose."""
        self.triangles = sum(x.text[:1] in _TRIANGLES for x in self.page)
        """Lines that begin with one: as a bullet, if they are more than the pictures."""
        self.shape = usual_shape(self.doc, self.page)
        self.parent, share = self._usual_parent()
        """The element that most of the prose stands in directly."""
        flow = [k for k, size in enumerate(self.prose) if size and self.is_flow(self.page[k])]
        self.last_in_flow = flow[-1] if flow else -1
        """The last line of prose in that element, in the usual shape; -1 where there is none."""
        self.end = flow[-1] if share >= _FLOW and flow else self.last
        """The same; ``last`` where no element holds enough prose."""
        self.short_captions = self._has_short_captions()
        """Whether this article sets a short sentence behind most of its pictures."""
        self.centred = self._is_centred_text()
        """Whether centred lines are this article's text."""
        self.centred_heads = self._has_centred_heads()
        """Whether this article centres subheads: bold lines, one of them behind no picture, or many."""

    def _drop_notices(self) -> None:
        """Last lines of prose that are a notice (rights, disclaimers, hotlines) are no part of the text's measure, as
        long as some text is left.
        """
        left = sum(self.prose)
        for k in range(len(self.page) - 1, -1, -1):
            left -= self.prose[k]
            if self.prose[k] and (left < _LEAST or phrasebook.match(self.page[k].text, "tail") is None):
                return
            self.prose[k] = 0

    def same_shape(self, line: Line) -> bool:
        """Whether a line stands in the same kind of element as most of the prose."""
        return shape_of(self.doc, line) == self.shape

    def is_in_flow(self, row: Line) -> bool:
        """Whether the table of a row stands beside the paragraphs of the text."""
        node = row.node
        while node > self.box.root and self.doc.tags[node] != "table":
            node = self.doc.parents[node]
        return self.doc.parents[node] == self.parent

    def goes_on(self, k: int) -> bool:
        """Whether prose like that of the text stands behind the line ``k``, in the same element."""
        return k < self.last_in_flow

    def is_flow(self, line: Line) -> bool:
        """Whether a line stands where most of the prose stands, in its shape."""
        return self.same_shape(line) and self.doc.parents[line.node] == self.parent

    def is_centred(self, line: Line) -> bool:
        doc, node = self.doc, line.node
        for _ in range(2):
            if node <= self.box.root:
                break
            if (
                doc.tags[node] == "center"
                or doc.attr(node, "align").lower() == "center"
                or "center" in doc.attr(node, "class").lower()
                or _CENTRED.search(doc.attr(node, "style"))
            ):
                return True
            node = doc.parents[node]
        return False

    def _usual_parent(self) -> tuple[int, float]:
        """The element, and its share of the prose."""
        weights: Counter[int] = Counter()
        for line, size in zip(self.page, self.prose, strict=True):
            weights[self.doc.parents[line.node]] += size
        node, size = weights.most_common(1)[0] if weights else (-1, 0)
        return node, size / self.total

    def _lines_after_images(self) -> list[bool]:
        positions = [image.node for image in self.box.text.images]  # in document order
        previous = [self.box.root, *(line.last for line in self.page)]
        return [
            bisect_left(positions, before) < bisect_left(positions, line.first)
            for before, line in zip(previous, self.page, strict=False)
        ]

    def _has_short_captions(self) -> bool:
        behind = [line for line, after in zip(self.page, self.after_image, strict=True) if after]
        short = sum(x.size <= 30 and is_closed(x.text) and not x.bits & (BOLD | HEADING) for x in behind)
        return len(behind) >= 2 and short >= 0.6 * len(behind)

    def _has_centred_heads(self) -> bool:
        inner = zip(self.page[1 : self.last], self.after_image[1 : self.last], strict=True)
        behind = [after for x, after in inner if x.bits & BOLD and not x.prose and self.is_centred(x)]
        return not all(behind) or len(behind) >= _HEADS

    def _is_centred_text(self) -> bool:
        lines = [line for line, size in zip(self.page, self.prose, strict=True) if size]
        return sum(map(self.is_centred, lines)) > 0.3 * len(lines)
