"""Scores an article against its gold: one row a page, one table of shares over the rows.

A figure of a page is True or False (0 to 1 for the body), and None where nothing is known: the gold lacks the field, or
both sides say that there is none. None counts neither way. Texts are compared after NFKC and without white space.
Body precision and recall are the longest common subsequence over the length of the prediction and of the gold.
"""

from __future__ import annotations

import posixpath
import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any
from urllib.parse import unquote, urlsplit

from rapidfuzz.distance import LCSseq

from crawler.items import Article

PERFECT = 0.995
_SPACE = re.compile(r"\s+")
_TITLE = re.compile(r"<title[^>]*>([^<]*)", re.I)


def squash(text: str | None) -> str:
    return _SPACE.sub("", unicodedata.normalize("NFKC", text or ""))


@dataclass(slots=True)
class Row:
    """The figures of one page; those of the table are the fields with a type of ``bool | None``."""

    id: str
    kind: str
    precision: float
    recall: float
    f1: float
    leaks: list[str] = field(default_factory=list)
    """Chrome samples of the gold that stand in the body."""
    perfect: bool | None = None
    clean: bool | None = None
    title: bool | None = None
    published: bool | None = None
    authors: bool | None = None
    language: bool | None = None
    subtitle: bool | None = None
    captions: bool | None = None
    pictured: bool | None = None
    credit: bool | None = None
    section: bool | None = None
    updated: bool | None = None
    copyright: bool | None = None


SHARES: tuple[str, ...] = tuple(f.name for f in fields(Row) if f.type == "bool | None")


def score(gold: dict[str, Any], article: Article) -> Row:
    """``gold`` as in tests/pages and the corpus, where ``credit`` is called ``source``."""
    wanted = "\n".join(gold["body"])
    optional = [*gold.get("optional", ()), *gold.get("body_optional", ())]
    precision, recall, f1 = overlap(wanted, article.body, optional)
    leaks = leaked(wanted, article.body, gold.get("chrome_samples", ()))
    zone = timezone(timedelta(hours=9 if gold["language"] == "ko" else 8))
    row = Row(gold["id"], gold.get("kind", "article"), precision, recall, f1, leaks, f1 >= PERFECT, not leaks)
    row.title = squash(gold["title"]) == squash(article.title)
    row.published = same_moment(gold.get("published_at"), article.published_at, zone, strict=False)
    row.authors = same_names(gold["authors"], article.authors) if "authors" in gold else None
    row.language = gold["language"].lower() == article.lang.lower()
    row.subtitle = same_text(gold, "subtitle", article.subtitle)
    row.captions = same_captions(gold, article.images)
    row.pictured = same_pictures(gold, article.images)
    row.credit = same_credit(gold, article)
    row.section = same_text(gold, "section", article.section)
    row.updated = same_moment(gold["updated_at"], article.updated_at, zone) if "updated_at" in gold else None
    row.copyright = same_text(gold, "copyright", article.copyright)
    return row


def overlap(gold: str, said: str, optional: Iterable[str] = ()) -> tuple[float, float, float]:
    """Precision, recall and F1 of a body. ``optional`` lines are neither asked for nor held against it."""
    wanted, found = squash(gold), squash(said)
    for line in sorted(map(squash, optional), key=len, reverse=True):
        if len(line) >= 4 and line not in wanted:
            found = found.replace(line, "")
    if not wanted:
        return (0.0, 1.0, 0.0) if found else (1.0, 1.0, 1.0)
    if not found:
        return 0.0, 0.0, 0.0
    common = LCSseq.similarity(wanted, found)
    precision, recall = common / len(found), common / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall) if common else 0.0


def leaked(gold: str, said: str, samples: Iterable[str]) -> list[str]:
    wanted, found = squash(gold), squash(said)
    return [s for s in samples if len(key := squash(s)) >= 4 and key in found and key not in wanted]


def same_text(gold: dict[str, Any], name: str, said: str | None) -> bool | None:
    if name not in gold or not (gold[name] or said):
        return None
    return squash(gold[name]) == squash(said)


def same_credit(gold: dict[str, Any], article: Article) -> bool | None:
    """The corpus has no credit but a ``source``, which is often the site itself: that a site does not credit itself
    counts neither way.
    """
    if "credit" in gold or not gold.get("source"):
        return same_text(gold, "credit" if "credit" in gold else "source", article.credit)
    if not article.credit:
        title = _TITLE.search(article.page.text) if article.pages else None
        site = squash(f"{article.publisher} {title.group(1) if title else ''}")
        if squash(gold["source"]) in site:
            return None
    return same_text(gold, "source", article.credit)


def same_names(gold: Sequence[str] | None, said: Sequence[str]) -> bool | None:
    """As a set: the order of authors does not count."""
    wanted, found = {squash(n) for n in gold or ()}, {squash(n) for n in said}
    return wanted == found if wanted or found else None


def moment(value: str | datetime | None, zone: tzinfo = UTC) -> datetime | None:
    """A naive time is read as one of ``zone``."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    return value.replace(tzinfo=zone) if value and value.tzinfo is None else value


def same_moment(gold: str | None, said: datetime | None, zone: tzinfo, strict: bool = True) -> bool | None:
    """Equal at the precision that the gold is printed with: its calendar day, or less than a minute apart.

    Where the gold has no time, a time that is said is wrong if ``strict``, and not counted otherwise.
    """
    wanted = moment(gold, zone)
    if wanted is None:
        return False if strict and said else None
    if said is None:
        return False
    if len(str(gold)) <= 10:
        return wanted.date() == said.astimezone(wanted.tzinfo).date()
    return abs(wanted - said) < timedelta(minutes=1)


def same_captions(gold: dict[str, Any], images: Sequence[dict[str, str | None]]) -> bool | None:
    """Every caption of the gold once, and no other."""
    if "captions" not in gold:
        return None
    wanted = Counter(squash(c) for c in gold["captions"])
    found = Counter(squash(i["caption"]) for i in images if i["caption"])
    return wanted == found if wanted or found else None


def same_pictures(gold: dict[str, Any], images: Sequence[dict[str, str | None]]) -> bool | None:
    """Every caption of the gold with its own picture: the one at its place where the gold has a picture for each
    caption, else one of the gold's."""
    addresses = [_file(u) for u in gold.get("image_urls") or ()]
    captions = [squash(c) for c in gold.get("captions") or ()]
    if not addresses or not captions:
        return None
    at = {squash(i["caption"]): _file(i["url"] or "") for i in images if i["caption"]}
    if len(addresses) == len(captions) == len(set(captions)):
        return all(at.get(c) == a for c, a in zip(captions, addresses, strict=True))
    return all(at.get(c) in addresses for c in captions)


def _file(url: str) -> str:
    """The last step of the path: hosts and size folders differ between a lazy address and the one shown."""
    return posixpath.basename(unquote(urlsplit(url).path))


def table(rows: Sequence[Row]) -> dict[str, float]:
    """Means over the rows; ``worst`` is the least F1 of a page of kind ``article``. A share of nothing is left out."""
    if not rows:
        return {}
    articles = [r.f1 for r in rows if r.kind == "article"] or [r.f1 for r in rows]
    out = {"f1": statistics.fmean(r.f1 for r in rows), "worst": min(articles)}
    for name in SHARES:
        known = [value for r in rows if (value := getattr(r, name)) is not None]
        if known:
            out[name] = sum(known) / len(known)
    return out
