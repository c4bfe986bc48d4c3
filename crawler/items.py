"""The vocabulary that travels through the project: Lead, Page, Fate and the one item, Article."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from crawler.rules import GENERIC, Profile

SCHEMA_VERSION = 2
DRAINED = object()
"""Signal: records that waited in a spool are written. ``drained``: a list of (lead key, Fate, publication or None)."""


@dataclass(slots=True)
class Lead:
    """An address that discovery found and that may be an article. ``key`` is its identity in the ledger."""

    source: str
    id: str
    url: str
    title: str = ""
    published_at: datetime | None = None
    """Aware; None where the list does not say."""
    section: str = ""
    found_in: str = ""
    """Address of the feed, sitemap or list that named it."""

    @property
    def key(self) -> str:
        return f"{self.source}:{self.id}"


@dataclass(slots=True)
class Page:
    """One fetched document, decoded."""

    url: str
    """After redirects."""
    requested_url: str
    text: str
    encoding: str = "utf-8"
    status: int = 200
    content_type: str = ""
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    raw: dict[str, Any] | None = None
    """{"archive": file name, "offset": bytes} where the page is kept."""


@dataclass(slots=True)
class Fate:
    """What became of a lead. ``reason`` is one snake_case word; it is the stat, the log field and the ledger's word."""

    word: str
    """stored, updated, unchanged, duplicate, rejected, failed or skipped."""
    reason: str = ""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.word}/{self.reason}" if self.reason else self.word


@dataclass(slots=True)
class Stripped:
    """A node or a line that was taken out of the text, and why."""

    text: str
    why: str
    """``drop:<selector>``, ``pattern:<name>``, ``caption``, ``hidden``, ``link_list`` and the like."""


@dataclass(slots=True)
class Evidence:
    """Why the record says what it says: shown by ``scrapy page``, not stored."""

    stripped: list[Stripped] = field(default_factory=list)
    language: dict[str, Any] = field(default_factory=dict)
    witnesses: dict[str, Any] = field(default_factory=dict)
    """What the other rungs of the ladder said, by field."""


def _iso(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


def _recorded(**kwargs: Any) -> Any:
    """A field of the record; everything else on Article is for the way only."""
    serializer = kwargs.pop("serializer", None)
    metadata = {"record": True} | ({"serializer": serializer} if serializer else {})
    return field(metadata=metadata, **kwargs)


@dataclass(slots=True)
class Article:
    """The one item: made by a spider with its pages, filled by the stages, written by the store.

    Times are aware UTC datetimes. Texts are NFC. Units and meanings of the record's fields: docs/record.md.
    """

    # for the way only
    profile: Profile = GENERIC
    pages: list[Page] = field(default_factory=list)
    lead: Lead | None = None
    fate: Fate | None = None
    evidence: Evidence = field(default_factory=Evidence)
    printed_authors: list[str] = field(default_factory=list)
    """Author strings as the page gives them (meta, JSON-LD, rules), before normalisation."""
    duplicate_of: str | None = None
    similarity: float | None = None

    # the record
    id: str = _recorded(default="")
    source: str = _recorded(default="")
    publisher: str = _recorded(default="")
    url: str = _recorded(default="")
    requested_url: str = _recorded(default="")
    lang: str = _recorded(default="")
    title: str = _recorded(default="")
    subtitle: str | None = _recorded(default=None)
    body: str = _recorded(default="")
    authors: list[str] = _recorded(default_factory=list)
    byline: str | None = _recorded(default=None)
    credit: str | None = _recorded(default=None)
    section: str | None = _recorded(default=None)
    tags: list[str] = _recorded(default_factory=list)
    published_at: datetime | None = _recorded(default=None, serializer=_iso)
    updated_at: datetime | None = _recorded(default=None, serializer=_iso)
    published_text: str | None = _recorded(default=None)
    images: list[dict[str, str | None]] = _recorded(default_factory=list)
    copyright: str | None = _recorded(default=None)
    truncated: str | None = _recorded(default=None)
    """Why the text is known to be incomplete (``paywall``, ``login``, ``pager``, ``cut``), else None."""
    gone_since: datetime | None = _recorded(default=None, serializer=_iso)
    """When the page was first missing, once it was missing on three different days."""
    first_seen_at: datetime | None = _recorded(default=None, serializer=_iso)
    fetched_at: datetime | None = _recorded(default=None, serializer=_iso)
    changed_at: datetime | None = _recorded(default=None, serializer=_iso)
    revision: int = _recorded(default=1)
    content_hash: str = _recorded(default="")
    story: str = _recorded(default="")
    extraction: dict[str, Any] = _recorded(default_factory=dict)
    """{"by": {field: rung}, "quality": 0..1, "version": int}."""
    raw: dict[str, Any] | None = _recorded(default=None)
    schema: int = _recorded(default=SCHEMA_VERSION)

    @property
    def page(self) -> Page:
        """The first page, which is the only one for most articles."""
        return self.pages[0]

    def record(self) -> dict[str, Any]:
        """The document that goes into MongoDB: the record's fields, ``id`` as ``_id``."""
        values = {name: getattr(self, name) for name in RECORD_FIELDS}
        values["_id"] = values.pop("id")
        return values


RECORD_FIELDS: tuple[str, ...] = tuple(f.name for f in fields(Article) if f.metadata.get("record"))
