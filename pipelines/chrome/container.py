"""One element of a document while its text is read: what is taken out of it, and what is found in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import tzinfo

from crawler.items import Stripped
from pipelines import dates
from pipelines.chrome.document import Document
from pipelines.chrome.lines import Line, lines
from pipelines.chrome.prose import anchor, squash

_SHOWN = 200
"""Characters of a stripped text that are kept as evidence."""


@dataclass(slots=True)
class Image:
    """A picture of the text; ``url`` as written, not joined with the page's address."""

    node: int
    url: str
    alt: str = ""
    caption: str | None = None


@dataclass(slots=True)
class Text:
    """What a container holds. ``paragraphs`` are in reading order; ``first`` and ``last`` are nodes of the text."""

    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    subtitle: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    stamps: list[dates.Stamp] = field(default_factory=list)
    credit: str = ""
    copyright: str = ""
    section: str = ""
    tags: str = ""
    truncated: str | None = None
    """``login``, ``paywall``, ``pager`` or ``cut`` where a line says that the text goes on elsewhere."""
    stripped: list[Stripped] = field(default_factory=list)
    first: int = -1
    last: int = -1
    prose: int = 0
    """Width of the prose kept."""

    @property
    def body(self) -> str:
        return "\n\n".join(self.paragraphs)

    def begins(self, lead: str) -> bool:
        """Whether the text holds what the page's description promises; True where that promises nothing usable."""
        key = anchor(lead)
        return key in squash(self.body[:3000]) or key in squash(" ".join(self.subtitle + self.captions))

    def strip(self, said: str, why: str) -> None:
        """Note a line or a node that goes."""
        self.stripped.append(Stripped(said[:_SHOWN], why))

    def join(self, more: Text) -> None:
        """Append another container's text."""
        self.paragraphs += more.paragraphs
        self.captions += more.captions
        self.images += more.images
        self.bylines += more.bylines
        self.stamps += more.stamps
        self.stripped += more.stripped
        self.prose += more.prose
        self.last = max(self.last, more.last)
        self.copyright = self.copyright or more.copyright
        self.credit = self.credit or more.credit


class Container:
    """The element ``root`` of a document. ``mask`` and ``gone`` are masks over all nodes of the document."""

    def __init__(self, doc: Document, root: int, title: str, zone: tzinfo):
        self.doc, self.root, self.end = doc, root, doc.ends[root]
        self.title, self.zone = squash(title), zone
        self.text = Text()
        self.mask = bytearray(len(doc))
        """Nodes that are no lines of the text."""
        self.gone = bytearray(len(doc))
        """Nodes that are chrome: pictures in them are not the article's."""
        self.captions: dict[int, str] = {}
        """Node -> caption."""
        self._lines: list[Line] | None = None

    def lines(self) -> list[Line]:
        """The lines that are left."""
        if self._lines is None:
            self._lines = lines(self.doc, self.root, self.end, self.mask)
        return self._lines

    def remove(self, i: int, why: str) -> None:
        """Take out a node with its subtree, as chrome."""
        if not self.mask[i]:
            if why != "hidden" and (shown := self.doc.text(i)):
                self.text.strip(shown, why)
            self.set_apart(i)
            self.gone[i : self.doc.ends[i]] = self.mask[i : self.doc.ends[i]]

    def set_apart(self, i: int) -> None:
        """Take out a node with its subtree that is a caption: the pictures in it stay."""
        self.mask[i : self.doc.ends[i]] = b"\1" * (self.doc.ends[i] - i)
        self._lines = None
