"""What all kinds of discovery share: the vocabulary of asking and answering, and the base class."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from typing import ClassVar

_FIELD = re.compile(r"\{(page|date)(?::([^}]*))?\}")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Ask:
    """One address to ask, and what it is within its kind."""

    url: str
    method: str = "GET"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    page: int = 1
    day: date | None = None
    depth: int = 0
    """Steps down from a sitemap index."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the portal said, and what is needed to read it."""

    body: bytes
    url: str
    """After redirects; relative links are seen from here."""
    content_type: str = ""
    encoding: str = "utf-8"
    """The source's default."""
    zone: tzinfo = UTC
    now: datetime | None = None
    since: datetime | None = None


@dataclass(slots=True)
class Link:
    """An absolute address that a list names; the source's ``article_url`` decides whether it is an article."""

    url: str
    title: str = ""
    published_at: datetime | None = None
    modified_at: datetime | None = None
    section: str = ""


@dataclass(slots=True)
class Found:
    """What one answer brought."""

    fate: str = "ok"
    links: list[Link] = field(default_factory=list)
    more: list[Ask] = field(default_factory=list)
    """To be asked in any case (children of a sitemap index)."""
    next: Ask | None = None
    """To be asked if this answer brought something new (the next list page)."""
    incomplete: int = 0
    """Items without what is needed for a link."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One way of discovery at an address that may hold ``{page}`` and ``{date:...}``.

    ``requests`` says what to ask first, ``parse`` reads the answer and says what to ask next.
    """

    url: str

    large: ClassVar[bool] = False
    """Answers may be as long as SITEMAP_MAXSIZE instead of DOWNLOAD_MAXSIZE."""
    changes: ClassVar[bool] = False
    """Whether an answer that did not change since the last time brings nothing (conditional requests)."""
    first: ClassVar[int] = 1
    """Number of the first page; the kinds that have several pages make it a field."""

    @property
    def dated(self) -> bool:
        """Whether it is asked once for each day."""
        return "{date" in self.url

    def ask(self, page: int, day: date | None) -> Ask:
        return Ask(fill(self.url, page, day), page=page, day=day)

    def requests(self, days: list[date]) -> list[Ask]:
        """What to ask first; ``days`` are those of the run, oldest first, in the source's time zone."""
        return [self.ask(self.first, day) for day in reversed(days)] if self.dated else [self.ask(self.first, None)]

    def parse(self, answer: Answer, ask: Ask) -> Found:
        raise NotImplementedError


def fill(text: str, page: int, day: date | None) -> str:
    """``text`` with ``{page}`` and ``{date:%Y%m%d}`` filled; other braces stay."""

    def value(found: re.Match[str]) -> str:
        if found[1] == "page":
            return format(page, found[2] or "")
        return (day or date.min).strftime(found[2] or "%Y-%m-%d")

    return _FIELD.sub(value, text)


def clean(text: str | None) -> str:
    """A title from a list: entities undone twice (feeds that escape them twice), tags out, white space collapsed."""
    text = html.unescape(html.unescape(text or ""))
    return _SPACE.sub(" ", re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text)).strip()[:500]


def malformed(body: bytes, what: str) -> Found:
    """The fate of an answer that is no ``what``: nothing came, a web page, or something else."""
    head = body[:2048].lower()
    if not body.strip():
        return Found("malformed/empty_body")
    return Found("malformed/html" if b"<html" in head or b"<!doctype html" in head else f"malformed/{what}")
