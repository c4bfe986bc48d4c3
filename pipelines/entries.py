"""What is to be written into MongoDB, as documents. Knows no connection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import bson
from bson import json_util
from bson.errors import BSONError

from crawler.items import Article, Fate
from crawler.mongo import Document

KEPT = ("first_seen_at", "changed_at", "revision", "story", "content_hash")
"""What the store gives a record that is there already."""
LARGEST = 15 * 1024 * 1024  # bytes; MongoDB takes 16 MB


@dataclass(slots=True, eq=False)
class Entry:
    """One thing to write: a record for ``articles`` or ``duplicates``, a document for ``rejects``, or for ``gone`` the
    news that the page of a record is gone."""

    place: str
    document: Document
    fate: Fate | None = None
    """What became of it, once written."""
    tried: bool = False
    """Whether a write was begun; its answer may have been lost."""

    @property
    def key(self) -> str:
        return self.document["_id"]


def moment(value: datetime | None = None) -> datetime:
    """UTC in the milliseconds that MongoDB keeps; now, if nothing is given."""
    value = (value or datetime.now(UTC)).astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def record_of(item: Article) -> Document:
    """The document of a new record, with the dates of a first version."""
    document = {k: moment(v) if isinstance(v, datetime) else v for k, v in item.record().items()}
    document["first_seen_at"] = document["changed_at"] = moment()
    document["fetched_at"] = document["fetched_at"] or moment(item.pages[0].fetched_at if item.pages else None)
    document |= {"revision": 1, "story": item.story or item.id}
    if item.fate and item.fate.word == "duplicate":
        copied = 1.0 if item.similarity is None else float(item.similarity)
        document |= {"duplicate_of": item.duplicate_of, "similarity": copied}
    return document


def gone_of(item: Article) -> Document:
    """What is known of an article whose page is gone."""
    return {"_id": item.id, "gone_since": moment(item.gone_since)}


def reject_of(item: Article, fate: Fate) -> Document:
    """The document of a page that is no article. One a lead, however often it is tried."""
    page = item.pages[0] if item.pages else None
    lead = item.lead
    url = item.url or (page.url if page else "") or (lead.url if lead else "")
    return {
        "_id": (lead.key if lead else "") or item.id or url or "unknown",
        "source": item.source or (lead.source if lead else "") or item.profile.name,
        "url": url,
        "lead": lead.key if lead else None,
        "reason": fate.reason or "unknown",
        "detail": fate.detail[:2000],
        "title": item.title[:500],
        "raw": item.raw or (page.raw if page else None),
        "fetched_at": moment(item.fetched_at or (page.fetched_at if page else None)),
    }


def reject_of_record(document: Document, reason: str, detail: str) -> Document:
    """The document of a record that MongoDB refused, with the record as JSON."""
    text = json_util.dumps(document, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
    return {
        "_id": _clean(document["_id"]) or "unknown",
        "source": _clean(document["source"]),
        "url": _clean(document["url"]),
        "lead": _clean(document["_id"]),
        "reason": reason,
        "detail": detail[:2000],
        "title": _clean(document["title"])[:500],
        "raw": document["raw"] if isinstance(document["raw"], dict | None) else None,
        "fetched_at": document["fetched_at"],
        "record": text[: 1024 * 1024],
    }


def _clean(value: Any) -> str:
    return str(value or "").encode("utf-8", "backslashreplace").decode()


def restamp(entry: Entry) -> None:
    """A record that waited in a spool changes now: who follows ``changed_at`` has passed the time when it was made."""
    if "changed_at" in entry.document:
        entry.document["first_seen_at"] = entry.document["changed_at"] = moment()


def unwritable(document: Document) -> str:
    """Why this cannot be a document at all (an empty string: it can)."""
    try:
        size = len(bson.encode(document))
    except (BSONError, OverflowError, UnicodeError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{size} bytes are more than MongoDB takes" if size > LARGEST else ""
