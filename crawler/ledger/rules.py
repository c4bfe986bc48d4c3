"""What the ledger knows and the rules by which leads are settled; both ledgers keep them. No I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.items import Fate, Lead
from crawler.mongo import Document

ATTEMPTS = 5
"""Passing failures of a lead before it is given up."""
CLAIMS = 30
"""Claims of a lead that nobody settled before it is given up: a page that kills its worker must not do so for ever."""
GONE_DAYS = 3
"""An article counts as gone when it was missing on this many different days (UTC)."""
GONE_AGAIN = timedelta(days=7)
"""So long after its last look, a gone page that a list names again is looked at again."""
PERMANENT = re.compile(
    r"http_(?!408|421|423|425|429)4\d\d|robots|forbidden|too_large|redirect_loop|bad_url|gone|unclaimed|not_archived"
)
"""Reasons of ``failed`` that another attempt does not change."""
OTHERWISE = (Fate("skipped", "outside_dates"), Fate("failed", "not_archived"))
"""Fates that say what a run was asked for, not what the page is: a run that asks otherwise takes such leads again."""
VANISHED = ("http_404", "http_410", "gone")
RECORDED = ("stored", "updated", "unchanged", "duplicate")

Settled = tuple[str, Fate, datetime | None, datetime | None]
"""Key, fate, next visit, publication."""


def now() -> datetime:
    """UTC, in the milliseconds that MongoDB keeps."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def delay(attempts: int) -> timedelta:
    """The pause after the n-th passing failure: 5 minutes, 20, 80, then 5 hours 20 minutes."""
    return timedelta(minutes=5 * 4 ** (max(attempts, 1) - 1))


def next_visit(published_at: datetime | None, hours: Sequence[float], at: datetime | None = None) -> datetime | None:
    """The next revisit of an article after ``at`` (now): the given hours after publication; None when all are over."""
    at = at or now()
    visits = ((published_at or at) + timedelta(hours=h) for h in sorted(hours))
    return next((visit for visit in visits if visit > at), None)


def gone(fate: Document | None) -> bool:
    """Whether this fate of a lead says that its article was there and is gone."""
    return bool(fate) and fate.get("word") == "failed" and fate.get("reason") == "gone"


def recorded(lead: Document) -> bool:
    """Whether there is a record of the lead's article, gone or not."""
    fate = lead.get("fate") or {}
    return fate.get("word") in RECORDED or gone(fate)


def gone_since(lead: Document, fate: Fate, at: datetime) -> datetime | None:
    """If ``fate`` says that a recorded article is missing, on the last of GONE_DAYS days: when it was first missing."""
    if not recorded(lead) or fate.word != "failed" or fate.reason not in VANISHED:
        return None
    return lead.get("gone_since") or at if len(_gone_days(lead, at)) >= GONE_DAYS else None


def _gone_days(lead: Document, at: datetime) -> list[str]:
    return sorted({*(lead.get("gone_days") or ()), at.strftime("%Y-%m-%d")})


def to_be_seen_again(lead: Document, at: datetime) -> bool:
    """Whether a lead that a list names again is of a gone article that may be back."""
    return lead["state"] == "settled" and gone(lead.get("fate")) and lead["settled_at"] <= at - GONE_AGAIN


def waits(lead: Document) -> bool:
    """Whether a lead waits for its record to come out of a spool: nothing else has become of it since."""
    verdicts = (lead.get("failure") or {}, lead.get("fate") or {})
    return lead["state"] != "settled" or any(each.get("reason") == "spooled" for each in verdicts)


def too_late(lead: Document, fate: Fate) -> bool:
    """Whether the news that a record waits in a spool comes after the news that it is out again."""
    return fate.reason == "spooled" and lead["state"] == "settled"


def settlement(
    lead: Document, fate: Fate, next_visit_at: datetime | None, at: datetime, published_at: datetime | None = None
) -> Document:
    """The fields of a lead that change when it is settled; a value of None takes the field away.

    ``lead`` is the lead as it stands (attempts, fate, gone_days, gone_since).
    """
    changes: Document = {"lease": None, "claims": 0, "settled_at": at, "failure": None}
    changes |= {"published_at": published_at} if published_at else {}
    verdict = {"word": fate.word, "reason": fate.reason} | ({"detail": fate.detail[:500]} if fate.detail else {})
    before = lead.get("fate")
    there = recorded(lead)
    if there and fate.word == "failed" and fate.reason in VANISHED:
        changes |= {"gone_days": _gone_days(lead, at), "gone_since": lead.get("gone_since") or at, "attempts": 0}
        if fate.reason == "gone":  # the record says so already
            return changes | {"state": "settled", "fate": verdict, "next_visit_at": None}
        return changes | {"state": "settled", "failure": verdict, "next_visit_at": at + timedelta(days=1)}
    if fate.word == "failed" and not PERMANENT.fullmatch(fate.reason):
        attempts = lead.get("attempts", 0) + 1
        changes |= {"attempts": attempts, "failure": verdict}
        if attempts < ATTEMPTS:
            return changes | {"state": "settled" if before else "pending", "next_visit_at": at + delay(attempts)}
        if before:  # what is recorded stays recorded; the revisit is given up
            return changes | {"state": "settled", "next_visit_at": None}
        return changes | {"state": "settled", "fate": verdict, "next_visit_at": None}
    if there and fate.word not in RECORDED:
        return changes | {"state": "settled", "failure": verdict, "attempts": 0, "next_visit_at": next_visit_at}
    again = next_visit_at if fate.word in RECORDED else None
    changes |= {"gone_days": None, "gone_since": None}
    return changes | {"state": "settled", "fate": verdict, "attempts": 0, "next_visit_at": again}


def document_of(lead: Lead, at: datetime) -> Document:
    """A new lead's document, without its ``_id``."""
    kept = {k: v for k, v in asdict(lead).items() if v not in ("", None) and k != "id"}
    return kept | {"state": "pending", "attempts": 0, "claims": 0, "found_at": at, "next_visit_at": at}


def lead_of(document: Document) -> Lead:
    names = ("source", "url", "title", "published_at", "section", "found_in")
    return Lead(id=document["_id"][len(document["source"]) + 1 :], **{n: document[n] for n in names if n in document})


def word(state: str, fate: Document | None) -> str:
    """How a lead counts: ``pending``, ``leased``, or its fate (``rejected/no_text``)."""
    return str(Fate(fate["word"], fate.get("reason") or "")) if state == "settled" and fate else state


def conditions(entry: dict[str, Any]) -> dict[str, str]:
    """Headers of a conditional request, from the validators that are kept of a list."""
    headers = {"If-None-Match": entry.get("etag"), "If-Modified-Since": entry.get("last_modified")}
    return {name: value for name, value in headers.items() if value}
