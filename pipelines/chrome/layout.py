"""The first rung: what a source's rules find on a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import tzinfo

from crawler.rules import Rules, Selectors
from pipelines.chrome import body
from pipelines.chrome.container import Text
from pipelines.chrome.document import Document
from pipelines.chrome.lines import Line, lines
from pipelines.chrome.prose import collapse, width

_ATTR = re.compile(r"^(.*?)::attr\(([\w:-]+)\)$")


@dataclass(slots=True)
class Layout:
    """A layout whose body stands on the page, with the outermost nodes of that body; no rules and no nodes: none."""

    doc: Document
    rules: Rules = field(default_factory=Rules)
    roots: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, doc: Document, layouts: Iterable[Rules]) -> Layout:
        """The first layout whose body finds text."""
        for rules in layouts:
            for selector in several(rules.body):
                roots: list[int] = []
                for i in doc.select(selector):
                    if not (roots and i < doc.ends[roots[-1]]) and doc.text(i):
                        roots.append(i)
                if roots:
                    return cls(doc, rules, roots)
        return cls(doc)

    def pick(self, name: str, split: bool = False) -> list[str]:
        """What the rule for a field finds; see :func:`pick`."""
        return pick(self.doc, getattr(self.rules, name), split)

    def read(self, title: str, zone: tzinfo) -> Text:
        """The text of the body: one container, or several read as one (a selector that names paragraphs)."""
        shared = self._shared()
        texts = [
            body.read(self.doc, i, title=title, zone=zone, drop=self.rules.drop, caption=several(self.rules.caption))
            for i in ([shared] if shared >= 0 else self.roots)
        ]
        for more in texts[1:]:
            texts[0].join(more)
        return texts[0]

    def agreement(self, page: list[Line], guess: int) -> float:
        """How far the generic extractor chose the same text (``guess``): prose of both over prose of either, 0 to 1."""
        shared = either = 0
        for line in page:
            if line.prose:
                ruled = any(self.doc.within(line.first, i) for i in self.roots)
                guessed = self.doc.within(line.first, guess)
                size = line.size
                shared += size * (ruled and guessed)
                either += size * (ruled or guessed)
        return round(shared / either, 2) if either else 1.0

    def _shared(self) -> int:
        """The element that holds the nodes of the body and little else, or -1."""
        doc, shared = self.doc, self.roots[0]
        while shared > 0 and doc.ends[shared] < doc.ends[self.roots[-1]]:
            shared = doc.parents[shared]
        if len(self.roots) == 1 or doc.tags[shared] in ("html", "body"):
            return -1
        covered = sum(width(doc.text(i)) for i in self.roots)
        return shared if covered > 0.6 * width(doc.text(shared)) else -1


def several(selectors: Selectors) -> tuple[str, ...]:
    return (selectors,) if isinstance(selectors, str) else selectors


def pick(doc: Document, selectors: Selectors, split: bool = False) -> list[str]:
    """Texts (or attribute values) that the first matching selector finds, in document order; ``split`` by line."""
    for selector in several(selectors):
        attr = _ATTR.match(selector)
        nodes = doc.select(attr.group(1) if attr else selector)
        if attr:
            texts = [collapse(doc.attr(i, attr.group(2))) for i in nodes]
        elif split:
            texts = [line.text for i in nodes for line in lines(doc, i, doc.ends[i])]
        else:
            texts = [doc.text(i) for i in nodes]
        if texts := [text for text in texts if text]:
            return texts
    return []
